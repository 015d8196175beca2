import {
  isRefusalReason,
  isUnauthorizedReason,
  REFUSALS,
  type RefusalCode,
  type RefusalReason,
} from '../../contract/refusals.ts';
import { isPartnerId } from '../model/api-key.ts';
import { resourceOf } from '../model/call-resource.ts';
import { normalIp } from '../model/ip-allowlist.ts';
import { SCOPES, type Scope } from '../model/scopes.ts';
import type { ParsedLine } from './access-log-line.ts';
import { type CountedCall, isCredentialId, isRequestId, type VerifiedUse } from './counted-call.ts';

/** A refusal as the authorizer logs it. */
export interface LoggedRefusal {
  readonly requestId: string;
  readonly atMs: number;
  /** The code in the response. */
  readonly code: RefusalCode | 'unauthorized';
  /** The code, or the reason of a 401. */
  readonly reason: RefusalReason;
  /** The partner that the credential names or is known to belong to. */
  readonly partnerId: string | null;
  readonly credential: VerifiedUse | null;
  /** Whether the credential was verified. Otherwise partner and credential are only what an API key claims. */
  readonly verified: boolean;
  readonly ip: string | null;
  readonly method: string | null;
  readonly pathPartnerId: string | null;
  /** null for `/whoami`, and for a path that was not read; that is never a 401. */
  readonly requiredScope: Scope | null;
}

const UNAUTHORIZED = 401;

/** Parses a line of the authorizer's log. Returns `not_attributable` for a line about something else. */
export function parseRefusalLine(line: string): ParsedLine<LoggedRefusal> {
  const fields = jsonObject(line);
  if (fields === null) return 'malformed';
  if (fields.message !== 'refused') return 'not_attributable';
  const text = (name: string): string | null => (typeof fields[name] === 'string' ? fields[name] : null);

  const requestId = text('request_id') ?? '';
  const atMs = Date.parse(text('time') ?? '');
  const code = text('code');
  const reason = text('reason');
  if (!isRequestId(requestId) || Number.isNaN(atMs) || code === null || reason === null) return 'malformed';
  const refusal = refusalOf(code, reason);
  if (refusal === null) return 'malformed';

  const partnerId = text('partner_id');
  const credential = credentialOf(text('credential_type'), text('credential_id'));
  const known = partnerId !== null && isPartnerId(partnerId) && credential !== null;
  const pathPartnerId = text('path_partner_id');
  return {
    requestId,
    atMs,
    ...refusal,
    partnerId: known ? partnerId : null,
    credential: known ? credential : null,
    verified: known && REFUSALS[refusal.reason].credential === 'verified',
    ip: normalIp(text('source_ip') ?? ''),
    method: /^[A-Z]{1,16}$/.exec(text('method') ?? '')?.[0] ?? null,
    pathPartnerId: pathPartnerId !== null && isPartnerId(pathPartnerId) ? pathPartnerId : null,
    requiredScope: SCOPES.find((scope) => scope === text('required_scope')) ?? null,
  };
}

/** Returns the call to count, or null if the access log has it or it cannot be attributed to a partner. */
export function callOf(refusal: LoggedRefusal): CountedCall | null {
  const { requestId, partnerId, credential, verified, atMs, code, reason, requiredScope, ip } = refusal;
  if (code !== 'unauthorized' || partnerId === null) return null;
  if (!verified && REFUSALS[reason].credential !== 'claimed') return null;
  return {
    requestId,
    partnerId,
    credential: verified ? credential : null,
    atMs,
    status: UNAUTHORIZED,
    refusedFor: reason,
    resource: resourceOf(requiredScope),
    ip,
    latencyMs: null,
  };
}

function credentialOf(type: string | null, id: string | null): VerifiedUse | null {
  if ((type !== 'api_key' && type !== 'legacy_token') || id === null || !isCredentialId(id)) return null;
  return { type, id };
}

/** Returns null for a pair that the authorizer does not log. */
function refusalOf(code: string, reason: string): Pick<LoggedRefusal, 'code' | 'reason'> | null {
  if (!isRefusalReason(reason)) return null;
  const expected = isUnauthorizedReason(reason) ? 'unauthorized' : reason;
  return code === expected ? { code: expected, reason } : null;
}

function jsonObject(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
