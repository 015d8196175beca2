import { randomUUID } from 'node:crypto';
import type { ManagementCall } from './management-api.ts';

export type RouteCall = Omit<ManagementCall, 'token'> & { readonly method: string };

/**
 * One call of every route, which succeeds for a user of the partner whose key it names (but for the creation and
 * the rotation of a key, which name a challenge that nobody has, and the explanation of a refusal that there was not).
 */
export const ROUTES: readonly (readonly [route: string, call: (keyId: string) => RouteCall])[] = [
  ['GET /session', () => ({ method: 'GET', path: '/session' })],
  ['GET /api-keys', () => ({ method: 'GET', path: '/api-keys' })],
  [
    'POST /otp-challenges',
    () => ({
      method: 'POST',
      path: '/otp-challenges',
      body: { purpose: 'create_api_key', api_key: { name: 'Route' } },
    }),
  ],
  [
    'POST /api-keys',
    () => ({ method: 'POST', path: '/api-keys', body: { challenge_id: randomUUID(), code: '000000' } }),
  ],
  ['GET /api-keys/{id}', (keyId) => ({ method: 'GET', path: `/api-keys/${keyId}` })],
  ['PATCH /api-keys/{id}', (keyId) => ({ method: 'PATCH', path: `/api-keys/${keyId}`, body: { name: 'Renamed' } })],
  ['DELETE /api-keys/{id}', (keyId) => ({ method: 'DELETE', path: `/api-keys/${keyId}` })],
  [
    'POST /api-keys/{id}/rotate',
    (keyId) => ({
      method: 'POST',
      path: `/api-keys/${keyId}/rotate`,
      body: { challenge_id: randomUUID(), code: '000000' },
    }),
  ],
  ['GET /settings', () => ({ method: 'GET', path: '/settings' })],
  ['PATCH /settings', () => ({ method: 'PATCH', path: '/settings', body: { max_key_lifetime_days: 365 } })],
  ['GET /notices', () => ({ method: 'GET', path: '/notices' })],
  ['PATCH /notices', () => ({ method: 'PATCH', path: '/notices', body: { notices: { api_key_created: false } } })],
  ['GET /legacy-token', () => ({ method: 'GET', path: '/legacy-token' })],
  ['PUT /legacy-token', () => ({ method: 'PUT', path: '/legacy-token', body: { enabled: false } })],
  ['GET /usage', () => ({ method: 'GET', path: '/usage' })],
  [
    'POST /allowed-ips/preview',
    (keyId) => ({ method: 'POST', path: '/allowed-ips/preview', body: { allowed_ips: [], api_key_id: keyId } }),
  ],
  ['GET /denials/{id}', () => ({ method: 'GET', path: '/denials/JKJ_gHExampleA=' })],
  ['GET /activity', () => ({ method: 'GET', path: '/activity' })],
];

/** Those that take a body, with one that is right. */
export const ROUTES_WITH_BODY = ROUTES.filter(([, call]) => call('').body !== undefined);
