import { describe, expect, test } from '@jest/globals';
import type { HttpRequest } from '../../tools/client/http.ts';
import { apiKeyOf, newApiKeyParts, newPartnerId, randomText, withWrongChecksum } from '../support/api-key.ts';
import { request } from '../support/local-run.ts';
import { echoCall, echoPath, whoamiCall, withKey, withToken } from '../support/partner-calls.ts';
import {
  createApiKey,
  createLegacyToken,
  createPartner,
  DELETED,
  DISABLED,
  ELSEWHERE,
  EXPIRED,
  LEGACY_DISABLED,
  REVOKED,
  SUSPENDED,
} from '../support/records.ts';
import { expectNotToContain, expectRefusal, REFUSALS } from '../support/refusal.ts';

interface Arranged {
  readonly call: HttpRequest;
  /** What must not come back in the answer. */
  readonly secrets: readonly string[];
}

type Case = readonly [what: string, code: keyof typeof REFUSALS, arrange: () => Promise<Arranged>];

function presented(secret: string, call: HttpRequest): Arranged {
  return { call, secrets: [secret] };
}

const SPOOFED = 'spoofedValue';

const CASES: readonly Case[] = [
  [
    'a reserved header',
    'reserved_header',
    async () => {
      const partnerId = await createPartner();
      const { key } = await createApiKey(partnerId);
      return { call: echoCall(partnerId, withKey(key), ['x-partner-id', SPOOFED]), secrets: [key, SPOOFED] };
    },
  ],
  [
    'a path that is not normal',
    'invalid_path',
    async () => {
      const partnerId = await createPartner();
      const { key } = await createApiKey(partnerId);
      return presented(key, { path: `${echoPath(partnerId)}/../${SPOOFED}`, headers: [withKey(key)] });
    },
  ],
  ['no credential', 'unauthorized', async () => ({ call: echoCall(await createPartner()), secrets: [] })],
  [
    'a key sent twice',
    'unauthorized',
    async () => {
      const partnerId = await createPartner();
      const { key } = await createApiKey(partnerId);
      return presented(key, echoCall(partnerId, withKey(key), withKey(key)));
    },
  ],
  [
    'a token sent twice',
    'unauthorized',
    async () => {
      const partnerId = await createPartner();
      const { token } = await createLegacyToken(partnerId);
      return presented(token, echoCall(partnerId, withToken(token), withToken(token)));
    },
  ],
  ['an empty key', 'unauthorized', async () => ({ call: echoCall(await createPartner(), withKey('')), secrets: [] })],
  [
    'a key sent as a Bearer token',
    'wrong_header',
    async () => {
      const partnerId = await createPartner();
      const { key } = await createApiKey(partnerId);
      return presented(key, echoCall(partnerId, withToken(key)));
    },
  ],
  [
    'a key with a wrong checksum',
    'unauthorized',
    async () => {
      const partnerId = await createPartner();
      const key = withWrongChecksum((await createApiKey(partnerId)).key);
      return presented(key, echoCall(partnerId, withKey(key)));
    },
  ],
  [
    'a key of another environment',
    'unauthorized',
    async () => {
      const partnerId = await createPartner();
      const key = apiKeyOf({ ...(await createApiKey(partnerId)), environment: 'live' });
      return presented(key, echoCall(partnerId, withKey(key)));
    },
  ],
  [
    'a key that does not exist',
    'unauthorized',
    async () => {
      const partnerId = await createPartner();
      const key = apiKeyOf(newApiKeyParts(partnerId));
      return presented(key, echoCall(partnerId, withKey(key)));
    },
  ],
  [
    'a key of a partner that does not exist',
    'unauthorized',
    async () => {
      const partnerId = newPartnerId();
      const key = apiKeyOf(newApiKeyParts(partnerId));
      return presented(key, echoCall(partnerId, withKey(key)));
    },
  ],
  [
    'a key with the secret of another one',
    'unauthorized',
    async () => {
      const partnerId = await createPartner();
      const [one, other] = [await createApiKey(partnerId), await createApiKey(partnerId)];
      const key = apiKeyOf({ ...one, secret: other.secret });
      return presented(key, echoCall(partnerId, withKey(key)));
    },
  ],
  [
    'a deleted key',
    'unauthorized',
    async () => {
      const partnerId = await createPartner();
      const { key } = await createApiKey(partnerId, DELETED);
      return presented(key, echoCall(partnerId, withKey(key)));
    },
  ],
  [
    'a scheme other than Bearer',
    'unauthorized',
    async () => {
      const partnerId = await createPartner();
      const { token } = await createLegacyToken(partnerId);
      return presented(token, echoCall(partnerId, ['Authorization', `Basic ${token}`]));
    },
  ],
  [
    'a token that does not exist',
    'unauthorized',
    async () => {
      const token = randomText(43);
      return presented(token, echoCall(await createPartner(), withToken(token)));
    },
  ],
  [
    'a revoked token',
    'unauthorized',
    async () => {
      const partnerId = await createPartner();
      const { token } = await createLegacyToken(partnerId, REVOKED);
      return presented(token, echoCall(partnerId, withToken(token)));
    },
  ],
  [
    'an expired token',
    'unauthorized',
    async () => {
      const partnerId = await createPartner();
      const { token } = await createLegacyToken(partnerId, EXPIRED);
      return presented(token, echoCall(partnerId, withToken(token)));
    },
  ],
  [
    "a key on another partner's path",
    'partner_mismatch',
    async () => {
      const [own, foreign] = [await createPartner(), await createPartner()];
      const { key } = await createApiKey(own);
      return { call: echoCall(foreign, withKey(key)), secrets: [key, own, foreign] };
    },
  ],
  [
    "a token on another partner's path",
    'partner_mismatch',
    async () => {
      const [own, foreign] = [await createPartner(), await createPartner()];
      const { token } = await createLegacyToken(own);
      return { call: echoCall(foreign, withToken(token)), secrets: [token, own, foreign] };
    },
  ],
  [
    'a key of a suspended partner',
    'partner_suspended',
    async () => {
      const partnerId = await createPartner(SUSPENDED);
      const { key } = await createApiKey(partnerId);
      return presented(key, echoCall(partnerId, withKey(key)));
    },
  ],
  [
    'a token of a suspended partner',
    'partner_suspended',
    async () => {
      const partnerId = await createPartner(SUSPENDED);
      const { token } = await createLegacyToken(partnerId);
      return presented(token, echoCall(partnerId, withToken(token)));
    },
  ],
  [
    'a token while legacy tokens are off',
    'legacy_token_disabled',
    async () => {
      const partnerId = await createPartner(LEGACY_DISABLED);
      const { token } = await createLegacyToken(partnerId);
      return presented(token, echoCall(partnerId, withToken(token)));
    },
  ],
  [
    'an expired key',
    'api_key_expired',
    async () => {
      const partnerId = await createPartner();
      const { key } = await createApiKey(partnerId, EXPIRED);
      return presented(key, echoCall(partnerId, withKey(key)));
    },
  ],
  [
    'a disabled key',
    'api_key_disabled',
    async () => {
      const partnerId = await createPartner();
      const { key } = await createApiKey(partnerId, DISABLED);
      return presented(key, echoCall(partnerId, withKey(key)));
    },
  ],
  [
    'a key from an address that is not on its list',
    'ip_not_allowed',
    async () => {
      const partnerId = await createPartner();
      const { key } = await createApiKey(partnerId, ELSEWHERE);
      const call = echoCall(partnerId, withKey(key), ['X-Forwarded-For', '192.0.2.1']);
      return { call, secrets: [key, '192.0.2.1'] };
    },
  ],
  [
    "a token from an address that is not on the partner's list",
    'ip_not_allowed',
    async () => {
      const partnerId = await createPartner(ELSEWHERE);
      const { token } = await createLegacyToken(partnerId);
      return presented(token, echoCall(partnerId, withToken(token)));
    },
  ],
  [
    'a path that the API does not have',
    'not_found',
    async () => {
      const { key } = await createApiKey(await createPartner());
      return presented(key, { path: `/api/v2/${SPOOFED}`, headers: [withKey(key), withToken(key)] });
    },
  ],
];

// If one of these fails, somebody gets in who must not, or a real client cannot read why it was refused.
describe('the Partner API refuses, in the envelope that clients know,', () => {
  test.each(CASES)('%s: %s', async (_what, code, arrange) => {
    const { call } = await arrange();

    const response = await request(call);

    expectRefusal(response, REFUSALS[code]);
  });
});

describe('a refused call on /whoami', () => {
  const OWN_PATH_ONLY = new Set(['invalid_path', 'partner_mismatch', 'not_found']);

  test.each(CASES.filter(([, code]) => !OWN_PATH_ONLY.has(code)))(
    'is refused alike: %s: %s',
    async (...[, code, arrange]) => {
      const { call } = await arrange();

      const response = await request(whoamiCall(...(call.headers ?? [])));

      expectRefusal(response, REFUSALS[code]);
    },
  );
});

describe('a refusal', () => {
  // Proxies and error trackers keep error bodies: a credential that is echoed there is a leaked credential.
  test.each(CASES)('tells nothing that the client sent: %s', async (_what, _code, arrange) => {
    const { call, secrets } = await arrange();

    const response = await request(call);

    expectNotToContain(response, [...secrets, SPOOFED]);
  });

  // A 401 that tells its reason would tell an attacker which keys exist.
  test('is the same 401 for every credential that does not count', async () => {
    const answers = await Promise.all(
      CASES.filter(([, code]) => code === 'unauthorized').map(async ([, , arrange]) => request((await arrange()).call)),
    );

    const bodies = answers.map(({ json }) => JSON.stringify({ ...json, request_id: null }));
    const challenges = answers.map(({ headers }) => headers['www-authenticate']);
    expect(new Set(bodies).size).toBe(1);
    expect(new Set(challenges).size).toBe(1);
  });

  test('has a request ID of its own', async () => {
    const answers = await Promise.all([
      request(whoamiCall()),
      request(whoamiCall()),
      request({ path: '/api/v2/none' }),
    ]);

    expect(new Set(answers.map(({ json }) => json.request_id)).size).toBe(3);
  });
});
