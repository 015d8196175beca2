import { untilWritten } from '../base/until-written.ts';
import { isPartnerId } from '../model/api-key.ts';
import { auditEvent } from '../model/audit-event.ts';
import { OPERATOR, type PartnerUnknown } from '../model/operator.ts';
import type { ApiKeyDetails } from '../model/records.ts';
import type { PartnerStaff } from '../partners/partner-staff.ts';
import type { ApiKeyStore } from './api-key-store.ts';

/** Needed for what an operator does with a partner's keys: without a code, and the events name the operator. */
export interface ApiKeyOperations {
  readonly keys: Pick<ApiKeyStore, 'list' | 'find' | 'update'>;
  readonly staff: Pick<PartnerStaff, 'findPartner'>;
}

/** Returns all keys that are not deleted, newest first, including those that expired after a rotation. */
export async function listKeysOf(
  { keys, staff }: ApiKeyOperations,
  partnerId: string,
): Promise<PartnerUnknown | { readonly outcome: 'listed'; readonly keys: readonly ApiKeyDetails[] }> {
  if (!isPartnerId(partnerId) || (await staff.findPartner(partnerId)) === null) return { outcome: 'partner_unknown' };
  const all = await keys.list(partnerId);
  return { outcome: 'listed', keys: all.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1)) };
}

/** Disables a key until somebody of the partner enables it, which takes a code. */
export function disableApiKey(
  { keys }: ApiKeyOperations,
  partnerId: string,
  keyId: string,
): Promise<{ readonly outcome: 'disabled' | 'unchanged' | 'not_found' }> {
  return untilWritten('The key', async () => {
    const before = isPartnerId(partnerId) ? await keys.find(partnerId, keyId) : null;
    if (before === null) return { outcome: 'not_found' };
    if (before.status === 'disabled') return { outcome: 'unchanged' };
    const event = auditEvent('api_key.disabled', { actor: OPERATOR, target: keyId, ip: null, nowMs: Date.now() });
    const after: ApiKeyDetails = { ...before, status: 'disabled' };
    const result = await keys.update(partnerId, before, after, null, event);
    return result === 'conflict' ? result : { outcome: 'disabled' };
  });
}
