import { beforeEach, describe, expect, test } from '@jest/globals';
import { createKeyWithCode } from '../../support/create-key.ts';
import { auditEventsOf } from '../../support/hub-records.ts';
import { setLegacyTokenWithCode } from '../../support/key-controls.ts';
import { request } from '../../support/local-run.ts';
import { expectStatus, managementAs } from '../../support/management-api.ts';
import { echoCall, whoamiCall, withKey, withToken } from '../../support/partner-calls.ts';
import { changePartner, createLegacyToken, epochSeconds, readPartner } from '../../support/records.ts';
import { expectRefusal, REFUSALS } from '../../support/refusal.ts';
import { createSignedInUser, type SignedInUser } from '../../support/users.ts';

const DAY = 86_400;
let user: SignedInUser;

beforeEach(async () => {
  user = await createSignedInUser();
});

const timeIn = (seconds: number) => new Date((epochSeconds() + seconds) * 1000).toISOString();
const put = (body: unknown) => managementAs(user).put('/legacy-token', body);
const putWithCode = (body: object) => setLegacyTokenWithCode(user, body);
const eventsOf = async () => (await auditEventsOf(user.partnerId)).map(({ action }) => action?.S);

async function askForToken() {
  return request({
    method: 'POST',
    path: '/api/v2/token',
    headers: [['Content-Type', 'application/json']],
    body: JSON.stringify({ username: user.email, password: user.password }),
  });
}

/** As if the time had come: no request of the Management API can schedule the past. */
async function letTheEndBe(seconds: number): Promise<void> {
  await changePartner(user.partnerId, { legacy_token_off_at: { N: String(epochSeconds() + seconds) } });
}

describe('a scheduled switch-off', () => {
  test.each<[string, unknown]>([
    ['in the past', { enabled: true, off_at: '2026-01-01T00:00:00Z' }],
    ['of what is to be off', { enabled: false, off_at: '2099-01-01T00:00:00Z' }],
    ['without a time zone', { enabled: true, off_at: '2099-01-01T00:00:00' }],
    ['as a number', { enabled: true, off_at: 4_070_908_800 }],
  ])('%s is refused, and changes nothing', async (_, body) => {
    const before = await readPartner(user.partnerId);

    const { json } = expectStatus(await put(body), 400);

    expect(json.errors).toEqual([{ pointer: '/off_at', detail: expect.any(String) }]);
    expect(await readPartner(user.partnerId)).toEqual(before);
  });

  test('that is over refuses tokens, new tokens and nothing else', async () => {
    const { token } = await createLegacyToken(user.partnerId);
    const { key } = await createKeyWithCode(user);

    await letTheEndBe(-1);

    for (const call of [echoCall(user.partnerId, withToken(token)), whoamiCall(withToken(token))]) {
      expectRefusal(await request(call), REFUSALS.legacy_token_disabled);
    }
    expectRefusal(await askForToken(), REFUSALS.legacy_token_disabled);
    expect((await request(echoCall(user.partnerId, withKey(key)))).status).toBe(200);
    const { json } = expectStatus(await managementAs(user).get('/legacy-token'), 200);
    expect(json).toMatchObject({ enabled: false, off_at: null, changed_at: expect.any(String) });
    expect((await managementAs(user).get('/session')).json.partner.legacy_token_enabled).toBe(false);
  });

  test('comes by itself', async () => {
    const { token } = await createLegacyToken(user.partnerId);
    const offAt = Math.floor(Date.now() / 1000) + 2;
    expectStatus(await put({ enabled: true, off_at: new Date(offAt * 1000).toISOString() }), 200);

    // Nothing but the time changes; every call that is answered before must pass, every one begun after must not.
    for (;;) {
      const begun = Date.now();
      const { status } = await request(whoamiCall(withToken(token)));
      if (begun >= offAt * 1000) {
        expect(status).toBe(403);
        break;
      }
      if (Date.now() < offAt * 1000) expect(status).toBe(200);
    }
  });

  test('is told, also to callers, until then', async () => {
    const { token } = await createLegacyToken(user.partnerId);
    const offAt = timeIn(30 * DAY);

    const { json } = expectStatus(await put({ enabled: true, off_at: offAt }), 200);

    expect(json).toEqual({ enabled: true, off_at: offAt, changed_at: expect.any(String), changed_by: user.email });
    expect((await managementAs(user).get('/legacy-token')).json).toMatchObject(json);
    expect(await eventsOf()).toEqual(['legacy_token.scheduled']);
    const answers = [
      await request(whoamiCall(withToken(token))),
      await request(echoCall(user.partnerId, withToken(token))),
      await askForToken(),
    ];
    for (const { status, headers } of answers) {
      expect(status).toBe(200);
      expect(headers).toMatchObject({
        deprecation: expect.stringMatching(/^@[0-9]{10}$/),
        link: expect.stringMatching(/^<http[^>]+>; rel="deprecation"; type="text\/html"$/),
        sunset: new Date(offAt).toUTCString(),
      });
    }
  });

  test('can be moved, and is moved once', async () => {
    await put({ enabled: true, off_at: timeIn(DAY) });
    const later = timeIn(2 * DAY);

    const { json } = expectStatus(await putWithCode({ enabled: true, off_at: later }), 200);
    expectStatus(await put({ enabled: true, off_at: later }), 200);

    expect(json.off_at).toBe(later);
    expect(await eventsOf()).toEqual(['legacy_token.scheduled', 'legacy_token.scheduled']);
  });

  test('is brought forward without a code', async () => {
    await put({ enabled: true, off_at: timeIn(2 * DAY) });
    const earlier = timeIn(DAY);

    expect(expectStatus(await put({ enabled: true, off_at: earlier }), 200).json.off_at).toBe(earlier);
  });

  test.each<[string, object]>([
    ['null', { enabled: true, off_at: null }],
    ['no time at all', { enabled: true }],
  ])('is taken back by %s', async (_, body) => {
    await put({ enabled: true, off_at: timeIn(DAY) });

    const { json } = expectStatus(await putWithCode(body), 200);

    expect(json).toMatchObject({ enabled: true, off_at: null });
    expect([...(await eventsOf())].sort()).toEqual(['legacy_token.scheduled', 'legacy_token.unscheduled']);
    expect(await readPartner(user.partnerId)).not.toHaveProperty('legacy_token_off_at');
  });

  test('is forgotten by switching off now, and by switching on after its time', async () => {
    await put({ enabled: true, off_at: timeIn(DAY) });
    expect(expectStatus(await put({ enabled: false }), 200).json).toMatchObject({ enabled: false, off_at: null });
    expect(expectStatus(await putWithCode({ enabled: true }), 200).json).toMatchObject({ enabled: true, off_at: null });

    await letTheEndBe(-1);
    expect(expectStatus(await putWithCode({ enabled: true }), 200).json).toMatchObject({ enabled: true, off_at: null });
    expect([...(await eventsOf())].sort()).toEqual([
      'legacy_token.disabled',
      'legacy_token.enabled',
      'legacy_token.enabled',
      'legacy_token.scheduled',
    ]);
  });
});

describe('without a schedule', () => {
  test('answers to calls with tokens say that they are deprecated, and name no end', async () => {
    const { token } = await createLegacyToken(user.partnerId);

    for (const call of [whoamiCall(withToken(token)), echoCall(user.partnerId, withToken(token))]) {
      const { headers } = await request(call);
      expect(headers.deprecation).toMatch(/^@[0-9]{10}$/);
      expect(headers).not.toHaveProperty('sunset');
    }
  });

  test('answers to calls with keys carry none of these headers', async () => {
    const { key } = await createKeyWithCode(user);

    for (const call of [whoamiCall(withKey(key)), echoCall(user.partnerId, withKey(key))]) {
      const { headers } = await request(call);
      for (const name of ['deprecation', 'link', 'sunset']) expect(headers).not.toHaveProperty(name);
    }
  });
});
