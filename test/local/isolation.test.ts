import { beforeAll, describe, expect, test } from '@jest/globals';
import { apiKeyOf, newPartnerId } from '../support/api-key.ts';
import { demo, request } from '../support/local-run.ts';
import { echoCall, echoPath, whoamiCall, withKey, withToken } from '../support/partner-calls.ts';
import {
  changePartner,
  createApiKey,
  createLegacyToken,
  createPartner,
  EXPIRED,
  epochSeconds,
  LEGACY_DISABLED,
  type StoredApiKey,
  type StoredToken,
  SUSPENDED,
} from '../support/records.ts';
import { expectNotToContain, expectRefusal, REFUSALS } from '../support/refusal.ts';

let own: string;
let foreign: string;
let apiKey: StoredApiKey;
let token: StoredToken;

beforeAll(async () => {
  [own, foreign] = [await createPartner(), await createPartner()];
  apiKey = await createApiKey(own);
  token = await createLegacyToken(own);
});

describe("another partner's data", () => {
  const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
  const PATHS = ['', '/', '/echo', '/clients', '/channels', '/webhook_url', '/balance', '/unknown/path'];

  // If one of these passes, one partner reads or changes the customers of another.
  test.each(METHODS)('is out of reach by %s', async (method) => {
    for (const rest of PATHS) {
      const path = `/api/v2/partners/${foreign}${rest}`;
      const byKey = await request({ method, path, headers: [withKey(apiKey.key)] });
      const byToken = await request({ method, path, headers: [withToken(token.token)] });

      for (const response of [byKey, byToken]) expectRefusal(response, REFUSALS.partner_mismatch);
    }
  });

  test('is out of reach for HEAD, whose answer has no body', async () => {
    const response = await request({ method: 'HEAD', path: echoPath(foreign), headers: [withKey(apiKey.key)] });

    expect(response.status).toBe(403);
  });

  test("is out of reach also for the demo data's credentials", async () => {
    const byKey = await request(echoCall('otherPA', withKey(demo.api_key)));
    const byToken = await request(echoCall('otherPA', withToken(demo.legacy_token)));

    for (const response of [byKey, byToken]) expectRefusal(response, REFUSALS.partner_mismatch);
  });

  test('is out of reach with a key that names the other partner', async () => {
    const response = await request(echoCall(foreign, withKey(apiKeyOf({ ...apiKey, partnerId: foreign }))));

    expectRefusal(response, REFUSALS.unauthorized);
  });

  test('does not show, not even whether the partner exists', async () => {
    const [suspended, without] = [await createPartner(SUSPENDED), newPartnerId()];

    for (const partnerId of [foreign, suspended, without]) {
      const byKey = await request(echoCall(partnerId, withKey(apiKey.key)));
      const byToken = await request(echoCall(partnerId, withToken(token.token)));

      for (const response of [byKey, byToken]) {
        expectRefusal(response, REFUSALS.partner_mismatch);
        expectNotToContain(response, [partnerId]);
      }
    }
  });

  test.each([
    ['lower case', (id: string) => id.toLowerCase()],
    ['upper case', (id: string) => id.toUpperCase()],
    ['one letter in another case', (id: string) => `T${id.slice(1)}`],
    ['a part', (id: string) => id.slice(0, -1)],
    ['more', (id: string) => `${id}A`],
    ['a space behind it', (id: string) => `${id}%20`],
    ['a letter of another script', (id: string) => id.replace(/A$/, '%D0%90')],
  ])('includes the own ID written otherwise: %s', async (_what, change) => {
    const byKey = await request(echoCall(change(own), withKey(apiKey.key)));
    const byToken = await request(echoCall(change(own), withToken(token.token)));

    for (const response of [byKey, byToken]) expectRefusal(response, REFUSALS.partner_mismatch);
  });

  test('is not mixed in when two partners have a key of the same ID', async () => {
    const twin = await createApiKey(foreign, { SK: { S: `KEY#${apiKey.keyId}` }, key_id: { S: apiKey.keyId } });
    const forged = apiKeyOf({ ...apiKey, secret: twin.secret });

    expectRefusal(await request(echoCall(own, withKey(forged))), REFUSALS.unauthorized);
    expect((await request(echoCall(own, withKey(apiKey.key)))).status).toBe(200);
  });
});

describe('a suspended partner', () => {
  test('is shut out, and others are not', async () => {
    const partnerId = await createPartner();
    const { key } = await createApiKey(partnerId);
    const before = await request(echoCall(partnerId, withKey(key)));
    await changePartner(partnerId, SUSPENDED);

    const after = await request(echoCall(partnerId, withKey(key)));

    expect(before.status).toBe(200);
    expectRefusal(after, REFUSALS.partner_suspended);
    expect((await request(echoCall(own, withKey(apiKey.key)))).status).toBe(200);
  });
});

describe('while legacy tokens are off', () => {
  // A 401 would make clients that renew on every 401 call /token without end.
  test('a token is a 403 on every path, and a key is not concerned', async () => {
    const partnerId = await createPartner(LEGACY_DISABLED);
    const { key } = await createApiKey(partnerId);
    const legacy = await createLegacyToken(partnerId);

    expectRefusal(await request(echoCall(partnerId, withToken(legacy.token))), REFUSALS.legacy_token_disabled);
    expectRefusal(await request(whoamiCall(withToken(legacy.token))), REFUSALS.legacy_token_disabled);
    expect((await request(echoCall(partnerId, withKey(key)))).status).toBe(200);
  });
});

describe('expiry', () => {
  test('of a key is told, since a new one has to be made by hand', async () => {
    const expired = await createApiKey(own, EXPIRED);

    expectRefusal(await request(echoCall(own, withKey(expired.key))), REFUSALS.api_key_expired);
    expectRefusal(await request(whoamiCall(withKey(expired.key))), REFUSALS.api_key_expired);
  });

  test('has come for a key in the very second, and for a token', async () => {
    const now = { expires_at: { N: String(epochSeconds()) } };
    const [expiring, ended] = [await createApiKey(own, now), await createLegacyToken(own, now)];

    expectRefusal(await request(echoCall(own, withKey(expiring.key))), REFUSALS.api_key_expired);
    expectRefusal(await request(echoCall(own, withToken(ended.token))), REFUSALS.unauthorized);
  });

  test('in the future lets a key pass', async () => {
    const later = await createApiKey(own, { expires_at: { N: String(epochSeconds() + 3600) } });

    expect((await request(echoCall(own, withKey(later.key)))).status).toBe(200);
  });
});
