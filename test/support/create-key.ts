import type { HttpResponse } from '../../tools/client/http.ts';
import { codeIn, type Message, messagesTo, nextMessageTo } from './mailbox.ts';
import { expectStatus, managementAs } from './management-api.ts';
import type { SignedInUser } from './users.ts';

export interface SentChallenge {
  readonly id: string;
  readonly code: string;
  readonly message: Message;
  /** The answer to POST /otp-challenges. */
  readonly answer: HttpResponse;
}

export interface CreatedKey {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into any body, and fail where it is not what they expect
  readonly apiKey: any;
}

/** Asks for a code for a key of that name, and reads it from the mailbox. */
export async function requestCode(
  user: SignedInUser,
  name = 'Test key',
  channel: 'email' | 'whatsapp' = 'email',
): Promise<SentChallenge> {
  return requestCodeFor(user, { purpose: 'create_api_key', api_key: { name } }, channel);
}

/** The same for any change, as the contract writes it. */
export async function requestCodeFor(
  user: SignedInUser,
  change: object,
  channel: 'email' | 'whatsapp' = 'email',
): Promise<SentChallenge> {
  const address = channel === 'email' ? user.email : (user.phone ?? '');
  const seen = (await messagesTo(address)).length;
  const answer = expectStatus(await managementAs(user).post('/otp-challenges', { ...change, channel }), 201);
  const message = await nextMessageTo(address, seen);
  return { id: answer.json.id, code: codeIn(message), message, answer };
}

export async function sendCode(user: SignedInUser, challengeId: string, code: string): Promise<HttpResponse> {
  return managementAs(user).post('/api-keys', { challenge_id: challengeId, code });
}

/** The whole way to a key: code, mailbox, creation. */
export async function createKeyWithCode(
  user: SignedInUser,
  name = 'Test key',
  controls: object = {},
): Promise<CreatedKey> {
  const { id, code } = await requestCodeFor(user, { purpose: 'create_api_key', api_key: { name, ...controls } });
  const { json } = expectStatus(await sendCode(user, id, code), 201);
  const { key, ...apiKey } = json;
  return { id: apiKey.id, key, name: apiKey.name, apiKey };
}

/** Six digits that are certainly not the code; `n` tells one from another. */
export function wrongCode(code: string, n = 0): string {
  return String((Number(code) + 1 + n) % 1_000_000).padStart(6, '0');
}
