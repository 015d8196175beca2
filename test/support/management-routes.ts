import { randomUUID } from 'node:crypto';
import { MANAGEMENT_ROUTES, methodAndPath, type UserRoute } from '../../lambdas/contract/management-routes.ts';
import type { ManagementCall } from './management-api.ts';

export type RouteCall = Omit<ManagementCall, 'token'> & { readonly method: string };

const UNKNOWN_CODE = () => ({ challenge_id: randomUUID(), code: '000000' });

/**
 * A correct body for every route, null where it takes none. With it a call succeeds for a user of the partner that has the
 * key, but for the creation and the rotation of a key, whose code nobody was sent, and the explanation of an unknown refusal.
 */
const BODIES: Readonly<Record<UserRoute, ((keyId: string) => object) | null>> = {
  'GET /session': null,
  'DELETE /sessions': null,
  'GET /api-keys': null,
  'POST /otp-challenges': () => ({ purpose: 'create_api_key', api_key: { name: 'Route' } }),
  'POST /api-keys': UNKNOWN_CODE,
  'GET /api-keys/{key_id}': null,
  'PATCH /api-keys/{key_id}': () => ({ name: 'Renamed' }),
  'DELETE /api-keys/{key_id}': null,
  'POST /api-keys/{key_id}/rotate': UNKNOWN_CODE,
  'GET /settings': null,
  'PATCH /settings': () => ({ max_key_lifetime_days: 365 }),
  'GET /notices': null,
  'PATCH /notices': () => ({ notices: { api_key_created: false } }),
  'GET /legacy-token': null,
  'PUT /legacy-token': () => ({ enabled: false }),
  'GET /usage': null,
  'POST /allowed-ips/preview': (keyId) => ({ allowed_ips: [], api_key_id: keyId }),
  'GET /denials/{request_id}': null,
  'GET /activity': null,
};

/** One call of every route that takes a signed-in user. */
export const ROUTES = Object.entries(BODIES).map(([route, body]) => {
  const callOf = (keyId: string): RouteCall => {
    const [method, path] = methodAndPath(route as UserRoute);
    return { method, path: pathWith(path, keyId), ...(body === null ? {} : { body: body(keyId) }) };
  };
  return [route, callOf] as const;
});

/** Those that take a body, with one that is right. */
export const ROUTES_WITH_BODY = ROUTES.filter(([route]) => BODIES[route as UserRoute] !== null);

/** Every path with its methods, also those that anyone may call. */
export function methodsByPath(keyId: string): ReadonlyMap<string, readonly string[]> {
  const byPath = Map.groupBy(
    MANAGEMENT_ROUTES.map((route) => methodAndPath(route)),
    ([, path]) => pathWith(path, keyId),
  );
  return new Map([...byPath].map(([path, found]) => [path, found.map(([method]) => method)]));
}

function pathWith(path: string, keyId: string): string {
  return path.replace('{key_id}', keyId).replace('{request_id}', 'JKJ_gHExampleA=');
}
