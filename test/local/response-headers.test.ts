import { beforeAll, describe, expect, test } from '@jest/globals';
import type { HttpRequest, HttpResponse } from '../../tools/client/http.ts';
import { randomText } from '../support/api-key.ts';
import { requestHub } from '../support/hub.ts';
import { request } from '../support/local-run.ts';
import { callManagement } from '../support/management-api.ts';
import { echoCall, whoamiCall, withKey, withToken } from '../support/partner-calls.ts';
import { createApiKey, createLegacyToken, createPartner, SUSPENDED } from '../support/records.ts';
import { createSignedInUser, type SignedInUser } from '../support/users.ts';

const EVERYWHERE = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
};
const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

let partnerId: string;
let key: string;
let token: string;
let suspendedKey: string;
let user: SignedInUser;

beforeAll(async () => {
  partnerId = await createPartner();
  ({ key } = await createApiKey(partnerId));
  ({ token } = await createLegacyToken(partnerId));
  ({ key: suspendedKey } = await createApiKey(await createPartner(SUSPENDED)));
  user = await createSignedInUser();
}, 120_000);

/** Compares with the status, so that a failure shows which response it was. */
function expectHeaders({ status, headers }: HttpResponse, expected: object): void {
  expect({ status, ...headers }).toMatchObject(expected);
}

// A cache in front that stored one of these would answer for a key after it was deleted, or refuse after a key was made.
describe('no response of the Partner API may be stored or sniffed:', () => {
  const tokenCall = (body: string): HttpRequest => ({
    method: 'POST',
    path: '/api/v2/token',
    headers: [['Content-Type', 'application/json']],
    body,
  });
  const wrong = () => JSON.stringify({ username: `${randomText(12)}@example.com`, password: 'wrong' });

  test.each<[string, number, () => HttpRequest]>([
    ['no credential', 401, () => whoamiCall()],
    ['a malformed key', 401, () => echoCall(partnerId, withKey('bad'))],
    ['a reserved header', 403, () => whoamiCall(withKey(key), ['X-HTTP-Method', 'DELETE'])],
    ['a suspended partner', 403, () => whoamiCall(withKey(suspendedKey))],
    ['another partner', 403, () => echoCall('otherPA', withKey(key))],
    ['a path without a normal form', 403, () => ({ path: '/api/v2/partners/x/%2e%2e/y', headers: [withKey(key)] })],
    ['an unknown path', 404, () => ({ path: '/api/v2/unknown' })],
    ['the root', 404, () => ({ path: '/' })],
    ['another method', 404, () => ({ method: 'DELETE', path: '/api/v2/token' })],
    ['a preflight request', 404, () => ({ method: 'OPTIONS', path: '/api/v2/whoami' })],
    ['HEAD', 404, () => ({ method: 'HEAD', path: '/api/v2/unknown' })],
    ['a body that is no JSON', 400, () => tokenCall('{')],
    ['a wrong password', 400, () => tokenCall(wrong())],
    ['whoami by key', 200, () => whoamiCall(withKey(key))],
    ['whoami by token', 200, () => whoamiCall(withToken(token))],
    // Those of the upstream are its own; the sample sends what docs/upstream.md asks for.
    ['the upstream', 200, () => echoCall(partnerId, withKey(key))],
    [
      'an unknown path of the upstream',
      404,
      () => ({ path: `/api/v2/partners/${partnerId}/x`, headers: [withKey(key)] }),
    ],
  ])('%s: %i', async (_, status, call) => {
    expectHeaders(await request(call()), { status, ...EVERYWHERE });
  });
});

describe('no response of the Management API may be stored, sniffed or shared with another origin:', () => {
  test.each<[string, number, () => Promise<HttpResponse>]>([
    ['no ID token', 401, () => callManagement({ path: '/session', token: null })],
    ['an unknown path', 404, () => callManagement({ path: '/unknown', token: user.idToken })],
    ['no JSON', 400, () => callManagement({ method: 'PATCH', path: '/settings', token: user.idToken, body: '{' })],
    ['an unknown key', 404, () => callManagement({ method: 'DELETE', path: '/api-keys/x', token: user.idToken })],
    ['health', 200, () => callManagement({ path: '/health', token: null })],
    ['a session', 200, () => callManagement({ path: '/session', token: user.idToken })],
  ])('%s: %i', async (_, status, call) => {
    expectHeaders(await call(), { status, ...EVERYWHERE, ...ISOLATED });
  });
});

describe('nothing of the hub shares a window or a process with another origin:', () => {
  test.each(['/', '/callback?code=a&state=b', '/a/b', '/config.json', '/assets/unknown.js'])('%s', async (path) => {
    expectHeaders(await requestHub({ path }), {
      'x-content-type-options': EVERYWHERE['x-content-type-options'],
      'strict-transport-security': EVERYWHERE['strict-transport-security'],
      ...ISOLATED,
    });
  });
});
