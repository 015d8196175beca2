import { expect } from '@jest/globals';
import type { Header, HttpResponse } from '../../tools/client/http.ts';
import { randomText } from './api-key.ts';
import { operatorWithInput, request } from './local-run.ts';
import { createPartner } from './records.ts';

export const JSON_TYPE: Header = ['Content-Type', 'application/json'];
export const FORM_TYPE: Header = ['Content-Type', 'application/x-www-form-urlencoded'];

export interface User {
  readonly partnerId: string;
  readonly email: string;
  readonly password: string;
}

/** A new partner with one user. */
export async function createUser(): Promise<User> {
  const partnerId = await createPartner();
  const email = `${randomText(12).toLowerCase()}@example.com`;
  const password = `Aa1!${randomText(12)}`;
  const added = await operatorWithInput(password, 'user', 'add', partnerId, email, '--password-from-stdin');
  expect(added).toMatchObject({ status: 0, stderr: '' });
  return { partnerId, email, password };
}

export async function postToken(body: string | undefined, ...headers: readonly Header[]): Promise<HttpResponse> {
  return request({ method: 'POST', path: '/api/v2/token', headers, ...(body !== undefined && { body }) });
}

/** @param from - local IP address; without it the machine chooses, which is 127.0.0.1 */
export async function signIn(username: string, password: string, from?: string): Promise<HttpResponse> {
  const body = JSON.stringify({ username, password });
  const call = { method: 'POST', path: '/api/v2/token', headers: [JSON_TYPE], body };
  return request(from === undefined ? call : { ...call, from });
}
