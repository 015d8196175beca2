import { beforeEach, describe, expect, test } from '@jest/globals';
import type { HttpResponse } from '../../../tools/client/http.ts';
import { createKeyWithCode, requestCode, sendCode, wrongCode } from '../../support/create-key.ts';
import { eventually } from '../../support/eventually.ts';
import { measuredBy, totalOf } from '../../support/function-logs.ts';
import { auditEventsOf, letOtpTimePass, readOtpState } from '../../support/hub-records.ts';
import { messagesTo, noticesTo, noticeTo } from '../../support/mailbox.ts';
import { expectStatus, managementAs } from '../../support/management-api.ts';
import { expectProblem } from '../../support/problem.ts';
import { createSignedInUser, type SignedInUser } from '../../support/users.ts';

const FAILURES_ALLOWED = 10;
let user: SignedInUser;

beforeEach(async () => {
  user = await createSignedInUser();
});

async function ask(name = 'Test key'): Promise<HttpResponse> {
  return managementAs(user).post('/otp-challenges', { purpose: 'create_api_key', api_key: { name } });
}

function retryAfterOf({ headers }: HttpResponse): number {
  return Number(headers['retry-after']);
}

describe('asking for a second code', () => {
  test('is refused for 30 seconds while one is pending, without a message', async () => {
    const { answer } = await requestCode(user);
    const seen = (await messagesTo(user.email)).length;

    const response = await ask();

    expectProblem(response, 'otp_rate_limited');
    expect(retryAfterOf(response)).toBeGreaterThan(20);
    expect(retryAfterOf(response)).toBeLessThanOrEqual(30);
    const wait = Date.parse(answer.json.resend_after) - Date.now();
    expect(wait).toBeGreaterThan(20_000);
    expect(wait).toBeLessThanOrEqual(30_000);
    expect(await messagesTo(user.email)).toHaveLength(seen);
  });

  test('leaves the first one good', async () => {
    const { id, code } = await requestCode(user);
    await ask();

    expectStatus(await sendCode(user, id, code), 201);
  });

  test('is refused still just before the 30 seconds are over, and granted after', async () => {
    await requestCode(user);
    await letOtpTimePass(user.userId, 20);
    const early = await ask();
    await letOtpTimePass(user.userId, 11);
    const late = await ask();

    expectProblem(early, 'otp_rate_limited');
    expect(retryAfterOf(early)).toBeLessThanOrEqual(10);
    expectStatus(late, 201);
  });

  test('is granted at once when the first was used', async () => {
    await createKeyWithCode(user);

    expectStatus(await ask(), 201);
  });

  test('at the same moment sends one message', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask()));

    const sent = answers.filter(({ status }) => status === 201);
    expect(sent).toHaveLength(1);
    for (const answer of answers) {
      if (answer.status !== 201) expect(['otp_rate_limited', 'temporarily_unavailable']).toContain(answer.json.code);
    }
    expect(await messagesTo(user.email)).toHaveLength(1);
  });
});

describe('five codes in fifteen minutes', () => {
  test('are sent, the sixth is not, and the first place is free again after the time', async () => {
    for (let count = 0; count < 5; count++) {
      expectStatus(await ask(), 201);
      await letOtpTimePass(user.userId, 31);
    }

    const sixth = await ask();
    const state = await readOtpState(user.userId);
    await letOtpTimePass(user.userId, 15 * 60 - 5 * 31 - 20);
    const stillEarly = await ask();
    await letOtpTimePass(user.userId, 21);
    const seventh = await ask();
    await letOtpTimePass(user.userId, 1);
    const eighth = await ask();

    expectProblem(sixth, 'otp_rate_limited');
    expect(retryAfterOf(sixth)).toBeGreaterThan(15 * 60 - 5 * 31 - 30);
    expect(retryAfterOf(sixth)).toBeLessThanOrEqual(15 * 60 - 5 * 31);
    expect(state?.places_ms?.L).toHaveLength(5);
    expectProblem(stillEarly, 'otp_rate_limited');
    expectStatus(seventh, 201);
    expectProblem(eighth, 'otp_rate_limited');
    expect(await messagesTo(user.email)).toHaveLength(6);
  });

  test('are counted for wrong codes and expired ones, too', async () => {
    for (let count = 0; count < 5; count++) {
      const { id, code } = await requestCode(user);
      await sendCode(user, id, wrongCode(code));
      await letOtpTimePass(user.userId, 31);
    }

    expectProblem(await ask(), 'otp_rate_limited');
  });

  test('are counted for each user alone', async () => {
    const colleague = await createSignedInUser({ partnerId: user.partnerId });
    await requestCode(user);

    await requestCode(colleague);
  });
});

const LOCKED = 'Generating and widening API keys is locked for 24 hours';

describe('ten wrong codes in a day', () => {
  /** Spends wrong codes, a new challenge for every five. Time passes between, so that sending is never the limit. */
  async function fail(times: number): Promise<HttpResponse[]> {
    const answers: HttpResponse[] = [];
    while (answers.length < times) {
      const { id, code } = await requestCode(user);
      for (let wrong = 0; wrong < 5 && answers.length < times; wrong++) {
        answers.push(await sendCode(user, id, wrongCode(code, wrong)));
      }
      if (answers.length < times) await letOtpTimePass(user.userId, 16 * 60);
    }
    return answers;
  }

  test('lock the creation of keys for this user for a day, and tell it by mail', async () => {
    const colleague = await createSignedInUser({ partnerId: user.partnerId });
    const answers = await fail(FAILURES_ALLOWED);

    await letOtpTimePass(user.userId, 16 * 60);
    const locked = await ask();

    expect(answers.map(({ json }) => json.code)).toEqual(
      Array.from({ length: FAILURES_ALLOWED }, () => 'otp_incorrect'),
    );
    expectProblem(locked, 'otp_locked');
    expect(retryAfterOf(locked)).toBeGreaterThan(23 * 3600);
    expect(retryAfterOf(locked)).toBeLessThanOrEqual(24 * 3600);
    const actions = (await auditEventsOf(user.partnerId)).map(({ action }) => action?.S);
    expect(actions.filter((action) => action === 'otp.failed')).toHaveLength(FAILURES_ALLOWED);
    expect(actions.filter((action) => action === 'otp.locked')).toHaveLength(1);
    const notice = await noticeTo(user.email, LOCKED);
    for (const body of [notice.text, notice.html]) expect(body).toContain('You cannot generate');
    await createKeyWithCode(colleague);
  });

  test('refuse the right code, too, while the user is locked', async () => {
    await fail(9);
    await letOtpTimePass(user.userId, 16 * 60);
    const { id, code } = await requestCode(user);
    expectStatus(await sendCode(user, id, wrongCode(code)), 403);

    expectProblem(await sendCode(user, id, code), 'otp_locked');
  });

  test('leave everything that takes no code to the user', async () => {
    await fail(FAILURES_ALLOWED);

    expectStatus(await managementAs(user).get('/session'), 200);
    expectStatus(await managementAs(user).get('/api-keys'), 200);
    expectStatus(await managementAs(user).put('/legacy-token', { enabled: false }), 200);
  });

  test('are over after a day', async () => {
    await fail(FAILURES_ALLOWED);

    await letOtpTimePass(user.userId, 24 * 3600 + 1);

    await createKeyWithCode(user);
  });

  test('are not reached by nine, and older ones do not count', async () => {
    await fail(9);
    await letOtpTimePass(user.userId, 24 * 3600 + 1);

    const { id, code } = await requestCode(user);
    expectProblem(await sendCode(user, id, wrongCode(code)), 'otp_incorrect', { attempts_left: 4 });

    expectStatus(await sendCode(user, id, code), 201);
  });

  test('send one notice, however often the locked user tries, but each try is measured', async () => {
    await fail(FAILURES_ALLOWED);
    const locksBefore = totalOf(measuredBy('OtpChallenges'), 'CodeLocks');
    for (let time = 0; time < 3; time++) expectProblem(await ask(), 'otp_locked');
    await eventually(async () =>
      expect(totalOf(measuredBy('OtpChallenges'), 'CodeLocks')).toBeGreaterThanOrEqual(locksBefore + 3),
    );

    // Notices come in the order of the changes: when this one is there, all before it are.
    expectStatus(await managementAs(user).put('/legacy-token', { enabled: false }), 200);
    await noticeTo(user.email, 'Legacy Token Authentication was turned off');
    expect((await noticesTo(user.email)).filter(({ subject }) => subject === LOCKED)).toHaveLength(1);
  });
});
