import { DependencyError } from '../base/dependency-error.ts';
import { type Actor, auditEvent } from '../model/audit-event.ts';
import type { ApiKeyDetails } from '../model/records.ts';
import type { ApiKeyStore } from './api-key-store.ts';

/** Changes of the same key that come in between. */
const MAX_RACES = 8;
const KEY_ID = /^[0-9A-Za-z]{12}$/;

/** Newest first. A key whose successor has taken over for good is not listed any more. */
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

export function isKeyId(text: string): boolean {
  return KEY_ID.test(text);
}

/** null for a key that is unknown, deleted, another partner's, or whose ID is ill-formed. */
export async function getApiKey(
  keys: Pick<ApiKeyStore, 'find'>,
  { partnerId }: Actor,
  keyId: string,
): Promise<ApiKeyDetails | null> {
  return isKeyId(keyId) ? keys.find(partnerId, keyId) : null;
}

/** Whether there was such a key. Once this has answered, no call with the key gets through. */
export async function deleteApiKey(keys: ApiKeyStore, actor: Actor, keyId: string, nowMs: number): Promise<boolean> {
  for (let race = 0; race < MAX_RACES; race++) {
    const apiKey = await getApiKey(keys, actor, keyId);
    if (apiKey === null) return false;
    const event = auditEvent('api_key.deleted', { actor: actor.email, target: keyId, ip: actor.ip, nowMs });
    if ((await keys.delete(actor.partnerId, apiKey, event)) === 'deleted') return true;
  }
  throw new DependencyError('dynamodb', 'The key kept changing.');
}

function isReplaced({ rotatedTo, expiresAt }: ApiKeyDetails, nowMs: number): boolean {
  return rotatedTo !== null && expiresAt !== null && expiresAt * 1000 <= nowMs;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
