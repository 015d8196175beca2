import { randomBytes } from 'node:crypto';
import { createOperatorApiKey, createPartner } from '../../../lambdas/domain/partners/manage-partners.ts';
import { addUser } from '../../../lambdas/domain/users/manage-users.ts';
import type { JsonCall } from '../../client/http.ts';
import { signInAt } from '../../client/sign-in.ts';
import { Connection, type ProofResponse } from './connection.ts';
import type { Target } from './private-run.ts';

/** Good only for accounts that a proof has created on this machine. */
export const PASSWORD = 'Proof-Passw0rd!';

export interface ProofUser {
  readonly partnerId: string;
  readonly email: string;
  readonly phone: string;
}

export interface ProofKey {
  readonly partnerId: string;
  readonly id: string;
  readonly key: string;
}

export async function newPartner({ registry }: Target): Promise<string> {
  const partnerId = `proof${randomBytes(8).toString('hex')}`;
  expectOutcome(await createPartner(registry, partnerId, 'Proof partner', { legacyTokenEnabled: true }), 'created');
  return partnerId;
}

let users = 0;

export async function newUser({ users: store, directory }: Target, partnerId: string): Promise<ProofUser> {
  users += 1;
  const email = `user${users}@${partnerId.toLowerCase()}.example`;
  // Nobody has these numbers: the area code is reserved for films.
  const phone = `+49309018${String(users).padStart(6, '0')}`;
  const user = { partnerId, email, phone, password: PASSWORD, identity: null };
  expectOutcome(await addUser(store, directory, user), 'added');
  return { partnerId, email, phone };
}

export async function newKey({ registry }: Target, partnerId: string, name = 'Proof key'): Promise<ProofKey> {
  const made = await createOperatorApiKey(registry, { environment: 'test', partnerId, name });
  expectOutcome(made, 'created');
  const [, , , id = ''] = made.key.split('_');
  return { partnerId, id, key: made.key };
}

export function tokenCall({ partnerApi }: Target, { email }: Pick<ProofUser, 'email'>): JsonCall {
  const body = { username: email, password: PASSWORD };
  return { method: 'POST', url: `${partnerApi}/api/v2/token`, body };
}

export async function newToken(target: Target, user: ProofUser): Promise<string> {
  const connection = new Connection();
  const { status, json } = await connection.call(tokenCall(target, user));
  connection.close();
  if (status !== 200) throw new Error(`POST /token responded with ${status}.`);
  return json.access_token;
}

/** Returns an ID token for the Management API. */
export async function signIn({ hub }: Target, { email }: ProofUser): Promise<string> {
  return (await signInAt(hub, email, PASSWORD)).idToken;
}

export function managementCall(hub: string, idToken: string, method: string, path: string, body?: unknown): JsonCall {
  return {
    method,
    url: `${hub}/management/v1${path}`,
    headers: { authorization: `Bearer ${idToken}` },
    ...(body !== undefined && { body }),
  };
}

/** Requires a status. */
export function expectStatus(response: ProofResponse, status: number): ProofResponse {
  if (response.status === status) return response;
  throw new Error(`The response was ${response.status} ${response.code} instead of ${status}.`);
}

export function expectOutcome({ outcome }: { readonly outcome: string }, wanted: string): void {
  if (outcome !== wanted) throw new Error(`The outcome was ${outcome} instead of ${wanted}.`);
}
