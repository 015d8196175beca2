import { describe, expect, test } from '@jest/globals';
import { demo, request } from '../support/local-run.ts';
import { whoamiCall, withKey, withToken } from '../support/partner-calls.ts';
import {
  createApiKey,
  createLegacyToken,
  createPartner,
  DELETED,
  EXPIRED,
  LEGACY_DISABLED,
  REVOKED,
  SUSPENDED,
} from '../support/records.ts';
import { expectRefusal, REFUSALS } from '../support/refusal.ts';

describe('GET /whoami refuses', () => {
  test('a call without a credential', async () => {
    const response = await request(whoamiCall());

    expectRefusal(response, REFUSALS.unauthorized);
  });

  // This path names no partner, so here the partner's state is read separately: it must not be forgotten.
  test.each([
    ['suspended', SUSPENDED, 'partner_suspended'],
    ['legacy off', LEGACY_DISABLED, 'legacy_token_disabled'],
  ] as const)('a token whose partner is %s', async (_what, partner, code) => {
    const { token } = await createLegacyToken(await createPartner(partner));

    const response = await request(whoamiCall(withToken(token)));

    expectRefusal(response, REFUSALS[code]);
  });

  test.each([
    ['revoked', REVOKED],
    ['expired', EXPIRED],
  ])('a token that is %s', async (_what, record) => {
    const { token } = await createLegacyToken(await createPartner(), record);

    const response = await request(whoamiCall(withToken(token)));

    expectRefusal(response, REFUSALS.unauthorized);
  });

  test('a deleted key', async () => {
    const { key } = await createApiKey(await createPartner(), DELETED);

    const response = await request(whoamiCall(withKey(key)));

    expectRefusal(response, REFUSALS.unauthorized);
  });
});

describe('GET /whoami tells', () => {
  test('who calls with a key', async () => {
    const partnerId = await createPartner();
    const { key, keyId, name } = await createApiKey(partnerId);

    const response = await request(whoamiCall(withKey(key)));

    expect(response.status).toBe(200);
    expect(response.headers['content-type']).toMatch(/^application\/json(;|$)/);
    expect(response.json).toEqual({
      partner_id: partnerId,
      credential: { type: 'api_key', id: keyId, name, scopes: ['*'], expires_at: null },
    });
  });

  test('who calls with a token', async () => {
    const partnerId = await createPartner();
    const { token, userId } = await createLegacyToken(partnerId);

    const response = await request(whoamiCall(withToken(token)));

    expect(response.status).toBe(200);
    expect(response.json).toEqual({
      partner_id: partnerId,
      credential: { type: 'legacy_token', id: userId, name: null, scopes: ['*'], expires_at: null },
    });
  });

  test('that both demo credentials belong to the demo partner', async () => {
    const byKey = await request(whoamiCall(withKey(demo.api_key)));
    const byToken = await request(whoamiCall(withToken(demo.legacy_token)));

    expect(byKey.json).toMatchObject({ partner_id: 'demoPA', credential: { type: 'api_key' } });
    expect(byToken.json).toMatchObject({ partner_id: 'demoPA', credential: { type: 'legacy_token' } });
  });

  // The name is the partner's own text, and travels through headers and contexts that are not made for every character.
  test.each([
    'Käse & "Brot"',
    "it's \\ fine",
    '日本語 🔑',
    'a=b; c, d',
    '{"name":1}',
    '$context.error.message',
    '#{x} %24{x}',
  ])('the name of the key as it is: %s', async (name) => {
    const { key } = await createApiKey(await createPartner(), { name: { S: name } });

    const response = await request(whoamiCall(withKey(key)));

    expect(response.status).toBe(200);
    expect(response.json.credential.name).toBe(name);
  });

  test('it to clients that send a content type with their GET', async () => {
    const { key } = await createApiKey(await createPartner());

    const response = await request(whoamiCall(withKey(key), ['Content-Type', 'application/json']));

    expect(response.status).toBe(200);
  });
});
