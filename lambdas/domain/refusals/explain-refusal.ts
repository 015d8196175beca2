import type { ApiKeyStore } from '../api-keys/api-key-store.ts';
import type { PartnerMembers } from '../legacy-tokens/legacy-usage.ts';
import type { Actor } from '../model/audit-event.ts';
import { includesIp } from '../model/ip-allowlist.ts';
import { acceptsLegacyTokens } from '../model/legacy-token-state.ts';
import type { ApiKeyDetails, PartnerDetails } from '../model/records.ts';
import { DENIALS, denialMessage, type UnauthorizedReason } from '../model/refusals.ts';
import { includesScope } from '../model/scopes.ts';
import { type PartnerStaff, partnerOf } from '../partners/partner-staff.ts';
import { isRequestId } from '../usage-counting/counted-call.ts';
import type { LoggedRefusal } from '../usage-counting/refusal-log-line.ts';
import type { Denial } from '../usage-counting/usage-counters.ts';

/** Refusals, strongly consistent. Throws a DependencyError. */
export interface DenialRecords {
  /** null for one that is unknown, another partner's, or over. */
  find(partnerId: string, requestId: string, nowMs: number): Promise<Denial | null>;
}

/** The step of the authorizer at which a call ended. */
export type DenialCheck =
  | 'request_form'
  | 'credential'
  | 'partner'
  | 'legacy_switch'
  | 'key_status'
  | 'expiry'
  | 'address'
  | 'scope';

export interface DenialExplanation {
  readonly denial: Denial;
  readonly check: DenialCheck;
  /** What is wrong and what to do. */
  readonly detail: string;
  /** As they are now. */
  readonly partner: PartnerDetails;
  /** null for a credential that is none, was not verified, is no key, or a deleted one. */
  readonly apiKey: ApiKeyDetails | null;
  /** E-mail address of the legacy token's user; null for a credential that is no such token, and for a user who is removed. */
  readonly userEmail: string | null;
  /** Whether the same check would refuse the same call now; a later check may. */
  readonly stillRefused: boolean;
}

export interface DenialOptions {
  readonly denials: DenialRecords;
  readonly staff: PartnerStaff;
  readonly keys: Pick<ApiKeyStore, 'find'>;
  readonly members: Pick<PartnerMembers, 'find'>;
  readonly nowMs: number;
}

const CHECKS: Readonly<Record<LoggedRefusal['reason'], DenialCheck>> = {
  reserved_header: 'request_form',
  invalid_path: 'request_form',
  wrong_header: 'request_form',
  no_credential: 'credential',
  credential_repeated: 'credential',
  api_key_malformed: 'credential',
  api_key_environment: 'credential',
  api_key_unknown: 'credential',
  api_key_deleted: 'credential',
  token_malformed: 'credential',
  token_unknown: 'credential',
  token_revoked: 'credential',
  token_expired: 'credential',
  partner_mismatch: 'partner',
  partner_suspended: 'partner',
  legacy_token_disabled: 'legacy_switch',
  api_key_disabled: 'key_status',
  api_key_expired: 'expiry',
  ip_not_allowed: 'address',
  insufficient_scope: 'scope',
};

/** What callers with a 401 are not told, and the partner's staff may know. */
const UNAUTHORIZED: Readonly<Record<UnauthorizedReason, string>> = {
  no_credential: 'The request carried no credential: send an API key as x-api-key.',
  credential_repeated: 'A credential header was sent more than once: send it once.',
  api_key_malformed:
    'What was sent as x-api-key is no complete API key, or has a slip in it: send the key exactly as it was shown.',
  api_key_environment: 'The API key is of another environment: send one of this environment.',
  api_key_unknown:
    'There is no such API key, or its secret is another one: send the key exactly as it was shown, or generate a new one.',
  api_key_deleted: 'The API key was deleted: find the system that still sends it, and give it another key.',
  token_malformed: 'The Authorization header holds no Bearer token: send an API key as x-api-key.',
  token_unknown:
    'The Bearer token is not known, or is long over: send an API key as x-api-key, or ask for a new token.',
  token_revoked:
    'The Bearer token was revoked, with its user or by newer tokens: send an API key as x-api-key, or ask for a new token.',
  token_expired: 'The Bearer token is over: send an API key as x-api-key, or ask for a new token.',
};

/** null for a request that is unknown, another partner's, not refused, or more than 30 days ago. */
export async function explainDenial(
  actor: Actor,
  requestId: string,
  { denials, staff, keys, members, nowMs }: DenialOptions,
): Promise<DenialExplanation | null> {
  if (!isRequestId(requestId)) return null;
  const denial = await denials.find(actor.partnerId, requestId, nowMs);
  if (denial === null) return null;
  const { credential, verified, reason } = denial;
  const [partner, apiKey, user] = await Promise.all([
    partnerOf(staff, actor),
    credential?.type === 'api_key' && verified ? keys.find(actor.partnerId, credential.id) : null,
    credential?.type === 'legacy_token' && verified ? members.find(actor.partnerId, credential.id) : null,
  ]);
  return {
    denial,
    check: CHECKS[reason],
    detail: detailOf(denial),
    partner,
    apiKey,
    userEmail: user?.email ?? null,
    stillRefused: !isAllowedNow(denial, partner, apiKey, Math.floor(nowMs / 1000)),
  };
}

function detailOf({ reason, address, requiredScope }: Denial): string {
  if (reason === 'ip_not_allowed') return denialMessage({ code: reason, address: address ?? 'an unknown address' });
  if (reason === 'insufficient_scope') return denialMessage({ code: reason, requiredScope: requiredScope ?? '*' });
  return reason in UNAUTHORIZED ? UNAUTHORIZED[reason as UnauthorizedReason] : DENIALS[reason as keyof typeof DENIALS];
}

/** Only settings can change; what was wrong with the call itself stays wrong. */
function isAllowedNow(
  { reason, address, requiredScope, credential }: Denial,
  partner: PartnerDetails,
  apiKey: ApiKeyDetails | null,
  now: number,
): boolean {
  const isGone = credential?.type === 'api_key' && apiKey === null;
  if (isGone) return false;
  switch (reason) {
    case 'partner_suspended':
      return partner.status === 'active';
    case 'legacy_token_disabled':
      return acceptsLegacyTokens(partner, now);
    case 'api_key_disabled':
      return apiKey?.status === 'active';
    case 'api_key_expired':
      return apiKey !== null && (apiKey.expiresAt === null || apiKey.expiresAt > now);
    case 'ip_not_allowed':
      return [partner.allowedIps, apiKey?.allowedIps ?? []].every(
        (list) => list.length === 0 || (address !== null && includesIp(list, address)),
      );
    case 'insufficient_scope':
      return apiKey !== null && requiredScope !== null && includesScope(apiKey.scopes, requiredScope);
    default:
      return false;
  }
}
