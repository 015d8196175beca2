import { type Actor, auditEvent } from './audit-event.ts';
import type { ApiKeyStore } from './management-ports.ts';
import type { ApiKeyDetails } from './records.ts';

const KEY_ID = /^[0-9A-Za-z]{12}$/;

/** Newest first. */
export async function listApiKeys(keys: ApiKeyStore, { partnerId }: Actor): Promise<readonly ApiKeyDetails[]> {
  const active = await keys.list(partnerId);
  return active.toSorted((a, b) => compare(b.createdAt, a.createdAt) || compare(a.keyId, b.keyId));
}

/** null for a key that is unknown, deleted, another partner's, or whose ID is ill-formed. */
export async function getApiKey(keys: ApiKeyStore, { partnerId }: Actor, keyId: string): Promise<ApiKeyDetails | null> {
  return KEY_ID.test(keyId) ? keys.find(partnerId, keyId) : null;
}

/** The key with its new name, or null as above. The same name again changes nothing and writes no event. */
export async function renameApiKey(
  keys: ApiKeyStore,
  actor: Actor,
  keyId: string,
  name: string,
  nowMs: number,
): Promise<ApiKeyDetails | null> {
  const apiKey = await getApiKey(keys, actor, keyId);
  if (apiKey === null || apiKey.name === name) return apiKey;
  const event = auditEvent('api_key.renamed', { actor: actor.email, target: keyId, ip: actor.ip, nowMs });
  const outcome = await keys.rename(actor.partnerId, keyId, name, event);
  return outcome === 'renamed' ? { ...apiKey, name } : null;
}

/** Whether there was such a key. Once this has answered, no call with the key gets through. */
export async function deleteApiKey(keys: ApiKeyStore, actor: Actor, keyId: string, nowMs: number): Promise<boolean> {
  if (!KEY_ID.test(keyId)) return false;
  const event = auditEvent('api_key.deleted', { actor: actor.email, target: keyId, ip: actor.ip, nowMs });
  return (await keys.delete(actor.partnerId, keyId, event)) === 'deleted';
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
