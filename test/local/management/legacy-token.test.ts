import { beforeEach, describe, expect, test } from '@jest/globals';
import { createKeyWithCode, requestCodeFor, type SentChallenge } from '../../support/create-key.ts';
import { auditEventsOf, recordsOfPartner } from '../../support/hub-records.ts';
import { setLegacyTokenWithCode, withCode } from '../../support/key-controls.ts';
import { request } from '../../support/local-run.ts';
import { expectStatus, managementAs } from '../../support/management-api.ts';
import { echoCall, whoamiCall, withKey, withToken } from '../../support/partner-calls.ts';
import { createLegacyToken, readPartner } from '../../support/records.ts';
import { expectRefusal, REFUSALS } from '../../support/refusal.ts';
import { refresh, signIn } from '../../support/sign-in.ts';
import { createSignedInUser, type SignedInUser } from '../../support/users.ts';

/** What GET says beside the setting where nobody called. */
const UNUSED = { total: 0, success: 0, users: [] };

let user: SignedInUser;

beforeEach(async () => {
  user = await createSignedInUser();
});

async function askForToken() {
  return request({
    method: 'POST',
    path: '/api/v2/token',
    headers: [['Content-Type', 'application/json']],
    body: JSON.stringify({ username: user.email, password: user.password }),
  });
}

async function turnOff() {
  return expectStatus(await managementAs(user).put('/legacy-token', { enabled: false }), 200);
}

async function turnOn() {
  return expectStatus(await setLegacyTokenWithCode(user, { enabled: true }), 200);
}

describe('switching Legacy Token Authentication off', () => {
  test('refuses every Bearer token from the very next call on, as a 403, and leaves keys alone', async () => {
    const { token } = await createLegacyToken(user.partnerId);
    const own = (await askForToken()).json.access_token;
    const { key } = await createKeyWithCode(user);
    for (const each of [token, own]) expect((await request(whoamiCall(withToken(each)))).status).toBe(200);

    await turnOff();

    for (const each of [token, own]) {
      for (const call of [echoCall(user.partnerId, withToken(each)), whoamiCall(withToken(each))]) {
        // Never a 401: clients are known that answer each one by asking for a token, without end.
        expectRefusal(await request(call), REFUSALS.legacy_token_disabled);
      }
    }
    expectRefusal(await askForToken(), REFUSALS.legacy_token_disabled);
    expect((await request(echoCall(user.partnerId, withKey(key)))).status).toBe(200);
  });

  test('does not touch the sign-in at the hub', async () => {
    await turnOff();

    const [again, renewed] = [await signIn(user.email, user.password), await refresh(user.refreshToken)];

    for (const tokens of [user, again, renewed]) {
      const { json } = expectStatus(await managementAs(tokens).get('/session'), 200);
      expect(json.partner.legacy_token_enabled).toBe(false);
    }
  });

  test('tells when and by whom, also to a colleague', async () => {
    const colleague = await createSignedInUser({ partnerId: user.partnerId });
    const before = expectStatus(await managementAs(user).get('/legacy-token'), 200);

    const { json } = await turnOff();

    expect(before.json).toEqual({ usage: UNUSED, enabled: true, off_at: null, changed_at: null, changed_by: null });
    expect(json).toEqual({ enabled: false, off_at: null, changed_at: expect.any(String), changed_by: user.email });
    expect(Math.abs(Date.parse(json.changed_at) - Date.now())).toBeLessThan(60_000);
    expect((await managementAs(colleague).get('/legacy-token')).json).toEqual({ usage: UNUSED, ...json });
    const events = await auditEventsOf(user.partnerId);
    expect(events.map(({ action, actor }) => [action?.S, actor?.S])).toEqual([['legacy_token.disabled', user.email]]);
  });

  test('changes no other partner', async () => {
    const other = await createSignedInUser();
    const { token } = await createLegacyToken(other.partnerId);

    await turnOff();

    expect((await request(whoamiCall(withToken(token)))).status).toBe(200);
    expect((await managementAs(other).get('/legacy-token')).json.enabled).toBe(true);
  });
});

describe('switching it on again', () => {
  test('lets the same tokens through from the very next call on', async () => {
    const { token } = await createLegacyToken(user.partnerId);
    await turnOff();
    expectRefusal(await request(whoamiCall(withToken(token))), REFUSALS.legacy_token_disabled);

    await turnOn();

    expect((await request(whoamiCall(withToken(token)))).status).toBe(200);
    expect((await askForToken()).status).toBe(200);
  });

  test('and off, ten times, is immediate each time', async () => {
    const { token } = await createLegacyToken(user.partnerId);

    for (let turn = 0; turn < 10; turn++) {
      await (turn % 2 === 1 ? turnOn() : turnOff());
      const { status } = await request(echoCall(user.partnerId, withToken(token)));
      expect({ turn, status }).toEqual({ turn, status: turn % 2 === 1 ? 200 : 403 });
    }
  });
});

describe('the same value again', () => {
  test.each([true, false])('changes nothing, takes no code and writes no event: %s', async (enabled) => {
    await turnOff();
    if (enabled) await turnOn();
    const first = expectStatus(await managementAs(user).get('/legacy-token'), 200);
    const before = await recordsOfPartner(user.partnerId);

    const second = expectStatus(await managementAs(user).put('/legacy-token', { enabled }), 200);

    expect({ ...second.json, usage: UNUSED }).toEqual(first.json);
    expect(await recordsOfPartner(user.partnerId)).toEqual(before);
  });

  test('from the beginning keeps the setting without a change', async () => {
    const { json } = expectStatus(await managementAs(user).put('/legacy-token', { enabled: true }), 200);

    expect(json).toEqual({ enabled: true, off_at: null, changed_at: null, changed_by: null });
    expect(await auditEventsOf(user.partnerId)).toEqual([]);
  });

  test('at the same moment writes one event', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => managementAs(user).put('/legacy-token', { enabled: false })),
    );

    for (const answer of answers) expect(expectStatus(answer, 200).json.enabled).toBe(false);
    expect(await auditEventsOf(user.partnerId)).toHaveLength(1);
    expect(await readPartner(user.partnerId)).toMatchObject({ legacy_token_enabled: { BOOL: false } });
  });
});

test('switching in both directions at the same moment ends in the state of the last event', async () => {
  await turnOff();
  const colleague = await createSignedInUser({ partnerId: user.partnerId });
  const changes = { enabled: true };
  const sent = await Promise.all(
    [user, colleague].map((one) => requestCodeFor(one, { purpose: 'update_legacy_token', changes })),
  );

  const answers = await Promise.all([
    ...[user, colleague].map((one, index) => {
      const { id, code } = sent[index] as SentChallenge;
      return managementAs(one).put('/legacy-token', withCode(changes, { id, code }));
    }),
    ...Array.from({ length: 6 }, () => managementAs(user).put('/legacy-token', { enabled: false })),
  ]);

  for (const { status } of answers) expect([200, 503]).toContain(status);
  const actions = (await auditEventsOf(user.partnerId)).map(({ action }) => action?.S);
  // Each event is a change, so off and on take turns, beginning with off: a lost update would repeat one. Their IDs are
  // made before they are written, so neighbours of one millisecond may stand the other way round.
  const off = actions.filter((action) => action === 'legacy_token.disabled').length;
  const on = actions.length - off;
  const { enabled } = (await managementAs(user).get('/legacy-token')).json;
  expect(off - on).toBe(enabled ? 0 : 1);
});
