import { describe, expect, it } from '@jest/globals';
import {
  lockEnd,
  NO_OTP_STATE,
  nextSend,
  type OtpChallenge,
  resendTime,
  withChallenge,
  withWrongCode,
} from '../../../../lambdas/domain/one-time-codes/otp-state.ts';

const NOW_MS = Date.parse('2026-11-24T08:00:00.000Z');
const WINDOW_MS = 15 * 60_000;
const DAY_MS = 86_400_000;
const challenge: OtpChallenge = {
  id: 'challenge',
  partnerId: 'demoPA',
  action: { purpose: 'update_settings', changes: {} },
  channel: 'email',
  codeHash: '00',
  pepperVersion: 'v1',
  attemptsLeft: 5,
  sentMs: NOW_MS - 60_000,
  expiresMs: NOW_MS + 240_000,
};
/** One minute apart, the last one a minute ago. */
const sends = (count: number) => Array.from({ length: count }, (_, index) => NOW_MS - (count - index) * 60_000);

describe('the window of sends', () => {
  it('lets five in', () => {
    expect(nextSend({ ...NO_OTP_STATE, sendsMs: sends(4) }, NOW_MS)).toBeNull();
    expect(nextSend({ ...NO_OTP_STATE, sendsMs: sends(5) }, NOW_MS)).toBe(NOW_MS - 5 * 60_000 + WINDOW_MS);
  });

  // Its slot would be the next to open, at once: a sixth send beside five in the window.
  it('does not hold a send of exactly 15 minutes ago, and holds one of a millisecond less', () => {
    const sendsMs = [NOW_MS - WINDOW_MS, ...sends(5)];
    expect(nextSend({ ...NO_OTP_STATE, sendsMs }, NOW_MS)).toBe(NOW_MS - 5 * 60_000 + WINDOW_MS);
    const edge = NOW_MS - WINDOW_MS + 1;
    expect(nextSend({ ...NO_OTP_STATE, sendsMs: [edge, ...sends(4)] }, NOW_MS)).toBe(NOW_MS + 1);
  });

  // The earlier of the two would let a send in that the other forbids.
  it.each([
    ['the window opens', NOW_MS + 1_000, 'resend'],
    ['the last code may be sent again', NOW_MS + 60_000, 'window'],
  ])('lets nobody in once %s, if the other is yet to come', (_, windowOpensMs, later) => {
    const pending = { ...challenge, sentMs: NOW_MS - 10_000 };
    const sendsMs = [windowOpensMs - WINDOW_MS, ...sends(4)];
    const expected = later === 'resend' ? resendTime(pending) : windowOpensMs;
    expect(nextSend({ ...NO_OTP_STATE, challenge: pending, sendsMs }, NOW_MS)).toBe(expected);
    expect(expected).toBe(Math.max(windowOpensMs, resendTime(pending)));
  });

  it('forgets with the next challenge what has left it', () => {
    const state = { ...NO_OTP_STATE, sendsMs: [NOW_MS - WINDOW_MS, NOW_MS - WINDOW_MS + 1] };
    const { sendsMs } = withChallenge(state, { ...challenge, sentMs: NOW_MS });
    expect(sendsMs).toEqual([NOW_MS - WINDOW_MS + 1, NOW_MS]);
  });
});

describe('the tenth wrong code of a day locks', () => {
  const failed = (oldest: number) => ({ ...NO_OTP_STATE, challenge, failuresMs: [oldest, ...sends(8)] });

  it('if the first of them was less than a day ago', () => {
    const { locked, attemptsLeft, state } = withWrongCode(failed(NOW_MS - DAY_MS + 1), challenge, NOW_MS);
    expect({ locked, attemptsLeft }).toEqual({ locked: true, attemptsLeft: 0 });
    expect(state).toMatchObject({ failuresMs: [], lockedUntilMs: NOW_MS + DAY_MS });
    expect(lockEnd(state, NOW_MS + DAY_MS - 1)).toBe(NOW_MS + DAY_MS);
    expect(lockEnd(state, NOW_MS + DAY_MS)).toBeNull();
  });

  it('but not if it was exactly a day ago', () => {
    const { locked, attemptsLeft, state } = withWrongCode(failed(NOW_MS - DAY_MS), challenge, NOW_MS);
    expect({ locked, attemptsLeft }).toEqual({ locked: false, attemptsLeft: 4 });
    expect(state).toMatchObject({ failuresMs: [...sends(8), NOW_MS], lockedUntilMs: null });
  });
});
