import { describe, expect, test } from '@jest/globals';
import {
  fieldError,
  localProblem,
  mayHaveHappened,
  type ProblemCode,
  readProblem,
} from '../../../dashboard/api/problem.ts';
import { adviceFor } from '../../../dashboard/api/problem-advice.ts';
import { type ProblemCode as ContractCode, PROBLEMS } from '../../../lambdas/contract/problems.ts';

const NOW = Date.parse('2026-11-24T08:00:00Z');
const CODES: readonly ProblemCode[] = [
  ...(Object.keys(PROBLEMS) as ContractCode[]),
  'session_ended',
  'no_response',
  'unexpected_response',
];

function read(status: number, body: unknown, retryAfter: string | null = null) {
  return readProblem(status, retryAfter, typeof body === 'string' ? body : JSON.stringify(body), NOW);
}

describe('an answer that is no success', () => {
  test.each(Object.keys(PROBLEMS))('is recognized by its code %s', (code) => {
    expect(read(400, { code, detail: 'What is wrong.', request_id: 'r1' })).toMatchObject({
      code,
      detail: 'What is wrong.',
      requestId: 'r1',
    });
  });

  test.each([
    [401, 'unauthenticated'],
    [404, 'not_found'],
    [413, 'request_too_large'],
    [429, 'rate_limited'],
    [500, 'unexpected_response'],
    [502, 'unexpected_response'],
    [503, 'temporarily_unavailable'],
    [504, 'unexpected_response'],
  ])('with status %d and a body of somebody else is %s', (status, code) => {
    for (const body of ['', '<html>', 'null', '[]', '"text"', '{"code":"made_up"}', '{"code":["not_found"]}']) {
      expect(read(status, body).code).toBe(code);
    }
  });

  test('says when to try again, in seconds or as a date', () => {
    expect(read(429, {}, '30').retryAt).toBe(NOW + 30_000);
    expect(read(429, {}, 'Tue, 24 Nov 2026 09:00:00 GMT').retryAt).toBe(NOW + 3_600_000);
    expect(read(429, {}, 'soon').retryAt).toBeNull();
    expect(read(429, {}).retryAt).toBeNull();
  });

  test('says what is wrong with a field, and nothing about others', () => {
    const problem = read(400, {
      code: 'invalid_request',
      errors: [{ pointer: '/channel', detail: 'No phone.' }, { pointer: 1 }, null],
    });

    expect(fieldError(problem, '/channel')).toBe('No phone.');
    expect(fieldError(problem, '/api_key/name')).toBeNull();
  });
});

test('a refusal for want of a code names what broadens, as far as it is known here', () => {
  const widens = ['scopes', 'made_up', 7, 'max_key_lifetime_days'];

  expect(read(403, { code: 'otp_required', widens }).broadens).toEqual(['scopes', 'max_key_lifetime_days']);
  expect(read(403, { code: 'otp_required', widens: 'scopes' }).broadens).toEqual([]);
});

test('only answers that say so rule out that a change was made', () => {
  expect(CODES.filter((code) => mayHaveHappened(localProblem(code)))).toEqual([
    'internal_error',
    'temporarily_unavailable',
    'no_response',
    'unexpected_response',
  ]);
});

describe('the advice', () => {
  const advice = (code: ProblemCode, more = {}) =>
    adviceFor({ ...localProblem(code), ...more }, (moment) => `<${(moment - NOW) / 1000} s>`);

  test.each(CODES)('for %s says what happened and what to do', (code) => {
    const { title, text } = advice(code);

    expect(title.length).toBeGreaterThan(5);
    expect(title).not.toMatch(/[._]/);
    expect(text).toMatch(/\.$/);
    expect(text).not.toMatch(/undefined|null|NaN/);
  });

  test.each([
    [4, '4 attempts are left.'],
    [1, 'One attempt is left.'],
    [0, 'No attempts are left'],
  ])('for a wrong code with %d attempts left', (attemptsLeft, text) => {
    expect(advice('otp_incorrect', { attemptsLeft }).text).toContain(text);
  });

  test.each<[ProblemCode, string]>([
    ['otp_rate_limited', 'at <60 s>'],
    ['otp_locked', 'after <60 s>'],
    ['rate_limited', 'at <60 s>'],
    ['password_reset_recently', 'after <60 s>'],
  ])('for %s names the time', (code, time) => {
    expect(advice(code, { retryAt: NOW + 60_000 }).text).toContain(time);
  });

  test('is to sign in where the session is over, and to try again where that may help', () => {
    const withNext = (next: string) => CODES.filter((code) => advice(code).next === next);

    expect(withNext('sign_in')).toEqual(['unauthenticated', 'session_ended']);
    expect(withNext('retry')).toEqual([
      'rate_limited',
      'internal_error',
      'otp_dispatch_failed',
      'temporarily_unavailable',
      'no_response',
      'unexpected_response',
    ]);
  });
});
