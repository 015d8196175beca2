import { untilWritten } from '../base/until-written.ts';
import { isKeyId } from '../model/api-key.ts';
import { type Actor, auditEvent } from '../model/audit-event.ts';
import type { ApiKeyDetails } from '../model/records.ts';
import type { ApiKeyStore } from './api-key-store.ts';

/** Returns the keys, newest first, without those that expired after a rotation. */
export async function listApiKeys(
  keys: ApiKeyStore,
  { partnerId }: Actor,
  nowMs: number,
): Promise<readonly ApiKeyDetails[]> {
  const all = await keys.list(partnerId);
  return all
    .filter((key) => !isReplaced(key, nowMs))
    .toSorted((a, b) => compare(b.createdAt, a.createdAt) || compare(a.keyId, b.keyId));
}

/** Returns null if the key is unknown, deleted, another partner's, or its ID is ill-formed. */
export async function getApiKey(
  keys: Pick<ApiKeyStore, 'find'>,
  { partnerId }: Actor,
  keyId: string,
): Promise<ApiKeyDetails | null> {
  return isKeyId(keyId) ? keys.find(partnerId, keyId) : null;
}

/** Deletes a key; returns false if there is none. After it returns, no call with the key succeeds. */
export function deleteApiKey(keys: ApiKeyStore, actor: Actor, keyId: string, nowMs: number): Promise<boolean> {
  return untilWritten('The key', async () => {
    const apiKey = await getApiKey(keys, actor, keyId);
    if (apiKey === null) return false;
    const event = auditEvent('api_key.deleted', { actor: actor.email, target: keyId, ip: actor.ip, nowMs });
    return (await keys.delete(actor.partnerId, apiKey, event)) === 'conflict' ? 'conflict' : true;
  });
}

function isReplaced({ rotatedTo, expiresAt }: ApiKeyDetails, nowMs: number): boolean {
  return rotatedTo !== null && expiresAt !== null && expiresAt * 1000 <= nowMs;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
