import type { ApiKeyStore } from '../api-keys/api-key-store.ts';
import { getApiKey } from '../api-keys/manage-api-keys.ts';
import type { Actor } from '../model/audit-event.ts';
import { exceedsMaximum, latestExpiry, MAX_GRACE_SECONDS, successorExpiry } from '../model/key-expiry.ts';
import { invalidOffAt, type LegacyTokenSetting } from '../model/legacy-token-state.ts';
import type { PartnerDetails } from '../model/records.ts';
import { outlivesSuccessor } from '../model/restrictions.ts';
import type { KeyChanges, NewKey, OtpAction, SettingsChanges } from '../one-time-codes/otp-action.ts';

/** What a user requests a code for. Without `expiresAt`, a new key gets the latest expiry that the partner's maximum allows. */
export type WantedAction =
  | {
      readonly purpose: 'create_api_key';
      readonly key: Omit<NewKey, 'expiresAt'> & { readonly expiresAt?: number | null };
    }
  | { readonly purpose: 'update_api_key'; readonly keyId: string; readonly changes: KeyChanges }
  | { readonly purpose: 'rotate_api_key'; readonly keyId: string; readonly graceSeconds: number }
  | { readonly purpose: 'update_settings'; readonly changes: SettingsChanges }
  | { readonly purpose: 'update_legacy_token'; readonly changes: LegacyTokenSetting };

export type ActionRefusal =
  | { readonly outcome: 'lifetime_exceeded'; readonly maxDays: number; readonly pointer: string }
  | { readonly outcome: 'key_not_found' }
  | { readonly outcome: 'invalid_off_at'; readonly reason: 'past' | 'off' }
  | { readonly outcome: 'rotated_already' };

/** Completes what is wanted from the records, so that the message and the challenge hold exactly what will be written. */
export async function resolveAction(
  actor: Actor,
  wanted: WantedAction,
  { maxKeyLifetimeDays }: PartnerDetails,
  { keys, nowMs }: { readonly keys: ApiKeyStore; readonly nowMs: number },
): Promise<{ readonly outcome: 'resolved'; readonly action: OtpAction } | ActionRefusal> {
  const excess = (before: number | null | undefined, after: number | null, pointer: string): ActionRefusal | null =>
    maxKeyLifetimeDays === null || !exceedsMaximum(before, after, maxKeyLifetimeDays, nowMs)
      ? null
      : { outcome: 'lifetime_exceeded', maxDays: maxKeyLifetimeDays, pointer };
  switch (wanted.purpose) {
    case 'create_api_key': {
      const { expiresAt = latestExpiry(maxKeyLifetimeDays, nowMs), ...key } = wanted.key;
      const action: OtpAction = { purpose: 'create_api_key', key: { ...key, expiresAt } };
      return excess(undefined, expiresAt, '/api_key/expires_at') ?? { outcome: 'resolved', action };
    }
    case 'update_api_key': {
      const apiKey = await getApiKey(keys, actor, wanted.keyId);
      if (apiKey === null) return { outcome: 'key_not_found' };
      const { expiresAt = apiKey.expiresAt } = wanted.changes;
      if (outlivesSuccessor(apiKey, { ...apiKey, ...wanted.changes })) return { outcome: 'rotated_already' };
      const refusal = excess(apiKey.expiresAt, expiresAt, '/changes/expires_at');
      return refusal ?? { outcome: 'resolved', action: { ...wanted, name: apiKey.name } };
    }
    case 'rotate_api_key': {
      const apiKey = await getApiKey(keys, actor, wanted.keyId);
      if (apiKey === null) return { outcome: 'key_not_found' };
      if (apiKey.rotatedTo !== null) return { outcome: 'rotated_already' };
      const graceSeconds = Math.min(wanted.graceSeconds, MAX_GRACE_SECONDS);
      const expiresAt = successorExpiry(apiKey, maxKeyLifetimeDays, nowMs);
      return { outcome: 'resolved', action: { ...wanted, graceSeconds, expiresAt, name: apiKey.name } };
    }
    case 'update_settings':
      return { outcome: 'resolved', action: wanted };
    case 'update_legacy_token': {
      const reason = invalidOffAt(wanted.changes, Math.floor(nowMs / 1000));
      return reason === null ? { outcome: 'resolved', action: wanted } : { outcome: 'invalid_off_at', reason };
    }
  }
}
