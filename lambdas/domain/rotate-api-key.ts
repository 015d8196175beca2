import { generateApiKey } from './api-key.ts';
import { type Actor, auditEvent } from './audit-event.ts';
import type { ApiKeyCreationOptions, CreatedKey } from './create-api-key.ts';
import { latestEnd } from './key-lifetime.ts';
import { getApiKey } from './manage-api-keys.ts';
import type { NewKey } from './otp-action.ts';
import type { ApiKeyDetails } from './records.ts';
import { type CodePresentation, type CodeRefusal, redeemCode } from './redeem-code.ts';

export type ApiKeyRotation =
  | CreatedKey
  | { readonly outcome: 'not_found' }
  | { readonly outcome: 'rotated_already' }
  | CodeRefusal;

/**
 * Replaces a key by a new one with the same name, scopes, addresses and lifetime. The old one stays good for the grace
 * period that the code was asked for, and then ends by itself. It takes the old key's place, so it works at the limit.
 */
export function rotateApiKey(
  actor: Actor,
  keyId: string,
  presented: CodePresentation,
  options: ApiKeyCreationOptions,
): Promise<ApiKeyRotation> {
  const { keys, environment, nowMs } = options;
  return redeemCode<'rotate_api_key', ApiKeyRotation>(
    actor,
    presented,
    {
      purpose: 'rotate_api_key',
      async check(_, action) {
        if (action.keyId !== keyId) return 'mismatch';
        const old = await getApiKey(keys, actor, keyId);
        if (old === null) return { outcome: 'not_found' };
        return old.rotatedTo === null ? null : { outcome: 'rotated_already' };
      },
      async perform({ maxKeyLifetimeDays }, { graceSeconds }, state) {
        const old = await getApiKey(keys, actor, keyId);
        if (old === null || old.rotatedTo !== null) return null;
        const successor = successorOf(old, maxKeyLifetimeDays, nowMs);
        const generated = generateApiKey(environment, actor.partnerId);
        const event = auditEvent('api_key.rotated', { actor: actor.email, target: keyId, ip: actor.ip, nowMs });
        const graceEnd = Math.floor(nowMs / 1000) + graceSeconds;
        const outcome = await keys.rotate(
          { old, endsAt: Math.min(graceEnd, old.expiresAt ?? graceEnd) },
          { ...generated, ...successor },
          { subject: actor.subject, state },
          event,
        );
        if (outcome !== 'rotated') return null;
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

/** It lives as long as the old one was made to, counted from now, within the partner's maximum. */
function successorOf(old: ApiKeyDetails, maxKeyLifetimeDays: number | null, nowMs: number): NewKey {
  const { name, scopes, allowedIps, createdAt, expiresAt } = old;
  const lifetime = expiresAt === null ? null : expiresAt - Math.floor(Date.parse(createdAt) / 1000);
  const wanted = lifetime === null ? null : Math.floor(nowMs / 1000) + lifetime;
  const latest = latestEnd(maxKeyLifetimeDays, nowMs);
  return { name, scopes, allowedIps, expiresAt: earlier(wanted, latest) };
}

function earlier(left: number | null, right: number | null): number | null {
  if (left === null || right === null) return left ?? right;
  return Math.min(left, right);
}
