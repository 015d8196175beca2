import { generateApiKey, type KeyEnvironment } from '../model/api-key.ts';
import { type Actor, auditEvent } from '../model/audit-event.ts';
import { isWithin } from '../model/key-expiry.ts';
import { type ApiKeyDetails, MAX_ACTIVE_KEYS } from '../model/records.ts';
import {
  type CodePresentation,
  type CodeRefusal,
  type RedemptionOptions,
  redeemCode,
} from '../one-time-codes/redeem-code.ts';
import type { ApiKeyStore } from './api-key-store.ts';

/** `key` is the plaintext, which is stored nowhere. */
export interface CreatedKey {
  readonly outcome: 'created';
  readonly apiKey: ApiKeyDetails;
  readonly key: string;
}

export type CreateApiKeyResult = CreatedKey | { readonly outcome: 'key_limit_reached' } | CodeRefusal;

export interface ApiKeyCreationOptions extends RedemptionOptions {
  readonly keys: ApiKeyStore;
  readonly environment: KeyEnvironment;
}

/** Creates the key that the challenge was made for, if the code is correct. */
export function createApiKey(
  actor: Actor,
  presented: CodePresentation,
  options: ApiKeyCreationOptions,
): Promise<CreateApiKeyResult> {
  const { keys, environment, nowMs } = options;
  return redeemCode<'create_api_key', CreateApiKeyResult>(
    actor,
    presented,
    {
      purpose: 'create_api_key',
      async check({ partner, action: { key } }) {
        const { activeKeys, maxKeyLifetimeDays } = partner;
        // The maximum may have been lowered after the code was requested.
        if (!isWithin(key.expiresAt, maxKeyLifetimeDays, nowMs)) return 'mismatch';
        return activeKeys >= MAX_ACTIVE_KEYS ? { outcome: 'key_limit_reached' } : null;
      },
      async perform({ action: { key } }, otp) {
        const generated = generateApiKey(environment, actor.partnerId);
        const { keyId, hint } = generated;
        const event = auditEvent('api_key.created', { actor: actor.email, target: keyId, ip: actor.ip, nowMs });
        if ((await keys.create({ ...generated, ...key }, otp, event)) === 'conflict') return 'conflict';
        const apiKey: ApiKeyDetails = {
          ...key,
          keyId,
          hint,
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
