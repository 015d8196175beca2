import { beforeEach, describe, expect, test } from '@jest/globals';
import { createKeyWithCode, requestCode, sendCode, wrongCode } from '../../support/create-key.ts';
import {
  auditEventsOf,
  changeOtpState,
  letOtpTimePass,
  readOtpState,
  recordsOfPartner,
} from '../../support/hub-records.ts';
import { expectStatus, managementAs } from '../../support/management-api.ts';
import { expectInvalid, expectProblem } from '../../support/problem.ts';
import { changePartner, createPartner, readPartner, SUSPENDED } from '../../support/records.ts';
import { createSignedInUser, type SignedInUser } from '../../support/users.ts';

let user: SignedInUser;

beforeEach(async () => {
  user = await createSignedInUser();
});

async function keysOf({ partnerId }: SignedInUser) {
  return (await recordsOfPartner(partnerId)).filter(({ SK }) => SK?.S?.startsWith('KEY#'));
}

describe('a wrong code', () => {
  test('is refused five times, counting down, and then the right one is, too', async () => {
    const { id, code } = await requestCode(user);

    for (const attempts_left of [4, 3, 2, 1, 0]) {
      const response = await sendCode(user, id, wrongCode(code, attempts_left));
      expectProblem(response, 'otp_incorrect', { attempts_left });
    }

    expectProblem(await sendCode(user, id, code), 'otp_expired');
    expect(await keysOf(user)).toEqual([]);
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
    expect(failures.length).toBe((await readOtpState(user.subject))?.failures_ms?.L?.length);
    expect(failures.length).toBeLessThanOrEqual(5);
    expect(await keysOf(user)).toEqual([]);
  });

  test('sent with the right one at the same moment gives one key at most, and takes no more than five tries', async () => {
    const { id, code } = await requestCode(user);
    const codes = [...Array.from({ length: 11 }, (_, guess) => wrongCode(code, guess)), code];

    const answers = await Promise.all(codes.map((guess) => sendCode(user, id, guess)));

    const created = answers.filter(({ status }) => status === 201);
    expect(answers.filter(({ json }) => json.code === 'otp_incorrect').length).toBeLessThanOrEqual(5);
    expect(await keysOf(user)).toHaveLength(created.length);
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
    const before = await readOtpState(user.subject);

    expectInvalid(await sendCode(user, id, illFormed), '/code');

    expect(await readOtpState(user.subject)).toEqual(before);
    expect(await auditEventsOf(user.partnerId)).toEqual([]);
    expectStatus(await sendCode(user, id, code), 201);
  });
});

describe('a code is over', () => {
  test('after five minutes', async () => {
    const { id, code, answer } = await requestCode(user);
    expect(Date.parse(answer.json.expires_at) - Date.now()).toBeGreaterThan(4 * 60_000);
    expect(Date.parse(answer.json.expires_at) - Date.now()).toBeLessThanOrEqual(5 * 60_000);

    await letOtpTimePass(user.subject, 5 * 60 + 1);

    expectProblem(await sendCode(user, id, code), 'otp_expired');
    expect(await keysOf(user)).toEqual([]);
  });

  test('but not just before', async () => {
    const { id, code } = await requestCode(user);

    await letOtpTimePass(user.subject, 5 * 60 - 30);

    expectStatus(await sendCode(user, id, code), 201);
  });

  test('even though the record is still there, long after', async () => {
    const { id, code } = await requestCode(user);

    await letOtpTimePass(user.subject, 30 * 24 * 3600);

    expectProblem(await sendCode(user, id, code), 'otp_expired');
  });

  test('once it was used: a replay creates no second key', async () => {
    const { id, code } = await requestCode(user);
    expectStatus(await sendCode(user, id, code), 201);

    for (let time = 0; time < 3; time++) expectProblem(await sendCode(user, id, code), 'otp_expired');

    expect(await keysOf(user)).toHaveLength(1);
    expect(await readPartner(user.partnerId)).toMatchObject({ active_keys: { N: '1' } });
  });

  test('once a newer one was asked for', async () => {
    const first = await requestCode(user, 'First');
    await letOtpTimePass(user.subject, 31);
    const second = await requestCode(user, 'Second');

    expectProblem(await sendCode(user, first.id, first.code), 'otp_expired');
    const { json } = expectStatus(await sendCode(user, second.id, second.code), 201);

    expect(json.name).toBe('Second');
    expect(second.id).not.toBe(first.id);
  });

  test('also for the challenge that it was not sent for', async () => {
    const first = await requestCode(user, 'First');
    await letOtpTimePass(user.subject, 31);
    const second = await requestCode(user, 'Second');

    if (first.code !== second.code) {
      expectProblem(await sendCode(user, second.id, first.code), 'otp_incorrect', { attempts_left: 4 });
    }
    expectProblem(await sendCode(user, first.id, second.code), 'otp_expired');
  });
});

describe('the challenge of another user', () => {
  test('is not found, also within the partner, and costs that user nothing', async () => {
    const colleague = await createSignedInUser({ partnerId: user.partnerId });
    const stranger = await createSignedInUser();
    const { id, code } = await requestCode(user);
    const before = await readOtpState(user.subject);

    for (const thief of [colleague, stranger]) {
      expectProblem(await sendCode(thief, id, code), 'not_found');
      expectProblem(await sendCode(thief, id, wrongCode(code)), 'not_found');
    }

    expect(await readOtpState(user.subject)).toEqual(before);
    expect(await keysOf(stranger)).toEqual([]);
    expectStatus(await sendCode(user, id, code), 201);
  });

  test('is not found while one has a challenge oneself, whose tries stay as they are', async () => {
    const stranger = await createSignedInUser();
    const [own, foreign] = [await requestCode(stranger), await requestCode(user)];
    const before = await readOtpState(stranger.subject);

    expectProblem(await sendCode(stranger, foreign.id, foreign.code), 'not_found');
    expectProblem(await sendCode(stranger, 'unknown', own.code), 'not_found');

    expect(await readOtpState(stranger.subject)).toEqual(before);
  });

  test('is refused as unknown to somebody who never asked for a code', async () => {
    expectProblem(await sendCode(user, '01JDEWZ5T4M8Q2V6X0Y3B7C9DF', '123456'), 'not_found');
  });
});

describe('racing creations with one code', () => {
  test('give one key', async () => {
    const { id, code } = await requestCode(user);

    const answers = await Promise.all(Array.from({ length: 8 }, () => sendCode(user, id, code)));

    const created = answers.filter(({ status }) => status === 201);
    expect(created).toHaveLength(1);
    for (const answer of answers) {
      if (answer.status !== 201) expect(['otp_expired', 'temporarily_unavailable']).toContain(answer.json.code);
    }
    expect((await keysOf(user)).map(({ key_id }) => key_id?.S)).toEqual([created[0]?.json.id]);
    expect(await readPartner(user.partnerId)).toMatchObject({ active_keys: { N: '1' } });
    expect(await auditEventsOf(user.partnerId)).toHaveLength(1);
  });
});

describe('a partner that was suspended after the code was sent', () => {
  test('gets no key, and the code is good again after reactivation', async () => {
    const { id, code } = await requestCode(user);
    await changePartner(user.partnerId, SUSPENDED);

    expectProblem(await sendCode(user, id, code), 'partner_suspended');
    expect(await keysOf(user)).toEqual([]);

    await changePartner(user.partnerId, { status: { S: 'active' } });
    expectStatus(await sendCode(user, id, code), 201);
  });
});

describe('the fifty-first key', () => {
  test('is refused at the challenge, and nothing is sent or counted', async () => {
    const full = await createSignedInUser({ partnerId: await createPartner({ active_keys: { N: '50' } }) });

    const body = { purpose: 'create_api_key', api_key: { name: 'One too many' } };
    expectProblem(await managementAs(full).post('/otp-challenges', body), 'key_limit_reached');

    expect((await readOtpState(full.subject))?.challenge).toBeUndefined();
  });

  test('is refused at the creation, and the code stays good until there is room', async () => {
    const { id, code } = await requestCode(user);
    await changePartner(user.partnerId, { active_keys: { N: '50' } });

    expectProblem(await sendCode(user, id, code), 'key_limit_reached');
    expect(await keysOf(user)).toEqual([]);

    await changePartner(user.partnerId, { active_keys: { N: '49' } });
    expectStatus(await sendCode(user, id, code), 201);
    expect(await readPartner(user.partnerId)).toMatchObject({ active_keys: { N: '50' } });
  });

  test('is refused, too, when three users create the fiftieth at the same moment', async () => {
    const partnerId = await createPartner({ active_keys: { N: '49' } });
    const users = await Promise.all([1, 2, 3].map(() => createSignedInUser({ partnerId })));
    const codes = await Promise.all(users.map((each) => requestCode(each)));

    const answers = await Promise.all(
      users.map((each, at) => sendCode(each, codes[at]?.id ?? '', codes[at]?.code ?? '')),
    );

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const answer of answers) if (answer.status !== 201) expectProblem(answer, 'key_limit_reached');
    expect(await readPartner(partnerId)).toMatchObject({ active_keys: { N: '50' } });
    expect((await recordsOfPartner(partnerId)).filter(({ SK }) => SK?.S?.startsWith('KEY#'))).toHaveLength(1);
  });
});

describe('OTP state that cannot be read', () => {
  test.each<[string, Parameters<typeof changeOtpState>[1]]>([
    ['no tries', ({ challenge }) => ({ challenge: { M: { ...challenge?.M, attempts_left: { S: 'five' } } } })],
    ['no expiry', ({ challenge }) => ({ challenge: { M: { ...challenge?.M, expires_ms: { S: 'never' } } } })],
    ['no hash', ({ challenge }) => ({ challenge: { M: { ...challenge?.M, code_hash: { BOOL: true } } } })],
    ['a challenge of another type', () => ({ challenge: { S: 'none' } })],
    ['failures as a text', () => ({ failures_ms: { S: 'none' } })],
  ])('lets nothing through: %s', async (_what, change) => {
    const { id, code } = await requestCode(user);
    await changeOtpState(user.subject, change);

    expectProblem(await sendCode(user, id, code), 'temporarily_unavailable');
    expect(await keysOf(user)).toEqual([]);
  });

  // The hash covers what the code is for: whoever can write the name alone must not get another key for it.
  test('or whose name was changed gives no key of that name', async () => {
    const { id, code } = await requestCode(user, 'Asked for');
    await changeOtpState(user.subject, ({ challenge }) => ({
      challenge: { M: { ...challenge?.M, key_name: { S: 'Another' } } },
    }));

    expectProblem(await sendCode(user, id, code), 'otp_incorrect', { attempts_left: 4 });
  });
});

test('keys created one after the other need no pause: a used code gives its place back', async () => {
  for (let count = 1; count <= 7; count++) await createKeyWithCode(user, `Key ${count}`);

  expect(await keysOf(user)).toHaveLength(7);
});
