import { beforeEach, describe, expect, test } from '@jest/globals';
import { createKeyWithCode, requestCode, requestCodeFor, wrongCode } from '../../support/create-key.ts';
import { auditEventsOf } from '../../support/hub-records.ts';
import { changeSettingsWithCode, rotateKey, withCode } from '../../support/key-controls.ts';
import { request } from '../../support/local-run.ts';
import { noticeTo } from '../../support/mailbox.ts';
import { expectStatus, managementAs } from '../../support/management-api.ts';
import { whoamiCall, withKey, withToken } from '../../support/partner-calls.ts';
import { expectInvalid, expectProblem } from '../../support/problem.ts';
import { createApiKey, createLegacyToken, readPartner } from '../../support/records.ts';
import { expectRefusal, REFUSALS } from '../../support/refusal.ts';
import { createSignedInUser, type SignedInUser } from '../../support/users.ts';

const DAY_MS = 86_400_000;
const ANYWHERE = { allowed_ips: [], max_key_lifetime_days: null };

let user: SignedInUser;

beforeEach(async () => {
  user = await createSignedInUser();
});

const change = (changes: object) => managementAs(user).patch('/settings', changes);
const inDays = (days: number, moreMs = 0) => new Date(Math.floor((Date.now() + days * DAY_MS + moreMs) / 1000) * 1000);

describe('settings are refused', () => {
  test.each<[string, object, string]>([
    ['no list', { allowed_ips: '192.0.2.1' }, '/allowed_ips'],
    ['a name', { allowed_ips: ['192.0.2.1', 'host.example'] }, '/allowed_ips/1'],
    ['every address', { allowed_ips: ['0.0.0.0/0'] }, '/allowed_ips/0'],
    ['every address of IPv6', { allowed_ips: ['::/0'] }, '/allowed_ips/0'],
    ['51 addresses', { allowed_ips: Array.from({ length: 51 }, (_, n) => `192.0.2.${n}`) }, '/allowed_ips'],
    ['no days', { max_key_lifetime_days: 0 }, '/max_key_lifetime_days'],
    ['half a day', { max_key_lifetime_days: 0.5 }, '/max_key_lifetime_days'],
    ['more than ten years', { max_key_lifetime_days: 3651 }, '/max_key_lifetime_days'],
    ['a text', { max_key_lifetime_days: '30' }, '/max_key_lifetime_days'],
  ])('for %s', async (_what, changes, pointer) => {
    expectInvalid(await change(changes), pointer);

    expect(expectStatus(await managementAs(user).get('/settings'), 200).json).toEqual(ANYWHERE);
    expect(await auditEventsOf(user.partnerId)).toEqual([]);
  });

  test.each<[string, object, object, string]>([
    ['an emptied list', { allowed_ips: ['192.0.2.0/24'] }, { allowed_ips: [] }, 'allowed_ips'],
    ['another address', { allowed_ips: ['192.0.2.1'] }, { allowed_ips: ['192.0.2.2'] }, 'allowed_ips'],
    ['a longer maximum', { max_key_lifetime_days: 30 }, { max_key_lifetime_days: 31 }, 'max_key_lifetime_days'],
    ['no maximum', { max_key_lifetime_days: 30 }, { max_key_lifetime_days: null }, 'max_key_lifetime_days'],
  ])('without a code where they widen: %s', async (_what, before, changes, widens) => {
    const { json } = expectStatus(await change(before), 200);

    expectProblem(await change(changes), 'otp_required', { widens: [widens] });

    expect((await managementAs(user).get('/settings')).json).toEqual(json);
  });

  test('with a code for other settings, or for a key', async () => {
    await change({ allowed_ips: ['192.0.2.1'] });
    const other = await requestCodeFor(user, { purpose: 'update_settings', changes: { allowed_ips: ['192.0.2.2'] } });

    expectInvalid(await change(withCode({ allowed_ips: [] }, other)), '/challenge_id');
    const more = { allowed_ips: ['192.0.2.2'], max_key_lifetime_days: 30 };
    expectInvalid(await change(withCode(more, other)), '/challenge_id');
    expectStatus(await change(withCode({ allowed_ips: ['192.0.2.2'] }, other)), 200);
    const creation = await requestCode(await createSignedInUser({ partnerId: user.partnerId }));
    expectProblem(await change(withCode({ allowed_ips: [] }, creation)), 'not_found');
  });

  test('with half of a code', async () => {
    for (const half of [{ challenge_id: 'x' }, { code: '123456' }]) {
      expectProblem(await change({ allowed_ips: [], ...half }), 'invalid_request');
    }
  });
});

describe('settings', () => {
  test('hold for every credential from the very next call on, and open again with a code', async () => {
    const { key } = await createApiKey(user.partnerId);
    const { token } = await createLegacyToken(user.partnerId);
    const calls = [whoamiCall(withKey(key)), whoamiCall(withToken(token))];

    expect(expectStatus(await change({ allowed_ips: ['192.0.2.77/24'] }), 200).json).toEqual({
      allowed_ips: ['192.0.2.0/24'],
      max_key_lifetime_days: null,
    });
    for (const call of calls) expectRefusal(await request(call), REFUSALS.ip_not_allowed);

    expect(expectStatus(await changeSettingsWithCode(user, { allowed_ips: [] }), 200).json).toEqual(ANYWHERE);
    for (const call of calls) expectStatus(await request(call), 200);
    const events = (await auditEventsOf(user.partnerId)).map(({ action, actor }) => [action?.S, actor?.S]);
    expect(events).toEqual(Array.from({ length: 2 }, () => ['settings.updated', user.email]));
  });

  test('that are there already write no event', async () => {
    await change({ allowed_ips: ['192.0.2.1'], max_key_lifetime_days: 30 });
    const before = await readPartner(user.partnerId);

    expectStatus(await change({ max_key_lifetime_days: 30, allowed_ips: ['192.0.2.1/32'] }), 200);

    expect(await readPartner(user.partnerId)).toEqual(before);
    expect(await auditEventsOf(user.partnerId)).toHaveLength(1);
  });

  test('are spelled out in the message with the code', async () => {
    await change({ allowed_ips: ['192.0.2.1'], max_key_lifetime_days: 30 });

    const changes = { allowed_ips: ['192.0.2.0/31', '2001:DB8:0::/48'], max_key_lifetime_days: 90 };
    const { message } = await requestCodeFor(user, { purpose: 'update_settings', changes });

    expect(message.text).toContain('192.0.2.0/31, 2001:db8::/48');
    expect(message.text).toContain('90 days');
  });
});

describe('a maximum lifetime', () => {
  beforeEach(async () => {
    expectStatus(await change({ max_key_lifetime_days: 30 }), 200);
  });

  test('refuses keys that live longer, to the second', async () => {
    const asking = (expires_at: unknown) =>
      managementAs(user).post('/otp-challenges', {
        purpose: 'create_api_key',
        api_key: { name: 'Long', expires_at },
      });

    for (const end of [null, inDays(30, 60_000).toISOString(), inDays(365).toISOString()]) {
      expectInvalid(await asking(end), '/api_key/expires_at');
    }
    expectStatus(await asking(inDays(30, -60_000).toISOString()), 201);
  });

  test('is the end of a key that is created or rotated without one', async () => {
    for (const { apiKey } of [
      await createKeyWithCode(user),
      await rotateKey(user, (await createApiKey(user.partnerId)).keyId, 0),
    ]) {
      const lives = Date.parse(apiKey.expires_at) - Date.parse(apiKey.created_at);
      expect(Math.abs(lives - 30 * DAY_MS)).toBeLessThan(60_000);
    }
  });

  test('leaves a key alone that lives longer, until it gets another end', async () => {
    const { keyId } = await createApiKey(user.partnerId);
    const patch = (changes: object) => managementAs(user).patch(`/api-keys/${keyId}`, changes);

    expect(expectStatus(await patch({ name: 'Renamed' }), 200).json.expires_at).toBeNull();
    expectInvalid(await patch({ expires_at: inDays(31).toISOString() }), '/expires_at');
    expectStatus(await patch({ expires_at: inDays(29).toISOString() }), 200);
  });
});

// The limits of codes hold wherever they are entered.
test('ten wrong codes for settings lock the user, who is told by mail', async () => {
  await change({ allowed_ips: ['192.0.2.1'] });
  for (const attempts of [5, 5]) {
    const sent = await requestCodeFor(user, { purpose: 'update_settings', changes: { allowed_ips: [] } });
    for (let n = 0; n < attempts; n++) {
      const wrong = { id: sent.id, code: wrongCode(sent.code, n) };
      expectProblem(await change(withCode({ allowed_ips: [] }, wrong)), 'otp_incorrect', {
        attempts_left: attempts - 1 - n,
      });
    }
  }

  await noticeTo(user.email, /^Generating and widening API keys is locked/);
  const asking = { purpose: 'update_settings', changes: { allowed_ips: [] } };
  expectProblem(await managementAs(user).post('/otp-challenges', asking), 'otp_locked');
  expectStatus(await change({ max_key_lifetime_days: 30 }), 200);
});
