import type { HttpResponse } from '../../tools/client/http.ts';
import { type CreatedKey, requestCodeFor, type SentChallenge } from './create-key.ts';
import { expectStatus, managementAs } from './management-api.ts';
import type { SignedInUser } from './users.ts';

/** The fields of a change with the code that goes along. */
export function withCode(changes: object, { id, code }: Pick<SentChallenge, 'id' | 'code'>): object {
  return { ...changes, challenge_id: id, code };
}

/** Asks for a code for exactly these changes of a key, and makes them. */
export async function changeKeyWithCode(user: SignedInUser, keyId: string, changes: object): Promise<HttpResponse> {
  const sent = await requestCodeFor(user, { purpose: 'update_api_key', api_key_id: keyId, changes });
  return managementAs(user).patch(`/api-keys/${keyId}`, withCode(changes, sent));
}

export async function changeSettingsWithCode(user: SignedInUser, changes: object): Promise<HttpResponse> {
  const sent = await requestCodeFor(user, { purpose: 'update_settings', changes });
  return managementAs(user).patch('/settings', withCode(changes, sent));
}

/** Turns legacy tokens on, or schedules a later end, with a code for exactly that. */
export async function setLegacyTokenWithCode(user: SignedInUser, changes: object): Promise<HttpResponse> {
  const sent = await requestCodeFor(user, { purpose: 'update_legacy_token', changes });
  return managementAs(user).put('/legacy-token', withCode(changes, sent));
}

/** The whole way to a key that takes another one's place. */
export async function rotateKey(user: SignedInUser, keyId: string, graceSeconds: number): Promise<CreatedKey> {
  const sent = await requestRotation(user, keyId, graceSeconds);
  const { json } = expectStatus(await managementAs(user).post(`/api-keys/${keyId}/rotate`, withCode({}, sent)), 201);
  const { key, ...apiKey } = json;
  return { id: apiKey.id, key, name: apiKey.name, apiKey };
}

export async function requestRotation(user: SignedInUser, keyId: string, graceSeconds: number): Promise<SentChallenge> {
  return requestCodeFor(user, { purpose: 'rotate_api_key', api_key_id: keyId, grace_seconds: graceSeconds });
}
