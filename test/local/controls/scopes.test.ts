import { beforeAll, describe, expect, test } from '@jest/globals';
import type { HttpRequest } from '../../../tools/client/http.ts';
import { request } from '../../support/local-run.ts';
import { PARTNER_API_ENDPOINTS } from '../../support/partner-api-endpoints.ts';
import { withKey, withToken } from '../../support/partner-calls.ts';
import { createApiKey, createLegacyToken, createPartner } from '../../support/records.ts';
import { expectRefusal, REFUSALS } from '../../support/refusal.ts';

const RESOURCES = [
  ...['partner', 'clients', 'channels', 'channel_keys', 'balance', 'templates', 'flows', 'sharing'],
] as const;
const ALL_SCOPES = ['*', '*:read', ...RESOURCES.flatMap((resource) => [`${resource}:read`, `${resource}:write`])];

/** Methods and paths below the partner with the scope that the contract asks for. */
const ROUTES: readonly (readonly [method: string, path: string, scope: string])[] = [
  ...PARTNER_API_ENDPOINTS.map(
    ({ method, path, scope }) => [method, path.replaceAll(/\{\w+\}/g, 'x1'), scope] as const,
  ),
  // Of the same resources, though no client is known that calls it.
  ['GET', '/settings/account_sharing', 'sharing:read'],
  ['DELETE', '/account_sharing/numbers/n1', 'sharing:write'],
  // What is in no table.
  ['PUT', '', '*'],
  ['DELETE', '/clients/c1', '*'],
  ['POST', '/balance', '*'],
  ['POST', '/account_sharing', '*'],
  ['OPTIONS', '/clients', '*'],
  ['GET', '/unknown', '*:read'],
  ['GET', '/echo', '*:read'],
  ['GET', '/clients/c1/info', '*:read'],
  ['GET', '/channels/h1/api_keys/k1', '*:read'],
];

let partnerId: string;

beforeAll(async () => {
  partnerId = await createPartner();
});

const scopesOf = (...scopes: string[]) => ({ scopes: { L: scopes.map((S) => ({ S })) } });
/** Every endpoint takes from it what it needs. */
const BODY = JSON.stringify({
  webhook_url: 'https://partner.example/hook',
  auto_approve: true,
  solution_id: '1',
  business_manager_id: '2',
  waba_external_id: '3',
  client_id: '4',
  organisation: { name: 'Velo' },
  user: { email: 'ada@velo.example' },
});
const callOf = (method: string, path: string, key: string): HttpRequest => ({
  method,
  path: `/api/v2/partners/${partnerId}${path}`,
  headers: [withKey(key), ...(method === 'GET' ? [] : [['Content-Type', 'application/json'] as const])],
  ...(method === 'GET' ? {} : { body: BODY }),
});

/** As the contract says: `*` is everything, `*:read` all reading, write includes read. */
function opens(scope: string, needed: string): boolean {
  if (scope === '*' || scope === needed) return true;
  if (needed === '*') return false;
  const [resource, access] = needed.split(':');
  return access === 'read' && (scope === '*:read' || scope === `${resource}:write`);
}

// If one of these fails, a key that was given out for one purpose serves another.
describe.each(ALL_SCOPES)('a key with the scope %s', (scope) => {
  let key: string;

  beforeAll(async () => {
    ({ key } = await createApiKey(partnerId, scopesOf(scope)));
  });

  test('gets no further than that', async () => {
    const refused = ROUTES.filter(([, , needed]) => !opens(scope, needed));
    expect(refused.length > 0).toBe(scope !== '*');

    for (const [method, path, needed] of refused) {
      const response = await request(callOf(method, path, key));

      expectRefusal(response, REFUSALS.insufficient_scope, { required_scope: needed });
      expect(response.json.message).toContain(needed === '*' ? 'needs Full access (the scope *)' : `scope ${needed}`);
    }
  });

  test('reaches the upstream with all of that', async () => {
    const allowed = ROUTES.filter(([, , needed]) => opens(scope, needed));
    expect(allowed.length).toBeGreaterThan(0);

    for (const [method, path] of allowed) {
      const { status, json } = await request(callOf(method, path, key));

      // The upstream knows none of the named things, and no error of its own has a request ID.
      expect({ method, path, status, own: json?.request_id }).toEqual({
        method,
        path,
        status: expect.any(Number),
        own: undefined,
      });
      expect([200, 201, 404]).toContain(status);
    }
  });

  test('may ask who it is', async () => {
    const response = await request({ path: '/api/v2/whoami', headers: [withKey(key)] });

    expect(response.json.credential.scopes).toEqual([scope]);
  });
});

describe('the scope is judged on the path that is forwarded', () => {
  const tricks: readonly (readonly [path: string, answer: string])[] = [
    // Not in normal form: refused before any scope.
    ['/balance/../clients', 'invalid_path'],
    ['/balance/%2e%2e/clients', 'invalid_path'],
    ['/balance/%252e%252e/clients', 'invalid_path'],
    ['/balance/..%2Fclients', 'invalid_path'],
    ['/balance%2F..%2Fclients', 'invalid_path'],
    ['/balance;/clients', 'invalid_path'],
    ['/balance/.;/clients', 'invalid_path'],
    ['/balance%5C..%5Cclients', 'invalid_path'],
    ['//balance', 'invalid_path'],
    ['/balance%00', 'invalid_path'],
    // Another spelling of the same path.
    ['/%63lients', 'clients:read'],
    ['/clients/', 'clients:read'],
    ['/clients?/balance', 'clients:read'],
    ['/clients/c1?path=/balance', 'clients:read'],
    // Spellings that look like a path of the table, and are none.
    ['/Balance', '*:read'],
    ['/BALANCE', '*:read'],
    ['/balance%20', '*:read'],
    ['/balance%3F/../clients', 'invalid_path'],
    ['/balance%3Fx', '*:read'],
    ['/balance%23', '*:read'],
    ['/balance.json', '*:read'],
    ['/balance/more', '*:read'],
    ['/clients/c1/info/balance/more', '*:read'],
    ['/clients/balance/info', '*:read'],
    ['/partners/otherPA/balance', '*:read'],
  ];

  test.each(tricks)('%s: %s', async (path, answer) => {
    const { key } = await createApiKey(partnerId, scopesOf('balance:write'));

    const response = await request(callOf('GET', path, key));

    if (answer === 'invalid_path') expectRefusal(response, REFUSALS.invalid_path);
    else expectRefusal(response, REFUSALS.insufficient_scope, { required_scope: answer });
  });

  test.each(['/balance', '/balance/', '/b%61lance', '/balance?x=/clients'])('and lets %s through', async (path) => {
    const { key } = await createApiKey(partnerId, scopesOf('balance:read'));

    expect((await request(callOf('GET', path, key))).status).toBe(200);
  });

  test('and on the method that is sent: HEAD reads, all others but GET write', async () => {
    const { key } = await createApiKey(partnerId, scopesOf('*:read'));

    expect((await request(callOf('HEAD', '/clients', key))).status).not.toBe(403);
    for (const method of ['PATCH', 'POST']) {
      const response = await request(callOf(method, method === 'PATCH' ? '' : '/webhook_url', key));
      expectRefusal(response, REFUSALS.insufficient_scope, { required_scope: 'partner:write' });
    }
    const headers = [withKey(key), ['X-HTTP-Method-Override', 'GET']] as const;
    const overridden = await request({ ...callOf('PATCH', '', key), headers });
    expectRefusal(overridden, REFUSALS.reserved_header);
  });
});

test('several scopes open what each of them opens, and no more', async () => {
  const { key } = await createApiKey(partnerId, scopesOf('balance:read', 'clients:read'));

  for (const path of ['/balance', '/clients', '/clients/c1/info/balance']) {
    expect([path, (await request(callOf('GET', path, key))).json?.error]).not.toContain('insufficient_scope');
  }
  expectRefusal(await request(callOf('GET', '/channels', key)), REFUSALS.insufficient_scope, {
    required_scope: 'channels:read',
  });
});

test('a legacy token keeps full access', async () => {
  const { token } = await createLegacyToken(partnerId);

  for (const [method, path] of ROUTES) {
    const { status, json } = await request({ ...callOf(method, path, ''), headers: [withToken(token)] });
    expect({ method, path, status, error: json?.error }).not.toMatchObject({ status: 403 });
  }
});

// A scope that this version does not know could mean anything.
test.each<[string, Parameters<typeof createApiKey>[1]]>([
  ['an unknown scope', scopesOf('*', 'payments:read')],
  ['an unknown access', scopesOf('clients:delete')],
  ['no scope', scopesOf()],
  ['a text', { scopes: { S: '*' } }],
  ['none at all', { scopes: undefined }],
])('scopes that cannot be read let nothing through: %s', async (_what, changes) => {
  const { key } = await createApiKey(partnerId, changes);

  expectRefusal(await request(callOf('GET', '/clients', key)), REFUSALS.temporarily_unavailable);
});
