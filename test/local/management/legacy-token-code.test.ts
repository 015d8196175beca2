import { beforeEach, describe, expect, test } from '@jest/globals';
import { requestCodeFor, wrongCode } from '../../support/create-key.ts';
import { auditEventsOf, letOtpTimePass } from '../../support/hub-records.ts';
import { setLegacyTokenWithCode, withCode } from '../../support/key-controls.ts';
import { request } from '../../support/local-run.ts';
import { expectStatus, managementAs } from '../../support/management-api.ts';
import { whoamiCall, withToken } from '../../support/partner-calls.ts';
import { expectProblem } from '../../support/problem.ts';
import { changePartner, createPartner, epochSeconds, LEGACY_DISABLED, readPartner } from '../../support/records.ts';
import { expectRefusal, REFUSALS } from '../../support/refusal.ts';
import { createSignedInUser, type SignedInUser } from '../../support/users.ts';

const ON = { enabled: true };
const WIDENS = { widens: ['legacy_token'] };
let user: SignedInUser;

beforeEach(async () => {
  user = await createSignedInUser({ partnerId: await createPartner(LEGACY_DISABLED) });
});

const put = (body: object) => managementAs(user).put('/legacy-token', body);
const codeFor = (changes: object) => requestCodeFor(user, { purpose: 'update_legacy_token', changes });

async function askForToken() {
  return request({
    method: 'POST',
    path: '/api/v2/token',
    headers: [['Content-Type', 'application/json']],
    body: JSON.stringify({ username: user.email, password: user.password }),
  });
}

async function expectStillOff(): Promise<void> {
  expectRefusal(await askForToken(), REFUSALS.legacy_token_disabled);
  expect(await readPartner(user.partnerId)).toMatchObject({ legacy_token_enabled: { BOOL: false } });
  const actions = (await auditEventsOf(user.partnerId)).map(({ action }) => action?.S);
  expect(actions.filter((action) => action?.startsWith('legacy_token.'))).toEqual([]);
}

describe('whoever has only the password of a user', () => {
  // Otherwise the same password would get a token with full access: past scopes, expiry, limits and codes of keys.
  test('turns on no legacy tokens, and gets none', async () => {
    expectRefusal(await askForToken(), REFUSALS.legacy_token_disabled);

    for (const body of [ON, { ...ON, off_at: '2099-01-01T00:00:00Z' }]) {
      expectProblem(await put(body), 'otp_required', WIDENS);
    }

    await expectStillOff();
  });

  test.each<[string, number]>([
    ['takes back no scheduled end', 3600],
    ['revives none whose end is over', -1],
  ])('%s', async (_, seconds) => {
    const partnerId = await createPartner({ legacy_token_off_at: { N: String(epochSeconds() + seconds) } });
    user = await createSignedInUser({ partnerId });
    const before = await readPartner(partnerId);
    const later = new Date((epochSeconds() + 7200) * 1000).toISOString();

    for (const body of [ON, { ...ON, off_at: null }, { ...ON, off_at: later }]) {
      expectProblem(await put(body), 'otp_required', WIDENS);
    }

    expect(await readPartner(partnerId)).toEqual(before);
  });
});

describe('a code for legacy tokens', () => {
  test('that is wrong turns nothing on', async () => {
    const { id, code } = await codeFor(ON);

    expectProblem(await put(withCode(ON, { id, code: wrongCode(code) })), 'otp_incorrect', { attempts_left: 4 });

    await expectStillOff();
  });

  test('that has expired turns nothing on', async () => {
    const { id, code } = await codeFor(ON);
    await letOtpTimePass(user.userId, 5 * 60 + 1);

    expectProblem(await put(withCode(ON, { id, code })), 'otp_expired');

    await expectStillOff();
  });

  test('is void for another end, and still good for its own', async () => {
    const sent = await codeFor(ON);
    const until = { ...ON, off_at: '2099-01-01T00:00:00Z' };

    const { json } = expectStatus(await put(withCode(until, sent)), 400);
    expect(json.errors).toEqual([{ pointer: '/challenge_id', detail: expect.any(String) }]);
    await expectStillOff();

    expectStatus(await put(withCode(ON, sent)), 200);
  });

  test('for another change turns nothing on', async () => {
    const sent = await requestCodeFor(user, { purpose: 'update_settings', changes: { allowed_ips: [] } });

    expectStatus(await put(withCode(ON, sent)), 400);

    await expectStillOff();
  });

  test('says what it does, turns them on, and is good once', async () => {
    const sent = await codeFor(ON);
    expect(sent.message.subject).toBe('Your code for turning on legacy tokens');
    expect(sent.message.text).toContain('Legacy tokens: on, without a scheduled end');

    const { json } = expectStatus(await put(withCode(ON, sent)), 200);

    expect(json).toMatchObject({ enabled: true, off_at: null, changed_by: user.email });
    const { access_token: token } = expectStatus(await askForToken(), 200).json;
    expect((await request(whoamiCall(withToken(token)))).status).toBe(200);
    expectStatus(await put({ enabled: false }), 200);
    expectProblem(await put(withCode(ON, sent)), 'otp_expired');
    expectRefusal(await request(whoamiCall(withToken(token))), REFUSALS.legacy_token_disabled);
  });

  test('is used up although a colleague was faster', async () => {
    const sent = await codeFor(ON);
    await changePartner(user.partnerId, { legacy_token_enabled: { BOOL: true } });

    expectStatus(await put(withCode(ON, sent)), 200);
    expectStatus(await put({ enabled: false }), 200);

    expectProblem(await put(withCode(ON, sent)), 'otp_expired');
  });
});

test('the end can be moved later with a code, and earlier without', async () => {
  const [sooner, later] = ['2098-01-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z'];
  const until = (off_at: string) => ({ ...ON, off_at });
  expectStatus(await setLegacyTokenWithCode(user, until(sooner)), 200);

  expectProblem(await put(until(later)), 'otp_required', WIDENS);
  expectStatus(await setLegacyTokenWithCode(user, until(later)), 200);
  const { json } = expectStatus(await put(until(sooner)), 200);

  expect(json).toMatchObject({ enabled: true, off_at: sooner });
});
