import { untilWritten } from '../base/until-written.ts';
import { type Actor, type AuditAction, type AuditDetail, auditEvent } from '../model/audit-event.ts';
import { exceedsMaximum } from '../model/key-expiry.ts';
import type { ApiKeyDetails, PartnerDetails } from '../model/records.ts';
import { type KeyBroadening, keyBroadenings, outlivesSuccessor, restrictionsOf } from '../model/restrictions.ts';
import { type KeyChanges, sameChanges } from '../one-time-codes/otp-action.ts';
import type { OtpConsumption } from '../one-time-codes/otp-store.ts';
import { type CodePresentation, type CodeRefusal, redeemCode } from '../one-time-codes/redeem-code.ts';
import { partnerOf } from '../partners/partner-staff.ts';
import type { ApiKeyCreationOptions } from './create-api-key.ts';
import { getApiKey } from './manage-api-keys.ts';

export interface KeyUpdate {
  readonly keyId: string;
  readonly changes: KeyChanges;
  /** null: no code was sent. */
  readonly presented: CodePresentation | null;
}

export type UpdateApiKeyResult =
  | { readonly outcome: 'updated'; readonly apiKey: ApiKeyDetails }
  | { readonly outcome: 'not_found' }
  /** The change broadens what it lists, and no code came with it. */
  | { readonly outcome: 'otp_required'; readonly widens: readonly KeyBroadening[] }
  | { readonly outcome: 'rotated_already' }
  | { readonly outcome: 'lifetime_exceeded'; readonly maxDays: number }
  | CodeRefusal;

/** Changes a key. Without a code, refuses what broadens it, judged on the revision that is written over. */
export function updateApiKey(
  actor: Actor,
  update: KeyUpdate,
  options: ApiKeyCreationOptions,
): Promise<UpdateApiKeyResult> {
  const { keyId, changes, presented } = update;
  if (presented !== null) return updateWithCode(actor, { ...update, presented }, options);
  return untilWritten<UpdateApiKeyResult | 'conflict'>('The key', async () => {
    const before = await getApiKey(options.keys, actor, keyId);
    if (before === null) return { outcome: 'not_found' };
    const after = { ...before, ...changes };
    if (sameChanges(before, after)) return { outcome: 'updated', apiKey: before };
    const widens = keyBroadenings(before, after);
    if (widens.length > 0) return { outcome: 'otp_required', widens };
    // Saves reading the partner if the expiry stays the same.
    if (after.expiresAt !== before.expiresAt) {
      const exceeded = excess(before, after, await partnerOf(options.staff, actor), options.nowMs);
      if (exceeded !== null) return exceeded;
    }
    return write(actor, before, changes, null, options);
  });
}

function updateWithCode(
  actor: Actor,
  { keyId, changes, presented }: KeyUpdate & { readonly presented: CodePresentation },
  options: ApiKeyCreationOptions,
): Promise<UpdateApiKeyResult> {
  return redeemCode<'update_api_key', UpdateApiKeyResult>(
    actor,
    presented,
    {
      purpose: 'update_api_key',
      async check({ partner, action }) {
        if (action.keyId !== keyId || !sameChanges(action.changes, changes)) return 'mismatch';
        const before = await getApiKey(options.keys, actor, keyId);
        if (before === null) return { outcome: 'not_found' };
        const after = { ...before, ...changes };
        if (outlivesSuccessor(before, after)) return { outcome: 'rotated_already' };
        return excess(before, after, partner, options.nowMs);
      },
      async perform(_, otp) {
        const before = await getApiKey(options.keys, actor, keyId);
        if (before === null) return { outcome: 'not_found' };
        // Judged again on the revision that is written over: the key may have been rotated since the check.
        if (outlivesSuccessor(before, { ...before, ...changes })) return { outcome: 'rotated_already' };
        return write(actor, before, changes, otp, options);
      },
    },
    options,
  );
}

async function write(
  actor: Actor,
  before: ApiKeyDetails,
  changes: KeyChanges,
  otp: OtpConsumption | null,
  { keys, nowMs }: ApiKeyCreationOptions,
): Promise<{ readonly outcome: 'updated'; readonly apiKey: ApiKeyDetails } | 'conflict'> {
  const after: ApiKeyDetails = { ...before, ...changes, revision: before.revision + 1 };
  const about = { actor: actor.email, target: before.keyId, ip: actor.ip, nowMs };
  const event = auditEvent(actionOf(before, after), about, detailOf(before, after));
  const result = await keys.update(actor.partnerId, before, after, otp, event);
  return result === 'conflict' ? result : { outcome: 'updated', apiKey: after };
}

function detailOf(before: ApiKeyDetails, after: ApiKeyDetails): AuditDetail | undefined {
  const widens = keyBroadenings(before, after);
  // What would be broadened by going back.
  const narrows = keyBroadenings(after, before);
  if (widens.length === 0 && narrows.length === 0) return undefined;
  return { ...(widens.length === 0 ? {} : { widens }), ...(narrows.length === 0 ? {} : { narrows }) };
}

/** One audit event per change, named after its most significant part. */
function actionOf(before: ApiKeyDetails, after: ApiKeyDetails): AuditAction {
  if (before.status !== after.status) return after.status === 'disabled' ? 'api_key.disabled' : 'api_key.enabled';
  return sameChanges(restrictionsOf(before), restrictionsOf(after)) ? 'api_key.renamed' : 'api_key.updated';
}

function excess(
  before: ApiKeyDetails,
  after: ApiKeyDetails,
  { maxKeyLifetimeDays: maxDays }: PartnerDetails,
  nowMs: number,
): Extract<UpdateApiKeyResult, { outcome: 'lifetime_exceeded' }> | null {
  if (maxDays === null || !exceedsMaximum(before.expiresAt, after.expiresAt, maxDays, nowMs)) return null;
  return { outcome: 'lifetime_exceeded', maxDays };
}
