import { generateApiKey } from '../model/api-key.ts';
import { type Actor, auditEvent } from '../model/audit-event.ts';
import { isWithin } from '../model/key-expiry.ts';
import type { ApiKeyDetails } from '../model/records.ts';
import { type CodePresentation, type CodeRefusal, redeemCode } from '../one-time-codes/redeem-code.ts';
import type { ApiKeyCreationOptions, CreatedKey } from './create-api-key.ts';
import { getApiKey } from './manage-api-keys.ts';

export type RotateApiKeyResult =
  | CreatedKey
  | { readonly outcome: 'not_found' }
  | { readonly outcome: 'rotated_already' }
  | CodeRefusal;

/**
 * Replaces a key by a new one with the same name, scopes and IP allowlist, and the expiry that the code was requested for. The
 * old key works for the grace period that the code was requested for, then it expires. The new key takes the old one's place in
 * the count, so a rotation works at the limit.
 */
export function rotateApiKey(
  actor: Actor,
  keyId: string,
  presented: CodePresentation,
  options: ApiKeyCreationOptions,
): Promise<RotateApiKeyResult> {
  const { keys, environment, nowMs } = options;
  return redeemCode<'rotate_api_key', RotateApiKeyResult>(
    actor,
    presented,
    {
      purpose: 'rotate_api_key',
      async check({ partner, action }) {
        // The code is for another key, or the maximum was lowered after it was requested.
        if (action.keyId !== keyId || !isWithin(action.expiresAt, partner.maxKeyLifetimeDays, nowMs)) return 'mismatch';
        const old = await getApiKey(keys, actor, keyId);
        if (old === null) return { outcome: 'not_found' };
        return old.rotatedTo === null ? null : { outcome: 'rotated_already' };
      },
      async perform({ action: { graceSeconds, expiresAt } }, otp) {
        const old = await getApiKey(keys, actor, keyId);
        if (old === null || old.rotatedTo !== null) return 'conflict';
        const { name, scopes, allowedIps } = old;
        const successor = { name, scopes, allowedIps, expiresAt };
        const generated = generateApiKey(environment, actor.partnerId);
        const event = auditEvent('api_key.rotated', { actor: actor.email, target: keyId, ip: actor.ip, nowMs });
        const graceEnd = Math.floor(nowMs / 1000) + graceSeconds;
        const outgoing = { old, expiresAt: Math.min(graceEnd, old.expiresAt ?? graceEnd) };
        const rotated = await keys.rotate(outgoing, { ...generated, ...successor }, otp, event);
        if (rotated === 'conflict') return 'conflict';
        const apiKey: ApiKeyDetails = {
          ...successor,
          keyId: generated.keyId,
          hint: generated.hint,
          status: 'active',
          createdAt: event.at,
          createdBy: event.actor,
          rotatedTo: null,
          revision: 0,
        };
        return { outcome: 'created', key: generated.key, apiKey };
      },
    },
    options,
  );
}
