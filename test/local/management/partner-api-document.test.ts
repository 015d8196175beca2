import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Header, HttpRequest } from '../../../tools/client/http.ts';
import { apiKeyOf, newApiKeyParts } from '../../support/api-key.ts';
import { request } from '../../support/local-run.ts';
import { echoCall, echoPath, whoamiCall, withKey, withToken } from '../../support/partner-calls.ts';
import {
  type Changes,
  createApiKey,
  createLegacyToken,
  createPartner,
  EXPIRED,
  LEGACY_DISABLED,
  SUSPENDED,
} from '../../support/records.ts';
import { createUser } from '../../support/users.ts';

function tokenCall(body: unknown, ...headers: readonly Header[]): HttpRequest {
  return {
    method: 'POST',
    path: '/api/v2/token',
    headers: [['Content-Type', 'application/json'], ...headers],
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

let partnerId: string;

beforeAll(async () => {
  partnerId = await createPartner();
});

describe('docs/openapi/partner-api.json has every answer of', () => {
  test('POST /token', async () => {
    const { email: username, password } = await createUser({ partnerId });

    expect((await request(tokenCall({ username, password }))).status).toBe(200);
    expect((await request(tokenCall({ username, password: 'Wrong-Passw0rd!' }))).json.error).toBe('invalid_grant');
    expect((await request(tokenCall({ username }))).json.error).toBe('invalid_request');
    expect((await request(tokenCall('x'.repeat(20_000)))).json.error).toBe('invalid_request');
  });

  test.each<[string, Changes]>([
    ['partner_suspended', SUSPENDED],
    ['legacy_token_disabled', LEGACY_DISABLED],
  ])('POST /token: %s', async (code, changes) => {
    const { email: username, password } = await createUser({ partnerId: await createPartner(changes) });

    expect((await request(tokenCall({ username, password }))).json.error).toBe(code);
  });

  test('POST /token: rate_limited', async () => {
    const { email: username } = await createUser({ partnerId });
    for (let wrong = 0; wrong < 20; wrong++) await request(tokenCall({ username, password: 'Wrong-Passw0rd!' }));

    expect((await request(tokenCall({ username, password: 'Wrong-Passw0rd!' }))).json.error).toBe('rate_limited');
  });

  test('the other methods and paths', async () => {
    for (const [method, path] of [
      ['GET', '/api/v2/token'],
      ['POST', '/api/v2/whoami'],
      ['GET', '/api/v2/partners'],
      ['GET', '/api/v2/unknown'],
    ] as const) {
      expect((await request({ method, path })).status).toBe(404);
    }
  });

  test('GET /whoami', async () => {
    const [{ key }, { token }] = [await createApiKey(partnerId), await createLegacyToken(partnerId)];
    const expiring = await createApiKey(partnerId, { expires_at: { N: '4102444800' } });

    for (const credential of [withKey(key), withToken(token), withKey(expiring.key)]) {
      expect((await request(whoamiCall(credential))).status).toBe(200);
    }
  });
});

describe.each<[string, (headers: readonly Header[], partner: string) => HttpRequest]>([
  ['GET /whoami', (headers) => whoamiCall(...headers)],
  ['GET /partners/{partner_id}', (headers, partner) => ({ path: `/api/v2/partners/${partner}`, headers })],
  ['GET /partners/{partner_id}/{proxy}', (headers, partner) => echoCall(partner, ...headers)],
  ['POST /partners/{partner_id}/{proxy}', (headers, partner) => ({ method: 'POST', path: echoPath(partner), headers })],
])('docs/openapi/partner-api.json has every refusal of %s', (_route, callOf) => {
  test.each<[string, (partner: string) => Promise<Header[]> | Header[], Changes]>([
    ['unauthorized', () => [], {}],
    ['unauthorized', (partner) => [withKey(apiKeyOf(newApiKeyParts(partner)))], {}],
    ['reserved_header', () => [['x-partner-id', 'demoPA']], {}],
    ['wrong_header', async (partner) => [withToken((await createApiKey(partner)).key)], {}],
    ['partner_suspended', async (partner) => [withKey((await createApiKey(partner)).key)], SUSPENDED],
    [
      'legacy_token_disabled',
      async (partner) => [withToken((await createLegacyToken(partner)).token)],
      LEGACY_DISABLED,
    ],
    ['api_key_expired', async (partner) => [withKey((await createApiKey(partner, EXPIRED)).key)], {}],
    ['temporarily_unavailable', async (partner) => [withKey((await createApiKey(partner)).key)], { status: undefined }],
  ])('%s', async (code, headersFor, changes) => {
    const partner = await createPartner(changes);

    const response = await request(callOf(await headersFor(partner), partner));

    expect(response.json.error).toBe(code);
  });
});

test('docs/openapi/partner-api.json has what the upstream answers, and the refusal of another partner', async () => {
  const { key } = await createApiKey(partnerId);

  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
    const echo = await request({ ...echoCall(partnerId, withKey(key)), method });
    const other = await request({ ...echoCall('demoPA', withKey(key)), method });
    const path = await request({ method, path: `${echoPath(partnerId)}/..`, headers: [withKey(key)] });

    expect(echo.status).toBe(200);
    expect(other.json.error).toBe('partner_mismatch');
    expect(path.json.error).toBe('invalid_path');
  }
});
