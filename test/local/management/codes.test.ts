import { beforeEach, describe, expect, test } from '@jest/globals';
import { requestCode, sendCode, wrongCode } from '../../support/create-key.ts';
import { auditEventsOf, keysOfPartner, letOtpTimePass, readOtpState } from '../../support/hub-records.ts';
import { expectStatus } from '../../support/management-api.ts';
import { expectInvalid, expectProblem } from '../../support/problem.ts';
import { readPartner } from '../../support/records.ts';
import { createSignedInUser, type SignedInUser } from '../../support/users.ts';

let user: SignedInUser;

beforeEach(async () => {
  user = await createSignedInUser();
});

describe('a wrong code', () => {
  test('is refused five times, counting down, and then the right one is, too', async () => {
    const { id, code } = await requestCode(user);

    for (const attempts_left of [4, 3, 2, 1, 0]) {
      const response = await sendCode(user, id, wrongCode(code, attempts_left));
      expectProblem(response, 'otp_incorrect', { attempts_left });
    }

    expectProblem(await sendCode(user, id, code), 'otp_expired');
    expect(await keysOfPartner(user.partnerId)).toEqual([]);
    expect(await readPartner(user.partnerId)).toMatchObject({ active_keys: { N: '0' } });
  });

  test('leaves the right one good', async () => {
    const { id, code } = await requestCode(user);
    for (let wrong = 0; wrong < 4; wrong++) expectStatus(await sendCode(user, id, wrongCode(code, wrong)), 403);

    expectStatus(await sendCode(user, id, code), 201);
  });

  test('writes an event each time', async () => {
    const { id, code } = await requestCode(user);
    await sendCode(user, id, wrongCode(code));
    await sendCode(user, id, wrongCode(code, 1));

    const events = await auditEventsOf(user.partnerId);

    expect(events.map(({ action, actor }) => [action?.S, actor?.S])).toEqual([
      ['otp.failed', user.email],
      ['otp.failed', user.email],
    ]);
  });

  // Without the try taken off before the answer, many guesses at once would all be compared with five tries left.
  test('sent sixty times at once is judged five times', async () => {
    const { id, code } = await requestCode(user);
    const guesses = Array.from({ length: 60 }, (_, guess) => sendCode(user, id, wrongCode(code, guess)));

    const answers = await Promise.all(guesses);

    const judged = answers.filter(({ json }) => json.code === 'otp_incorrect');
    expect(judged.length).toBeLessThanOrEqual(5);
    // All that were told of a try were told of different ones.
    expect(new Set(judged.map(({ json }) => json.attempts_left)).size).toBe(judged.length);
    for (const answer of answers) {
      expect(['otp_incorrect', 'otp_expired', 'temporarily_unavailable', 'rate_limited']).toContain(answer.json.code);
    }
    const failures = (await auditEventsOf(user.partnerId)).filter(({ action }) => action?.S === 'otp.failed');
    expect(failures.length).toBe((await readOtpState(user.userId))?.failures_ms?.L?.length);
    expect(failures.length).toBeLessThanOrEqual(5);
    expect(await keysOfPartner(user.partnerId)).toEqual([]);
  }, 90_000);

  test('sent with the right one at the same moment gives one key at most, and takes no more than five tries', async () => {
    const { id, code } = await requestCode(user);
    const codes = [...Array.from({ length: 11 }, (_, guess) => wrongCode(code, guess)), code];

    const answers = await Promise.all(codes.map((guess) => sendCode(user, id, guess)));

    const created = answers.filter(({ status }) => status === 201);
    expect(answers.filter(({ json }) => json.code === 'otp_incorrect').length).toBeLessThanOrEqual(5);
    expect(await keysOfPartner(user.partnerId)).toHaveLength(created.length);
    expect(created.length).toBeLessThanOrEqual(1);
  });
});

describe('a code that is not six digits', () => {
  test.each([
    '',
    '12345',
    '1234567',
    '12345a',
    ' 123456',
    '123456 ',
    '12 3456',
    '+12345',
    '１２３４５６',
    '٠١٢٣٤٥',
    '1e5000',
    '-00001',
  ])('is invalid and costs no try: %j', async (illFormed) => {
    const { id, code } = await requestCode(user);
    const before = await readOtpState(user.userId);

    expectInvalid(await sendCode(user, id, illFormed), '/code');

    expect(await readOtpState(user.userId)).toEqual(before);
    expect(await auditEventsOf(user.partnerId)).toEqual([]);
    expectStatus(await sendCode(user, id, code), 201);
  });
});

describe('a code is over', () => {
  test('after five minutes', async () => {
    const { id, code, answer } = await requestCode(user);
    expect(Date.parse(answer.json.expires_at) - Date.now()).toBeGreaterThan(4 * 60_000);
    expect(Date.parse(answer.json.expires_at) - Date.now()).toBeLessThanOrEqual(5 * 60_000);

    await letOtpTimePass(user.userId, 5 * 60 + 1);

    expectProblem(await sendCode(user, id, code), 'otp_expired');
    expect(await keysOfPartner(user.partnerId)).toEqual([]);
  });

  test('but not just before', async () => {
    const { id, code } = await requestCode(user);

    await letOtpTimePass(user.userId, 5 * 60 - 30);

    expectStatus(await sendCode(user, id, code), 201);
  });

  test('even though the record is still there, long after', async () => {
    const { id, code } = await requestCode(user);

    await letOtpTimePass(user.userId, 30 * 24 * 3600);

    expectProblem(await sendCode(user, id, code), 'otp_expired');
  });

  test('once it was used: a replay creates no second key', async () => {
    const { id, code } = await requestCode(user);
    expectStatus(await sendCode(user, id, code), 201);

    for (let time = 0; time < 3; time++) expectProblem(await sendCode(user, id, code), 'otp_expired');

    expect(await keysOfPartner(user.partnerId)).toHaveLength(1);
    expect(await readPartner(user.partnerId)).toMatchObject({ active_keys: { N: '1' } });
  });

  test('once a newer one was asked for', async () => {
    const first = await requestCode(user, 'First');
    await letOtpTimePass(user.userId, 31);
    const second = await requestCode(user, 'Second');

    expectProblem(await sendCode(user, first.id, first.code), 'otp_expired');
    const { json } = expectStatus(await sendCode(user, second.id, second.code), 201);

    expect(json.name).toBe('Second');
    expect(second.id).not.toBe(first.id);
  });

  test('also for the challenge that it was not sent for', async () => {
    const first = await requestCode(user, 'First');
    await letOtpTimePass(user.userId, 31);
    const second = await requestCode(user, 'Second');

    if (first.code !== second.code) {
      expectProblem(await sendCode(user, second.id, first.code), 'otp_incorrect', { attempts_left: 4 });
    }
    expectProblem(await sendCode(user, first.id, second.code), 'otp_expired');
  });
});
