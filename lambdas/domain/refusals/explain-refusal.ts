import type { Check } from '../../contract/refusal.ts';
import { isUnauthorizedReason, REFUSALS } from '../../contract/refusals.ts';
import type { ApiKeyStore } from '../api-keys/api-key-store.ts';
import type { Actor } from '../model/audit-event.ts';
import { includesIp } from '../model/ip-allowlist.ts';
import { acceptsLegacyTokens } from '../model/legacy-token-state.ts';
import type { ApiKeyDetails, PartnerDetails } from '../model/records.ts';
import { refusalText } from '../model/refusals.ts';
import { includesScope } from '../model/scopes.ts';
import type { MemberStore } from '../partners/member-store.ts';
import { type PartnerStaff, partnerOf } from '../partners/partner-staff.ts';
import { isRequestId } from '../usage-counting/counted-call.ts';
import type { ExplainableRefusal } from '../usage-counting/usage-counters.ts';

/** Refusals, strongly consistent. Throws a DependencyError. */
export interface RefusalRecords {
  /** Returns null for a refusal that is unknown, another partner's, or expired. */
  find(partnerId: string, requestId: string, nowMs: number): Promise<ExplainableRefusal | null>;
}

export interface RefusalExplanation {
  readonly refusal: ExplainableRefusal;
  readonly check: Check;
  /** What is wrong and what to do about it. */
  readonly detail: string;
  /** The partner as it is now. */
  readonly partner: PartnerDetails;
  /** The key as it is now; null if the credential is missing, unverified, not a key, or a deleted key. */
  readonly apiKey: ApiKeyDetails | null;
  /** E-mail address of the legacy token's user; null if the credential is not a legacy token, and for a removed user. */
  readonly userEmail: string | null;
  /** Whether the same check would refuse the same call now. Another check may still refuse it. */
  readonly stillRefused: boolean;
}

export interface ExplainOptions {
  readonly refusals: RefusalRecords;
  readonly staff: PartnerStaff;
  readonly keys: Pick<ApiKeyStore, 'find'>;
  readonly members: Pick<MemberStore, 'find'>;
  readonly nowMs: number;
}

/** Explains a refused call. Returns null if the request is unknown, another partner's, not refused, or older than 30 days. */
export async function explainRefusal(
  actor: Actor,
  requestId: string,
  { refusals, staff, keys, members, nowMs }: ExplainOptions,
): Promise<RefusalExplanation | null> {
  if (!isRequestId(requestId)) return null;
  const refusal = await refusals.find(actor.partnerId, requestId, nowMs);
  if (refusal === null) return null;
  const { credential, verified, reason } = refusal;
  const [partner, apiKey, user] = await Promise.all([
    partnerOf(staff, actor),
    credential?.type === 'api_key' && verified ? keys.find(actor.partnerId, credential.id) : null,
    credential?.type === 'legacy_token' && verified ? members.find(actor.partnerId, credential.id) : null,
  ]);
  return {
    refusal,
    check: REFUSALS[reason].check,
    detail: detailOf(refusal),
    partner,
    apiKey,
    userEmail: user?.email ?? null,
    stillRefused: !isAllowedNow(refusal, partner, apiKey, Math.floor(nowMs / 1000)),
  };
}

function detailOf({ reason, ip, requiredScope }: ExplainableRefusal): string {
  if (isUnauthorizedReason(reason)) return REFUSALS[reason].text;
  switch (reason) {
    case 'ip_not_allowed':
      return refusalText({ code: reason, ip: ip ?? 'an unknown address' });
    case 'insufficient_scope':
      return refusalText({ code: reason, requiredScope: requiredScope ?? '*' });
    default:
      return refusalText({ code: reason });
  }
}

/** Checks the same call against today's records. What was wrong with the call itself stays wrong. */
function isAllowedNow(
  { reason, ip, requiredScope, credential }: ExplainableRefusal,
  partner: PartnerDetails,
  apiKey: ApiKeyDetails | null,
  now: number,
): boolean {
  const isGone = credential?.type === 'api_key' && apiKey === null;
  if (isGone || isUnauthorizedReason(reason)) return false;
  switch (reason) {
    case 'reserved_header':
    case 'invalid_path':
    case 'wrong_header':
    case 'partner_mismatch':
      return false;
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
        (list) => list.length === 0 || (ip !== null && includesIp(list, ip)),
      );
    case 'insufficient_scope':
      return apiKey !== null && requiredScope !== null && includesScope(apiKey.scopes, requiredScope);
  }
}
