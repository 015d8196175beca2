import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Header } from '../../tools/client/http.ts';
import { apiKeyOf, newApiKeyParts, randomText, withWrongChecksum } from '../support/api-key.ts';
import { request } from '../support/local-run.ts';
import { echoCall, whoamiCall, withKey, withToken } from '../support/partner-calls.ts';
import {
  createApiKey,
  createLegacyToken,
  createPartner,
  DELETED,
  type StoredApiKey,
  type StoredToken,
} from '../support/records.ts';
import { expectRefusal, REFUSALS } from '../support/refusal.ts';

let apiKey: StoredApiKey;
let token: StoredToken;

beforeAll(async () => {
  const partnerId = await createPartner();
  apiKey = await createApiKey(partnerId);
  token = await createLegacyToken(partnerId);
});

async function call(...headers: readonly Header[]) {
  return request(echoCall(apiKey.partnerId, ...headers));
}

function shouted(name: string): string {
  return name.toUpperCase();
}

function mixed(name: string): string {
  return [...name].map((letter, index) => (index % 2 === 0 ? letter.toUpperCase() : letter)).join('');
}

describe('a header that only the gateway may set', () => {
  const NAMES = [
    'x-partner-id',
    'x-credential-id',
    'x-credential-type',
    'x-http-method',
    'x-http-method-override',
    'x-method-override',
    'x-original-url',
    'x-rewrite-url',
  ];
  const SPELLINGS = NAMES.flatMap((name) => [name, shouted(name), mixed(name)]);

  // If one of these passes, a client can pose as another partner behind the gateway, or steer the call elsewhere.
  test.each(SPELLINGS)('is refused as %s', async (name) => {
    const byKey = await call(withKey(apiKey.key), [name, apiKey.partnerId]);
    const byToken = await call(withToken(token.token), [name, apiKey.partnerId]);
    const onWhoami = await request(whoamiCall(withKey(apiKey.key), [name, apiKey.partnerId]));

    for (const response of [byKey, byToken, onWhoami]) expectRefusal(response, REFUSALS.reserved_header);
  });

  test.each(NAMES)('is refused without a value: %s', async (name) => {
    const response = await call(withKey(apiKey.key), [name, '']);

    expectRefusal(response, REFUSALS.reserved_header);
  });
});

describe('a credential header sent twice', () => {
  // Two servers that read different ones of the two would disagree about who is calling.
  test.each([
    ['the same key', () => [withKey(apiKey.key), withKey(apiKey.key)]],
    ['in another spelling', () => [withKey(apiKey.key), ['X-API-Key', apiKey.key]]],
    ['a bad one after a good one', () => [withKey(apiKey.key), withKey('bad')]],
    ['a good one after a bad one', () => [withKey('bad'), withKey(apiKey.key)]],
    ['an empty one before a good one', () => [withKey(''), withKey(apiKey.key)]],
    ['an empty one after a good one', () => [withKey(apiKey.key), ['X-Api-Key', '']]],
    ['the same token', () => [withToken(token.token), withToken(token.token)]],
    ['the token in another spelling', () => [withToken(token.token), ['authorization', `Bearer ${token.token}`]]],
    ['a bad token after a good one', () => [withToken(token.token), ['AUTHORIZATION', 'Bearer bad']]],
    ['two tokens beside a good key', () => [withKey(apiKey.key), withToken(token.token), withToken(token.token)]],
  ] satisfies [string, () => Header[]][])('is refused: %s', async (_what, headers) => {
    const response = await call(...headers());

    expectRefusal(response, REFUSALS.unauthorized);
  });

  test('and joined by a comma is no key', async () => {
    const response = await call(withKey(`${apiKey.key}, ${apiKey.key}`));

    expectRefusal(response, REFUSALS.unauthorized);
  });
});

describe('x-api-key decides alone:', () => {
  // A fallback would let a revoked or mistyped key go unnoticed, and make which credential was used a matter of luck.
  test.each([
    ['empty', () => ''],
    ['malformed', () => 'bad'],
    ['with a wrong checksum', () => withWrongChecksum(apiKey.key)],
    ['unknown', () => apiKeyOf(newApiKeyParts(apiKey.partnerId))],
    ['a legacy token', () => token.token],
    ['a key with a scheme', () => `Bearer ${apiKey.key}`],
  ])('%s, beside a good token', async (_what, key) => {
    const response = await call(withKey(key()), withToken(token.token));

    expectRefusal(response, REFUSALS.unauthorized);
  });

  test('deleted, beside a good token', async () => {
    const { key } = await createApiKey(apiKey.partnerId, DELETED);

    const response = await call(withKey(key), withToken(token.token));

    expectRefusal(response, REFUSALS.unauthorized);
  });

  test.each([
    ['a bad token', () => `Bearer ${randomText(43)}`],
    ['another scheme', () => 'Basic dXNlcjpwYXNz'],
    ['a key as Bearer', () => `Bearer ${apiKey.key}`],
    ['nothing', () => ''],
  ])('good, beside %s in Authorization', async (_what, authorization) => {
    const response = await request(whoamiCall(withKey(apiKey.key), ['Authorization', authorization()]));

    expect(response.status).toBe(200);
    expect(response.json.credential.type).toBe('api_key');
  });

  test('good, beside a good token', async () => {
    const response = await request(whoamiCall(withToken(token.token), withKey(apiKey.key)));

    expect(response.status).toBe(200);
    expect(response.json.credential).toMatchObject({ type: 'api_key', id: apiKey.keyId });
  });
});

describe('a key in a wrong header', () => {
  const HEADERS = [
    ['Authorization, as Bearer', 'Authorization', 'Bearer '],
    ['Authorization, as BEARER', 'authorization', 'BEARER '],
    ['Authorization, without a scheme', 'Authorization', ''],
    ['Authorization, with another scheme', 'Authorization', 'ApiKey '],
    ['D360-API-KEY', 'D360-API-KEY', ''],
    ['d360-api-key', 'd360-api-key', ''],
    ['D360-Partner-API-Key', 'D360-Partner-API-Key', ''],
    ['d360-partner-api-key', 'd360-partner-api-key', ''],
  ] as const;

  // Without this answer, clients that renew on every 401 would call /token for ever instead of being told.
  test.each(HEADERS)('is told so: %s', async (_what, name, prefix) => {
    const response = await call([name, prefix + apiKey.key]);

    expectRefusal(response, REFUSALS.wrong_header);
    expect(response.json.message).toContain('x-api-key');
  });

  test.each(HEADERS)('is told so without a look-up, also if it does not exist: %s', async (_what, name, prefix) => {
    const response = await call([name, prefix + apiKeyOf(newApiKeyParts(apiKey.partnerId))]);

    expectRefusal(response, REFUSALS.wrong_header);
  });

  test.each(HEADERS)('with a wrong checksum is no credential: %s', async (_what, name, prefix) => {
    const response = await call([name, prefix + withWrongChecksum(apiKey.key)]);

    expectRefusal(response, REFUSALS.unauthorized);
  });

  test.each(['D360-API-KEY', 'D360-Partner-API-Key'])('does not pass beside a good token: %s', async (name) => {
    const response = await call(withToken(token.token), [name, apiKey.key]);

    expectRefusal(response, REFUSALS.wrong_header);
  });

  test.each(['D360-API-KEY', 'D360-Partner-API-Key'])('does not disturb a good x-api-key: %s', async (name) => {
    const response = await call(withKey(apiKey.key), [name, apiKey.key]);

    expect(response.status).toBe(200);
  });

  test.each(['D360-API-KEY', 'D360-Partner-API-Key'])(
    "a channel's key there does not disturb a good token: %s",
    async (name) => {
      const response = await call(withToken(token.token), [name, randomText(32)]);

      expect(response.status).toBe(200);
    },
  );
});

describe('the spelling', () => {
  test.each(['x-api-key', 'X-API-Key', 'X-API-KEY', 'X-Api-Key', 'x-aPi-KeY'])(
    'of the header does not matter: %s',
    async (name) => {
      const response = await call([name, apiKey.key]);

      expect(response.status).toBe(200);
    },
  );

  test.each([
    ['Authorization', 'Bearer'],
    ['authorization', 'bearer'],
    ['AUTHORIZATION', 'BEARER'],
    ['authorizatioN', 'bEaReR'],
  ])('of header and scheme does not matter: %s: %s', async (name, scheme) => {
    const response = await call([name, `${scheme} ${token.token}`]);

    expect(response.status).toBe(200);
  });

  test.each([
    ['no scheme', () => token.token],
    ['another scheme', () => `Token ${token.token}`],
    ['a scheme that only begins alike', () => `BearerX ${token.token}`],
    ['no space', () => `Bearer${token.token}`],
    ['no token', () => 'Bearer'],
    ['two tokens', () => `Bearer ${token.token} ${token.token}`],
    ['two tokens with a comma', () => `Bearer ${token.token},${token.token}`],
    ['a token in another case', () => `Bearer ${token.token.toLowerCase()}X`],
  ])('of the credential does: %s', async (_what, authorization) => {
    const response = await call(['Authorization', authorization()]);

    expectRefusal(response, REFUSALS.unauthorized);
  });
});
