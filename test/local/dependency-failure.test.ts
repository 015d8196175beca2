import { describe, expect, test } from '@jest/globals';
import { request } from '../support/local-run.ts';
import { echoCall, whoamiCall, withKey, withToken } from '../support/partner-calls.ts';
import { type Changes, createApiKey, createLegacyToken, createPartner } from '../support/records.ts';
import { expectRefusal, REFUSALS } from '../support/refusal.ts';

const BROKEN_PARTNERS: [string, Changes][] = [
  ['no status', { status: undefined }],
  ['an unknown status', { status: { S: 'frozen' } }],
  ['a status in upper case', { status: { S: 'ACTIVE' } }],
  ['an empty status', { status: { S: '' } }],
  ['a status of another type', { status: { BOOL: true } }],
  ['no word on legacy tokens', { legacy_token_enabled: undefined }],
  ['a text about legacy tokens', { legacy_token_enabled: { S: 'true' } }],
  ['null about legacy tokens', { legacy_token_enabled: { NULL: true } }],
];

const BROKEN_KEYS: [string, Changes][] = [
  ['no hash', { hash: undefined }],
  ['a hash of another type', { hash: { N: '1' } }],
  ['no status', { status: undefined }],
  ['an unknown status', { status: { S: 'paused' } }],
  ['a status in upper case', { status: { S: 'ACTIVE' } }],
  ['no scopes', { scopes: undefined }],
  ['scopes as a text', { scopes: { S: '*' } }],
  ['an expiry of another type', { expires_at: { S: 'never' } }],
  ['null as expiry', { expires_at: { NULL: true } }],
  ['allowed addresses as a text', { allowed_ips: { S: '' } }],
  ['no name', { name: undefined }],
];

const BROKEN_TOKENS: [string, Changes][] = [
  ['no partner', { partner_id: undefined }],
  ['no user', { user_id: undefined }],
  ['no generation', { generation: undefined }],
  ['a generation of another type', { generation: { S: '1' } }],
  ['no expiry', { expires_at: undefined }],
  ['an expiry of another type', { expires_at: { S: '2099-01-01T00:00:00.000Z' } }],
  ['null as expiry', { expires_at: { NULL: true } }],
];

// If one of these is a 200, damage to the records opens the door; if it is a 401, clients throw good credentials away.
describe('a record that cannot be read is refused as temporarily unavailable:', () => {
  test.each(BROKEN_PARTNERS)('a partner with %s', async (_what, changes) => {
    const partnerId = await createPartner(changes);
    const [{ key }, { token }] = [await createApiKey(partnerId), await createLegacyToken(partnerId)];

    for (const credential of [withKey(key), withToken(token)]) {
      expectRefusal(await request(echoCall(partnerId, credential)), REFUSALS.temporarily_unavailable);
      expectRefusal(await request(whoamiCall(credential)), REFUSALS.temporarily_unavailable);
    }
  });

  test.each(BROKEN_KEYS)('a key with %s', async (_what, changes) => {
    const partnerId = await createPartner();
    const { key } = await createApiKey(partnerId, changes);

    expectRefusal(await request(echoCall(partnerId, withKey(key))), REFUSALS.temporarily_unavailable);
    expectRefusal(await request(whoamiCall(withKey(key))), REFUSALS.temporarily_unavailable);
  });

  test.each(BROKEN_TOKENS)('a token with %s', async (_what, changes) => {
    const partnerId = await createPartner();
    const { token } = await createLegacyToken(partnerId, changes);

    expectRefusal(await request(echoCall(partnerId, withToken(token))), REFUSALS.temporarily_unavailable);
    expectRefusal(await request(whoamiCall(withToken(token))), REFUSALS.temporarily_unavailable);
  });
});

describe('a credential whose partner has no record', () => {
  test('opens nothing', async () => {
    const partnerId = `t${Date.now()}PA`;
    const [{ key }, { token }] = [await createApiKey(partnerId), await createLegacyToken(partnerId)];

    for (const credential of [withKey(key), withToken(token)]) {
      for (const call of [echoCall(partnerId, credential), whoamiCall(credential)]) {
        const { status, json } = await request(call);

        expect([401, 403, 503]).toContain(status);
        expect(json.meta.http_code).toBe(status);
      }
    }
  });
});
