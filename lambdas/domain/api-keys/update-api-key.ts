import { DependencyError } from '../base/dependency-error.ts';
import { type Actor, type AuditAction, auditEvent } from '../model/audit-event.ts';
import { isWithin } from '../model/key-expiry.ts';
import type { ApiKeyDetails, PartnerDetails } from '../model/records.ts';
import { type KeyBroadening, keyBroadenings, outlivesSuccessor } from '../model/restrictions.ts';
import { type KeyChanges, sameChanges } from '../one-time-codes/otp-action.ts';
import type { OtpConsumption } from '../one-time-codes/otp-store.ts';
import { type CodePresentation, type CodeRefusal, redeemCode } from '../one-time-codes/redeem-code.ts';
import { partnerOf } from '../partners/partner-staff.ts';
import type { ApiKeyCreationOptions } from './create-api-key.ts';
import { getApiKey } from './manage-api-keys.ts';

export type UpdateApiKeyResult =
  | { readonly outcome: 'updated'; readonly apiKey: ApiKeyDetails }
  | { readonly outcome: 'not_found' }
  /** The change widens what it lists, and no code came with it. */
  | { readonly outcome: 'otp_required'; readonly widens: readonly KeyBroadening[] }
  | { readonly outcome: 'rotated_already' }
  | { readonly outcome: 'lifetime_exceeded'; readonly maxDays: number }
  | CodeRefusal;

/** Others that change the same key, which are tried against before giving up. */
const MAX_RACES = 20;

/** Changes a key. Without a code only what widens nothing; it is judged on the revision that it is written over. */
export async function updateApiKey(
  actor: Actor,
  keyId: string,
  changes: KeyChanges,
  presented: CodePresentation | null,
  options: ApiKeyCreationOptions,
): Promise<UpdateApiKeyResult> {
  if (presented !== null) return updateWithCode(actor, keyId, changes, presented, options);
  for (let race = 0; race < MAX_RACES; race++) {
    const before = await getApiKey(options.keys, actor, keyId);
    if (before === null) return { outcome: 'not_found' };
    const after = { ...before, ...changes };
    if (sameChanges(before, after)) return { outcome: 'updated', apiKey: before };
    const widens = keyBroadenings(before, after);
    if (widens.length > 0) return { outcome: 'otp_required', widens };
    const exceeded = await excess(before, after, () => partnerOf(options.staff, actor), options.nowMs);
    if (exceeded !== null) return exceeded;
    const apiKey = await write(actor, before, changes, null, options);
    if (apiKey !== null) return { outcome: 'updated', apiKey };
  }
  throw new DependencyError('dynamodb', 'The key kept changing.');
}

function updateWithCode(
  actor: Actor,
  keyId: string,
  changes: KeyChanges,
  presented: CodePresentation,
  options: ApiKeyCreationOptions,
): Promise<UpdateApiKeyResult> {
  return redeemCode<'update_api_key', UpdateApiKeyResult>(
    actor,
    presented,
    {
      purpose: 'update_api_key',
      async check(partner, action) {
        if (action.keyId !== keyId || !sameChanges(action.changes, changes)) return 'mismatch';
        const before = await getApiKey(options.keys, actor, keyId);
        if (before === null) return { outcome: 'not_found' };
        if (outlivesSuccessor(before, { ...before, ...changes })) return { outcome: 'rotated_already' };
        return excess(before, { ...before, ...changes }, async () => partner, options.nowMs);
      },
      async perform(_, __, state) {
        const before = await getApiKey(options.keys, actor, keyId);
        if (before === null) return { outcome: 'not_found' };
        // Judged again on what is written over: it may have been rotated in between.
        if (outlivesSuccessor(before, { ...before, ...changes })) return { outcome: 'rotated_already' };
        const apiKey = await write(actor, before, changes, { subject: actor.subject, state }, options);
        return apiKey === null ? null : { outcome: 'updated', apiKey };
      },
    },
    options,
  );
}

/** null if the key, or the OTP state, is another one by now. */
async function write(
  actor: Actor,
  before: ApiKeyDetails,
  changes: KeyChanges,
  otp: OtpConsumption | null,
  { keys, nowMs }: ApiKeyCreationOptions,
): Promise<ApiKeyDetails | null> {
  const after: ApiKeyDetails = { ...before, ...changes, revision: before.revision + 1 };
  const action = actionOf(before, after);
  const widens = keyBroadenings(before, after);
  const about = { actor: actor.email, target: before.keyId, ip: actor.ip, nowMs };
  const event = auditEvent(action, about, widens.length === 0 ? undefined : { widens });
  return (await keys.update(actor.partnerId, before, after, otp, event)) === 'updated' ? after : null;
}

/** One event a change: what it is known by is what weighs most. */
function actionOf(before: ApiKeyDetails, after: ApiKeyDetails): AuditAction {
  if (before.status !== after.status) return after.status === 'disabled' ? 'api_key.disabled' : 'api_key.enabled';
  return sameChanges(
    { ...before, revision: 0, name: '' } as KeyChanges,
    { ...after, revision: 0, name: '' } as KeyChanges,
  )
    ? 'api_key.renamed'
    : 'api_key.updated';
}

/** The partner's maximum binds a new end only: a key that lives longer keeps its end when something else of it changes. */
async function excess(
  before: ApiKeyDetails,
  after: ApiKeyDetails,
  partner: () => Promise<PartnerDetails>,
  nowMs: number,
): Promise<Extract<UpdateApiKeyResult, { outcome: 'lifetime_exceeded' }> | null> {
  if (after.expiresAt === before.expiresAt) return null;
  const { maxKeyLifetimeDays: maxDays } = await partner();
  if (maxDays === null || isWithin(after.expiresAt, maxDays, nowMs)) return null;
  return { outcome: 'lifetime_exceeded', maxDays };
}
