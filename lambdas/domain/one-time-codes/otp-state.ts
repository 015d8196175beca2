/** The state of a user's one-time codes, and the rules for changing it. Pure; times are epoch milliseconds. */

import type { OtpAction } from './otp-action.ts';

export type Channel = 'email' | 'whatsapp';

export interface OtpChallenge {
  readonly id: string;
  readonly partnerId: string;
  readonly action: OtpAction;
  readonly channel: Channel;
  /** HMAC of the code, hexadecimal; see otp-code.ts. */
  readonly codeHash: string;
  readonly pepperVersion: string;
  readonly attemptsLeft: number;
  readonly sentMs: number;
  readonly expiresMs: number;
}

export interface OtpState {
  /** 0 if no state is stored; every write adds one. */
  readonly version: number;
  readonly challenge: OtpChallenge | null;
  /** IDs of challenges that were used or superseded, oldest first. */
  readonly pastChallenges: readonly string[];
  /** When codes were sent, as far as these sends count for the limit. */
  readonly sendsMs: readonly number[];
  readonly failuresMs: readonly number[];
  readonly lockedUntilMs: number | null;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
export const CODE_MINUTES = 5;
export const MAX_ATTEMPTS = 5;
const RESEND_MS = 30_000;
const MAX_SENDS = 5;
const WINDOW_MS = 15 * MINUTE_MS;
const MAX_FAILURES = 10;
const LOCK_MS = DAY_MS;
const MAX_PAST_CHALLENGES = 20;

export const NO_OTP_STATE: OtpState = {
  version: 0,
  challenge: null,
  pastChallenges: [],
  sendsMs: [],
  failuresMs: [],
  lockedUntilMs: null,
};

/** Returns when the lock ends, or null if the user is not locked. */
export function lockEnd({ lockedUntilMs }: OtpState, nowMs: number): number | null {
  return lockedUntilMs !== null && lockedUntilMs > nowMs ? lockedUntilMs : null;
}

/** Returns when a lock that begins at that time ends. */
export function lockEndOf(atMs: number): number {
  return atMs + LOCK_MS;
}

/** Returns when the next code may be sent, or null if one may be sent now. */
export function nextSend({ challenge, sendsMs }: OtpState, nowMs: number): number | null {
  const countedMs = sendsMs.filter((at) => at > nowMs - WINDOW_MS);
  const waits = [
    ...(countedMs.length < MAX_SENDS ? [] : [Math.min(...countedMs) + WINDOW_MS]),
    ...(challenge !== null && isPending(challenge, nowMs) ? [resendTime(challenge)] : []),
  ].filter((time) => time > nowMs);
  return waits.length === 0 ? null : Math.max(...waits);
}

export function resendTime({ sentMs }: Pick<OtpChallenge, 'sentMs'>): number {
  return sentMs + RESEND_MS;
}

export function expiryOf(sentMs: number): number {
  return sentMs + CODE_MINUTES * MINUTE_MS;
}

/** `over`: expired, used, superseded or out of attempts. */
export function findChallenge(
  state: OtpState,
  challengeId: string,
  partnerId: string,
  nowMs: number,
): OtpChallenge | 'over' | 'unknown' {
  const { challenge, pastChallenges } = state;
  if (challenge?.id === challengeId && challenge.partnerId === partnerId) {
    return isPending(challenge, nowMs) ? challenge : 'over';
  }
  return pastChallenges.includes(challengeId) ? 'over' : 'unknown';
}

/** Replaces the current challenge and takes a send slot. */
export function withChallenge(state: OtpState, challenge: OtpChallenge): OtpState {
  const sendsMs = state.sendsMs.filter((at) => at > challenge.sentMs - WINDOW_MS);
  return { ...withoutCurrent(state), challenge, sendsMs: [...sendsMs, challenge.sentMs] };
}

/** Releases the send slot of a failed send and drops its challenge; a later challenge stays. */
export function withoutFailedSend(state: OtpState, { id, sentMs }: OtpChallenge): OtpState {
  const challenge = state.challenge?.id === id ? null : state.challenge;
  return { ...state, challenge, sendsMs: withoutOne(state.sendsMs, sentMs) };
}

/** Consumes the challenge and releases its send slot. */
export function withUsedChallenge(state: OtpState, { sentMs }: OtpChallenge): OtpState {
  return { ...withoutCurrent(state), sendsMs: withoutOne(state.sendsMs, sentMs) };
}

/** Counts a wrong code against the challenge; the tenth wrong code in a day locks the user. */
export function withWrongCode(
  state: OtpState,
  challenge: OtpChallenge,
  nowMs: number,
): { readonly state: OtpState; readonly attemptsLeft: number; readonly locked: boolean } {
  const failuresMs = [...state.failuresMs.filter((at) => at > nowMs - DAY_MS), nowMs];
  const locked = failuresMs.length >= MAX_FAILURES;
  const attemptsLeft = locked ? 0 : challenge.attemptsLeft - 1;
  return {
    attemptsLeft,
    locked,
    state: {
      ...state,
      challenge: { ...challenge, attemptsLeft },
      // The lock replaces the failures that led to it.
      failuresMs: locked ? [] : failuresMs,
      lockedUntilMs: locked ? lockEndOf(nowMs) : state.lockedUntilMs,
    },
  };
}

function isPending({ attemptsLeft, expiresMs }: OtpChallenge, nowMs: number): boolean {
  return attemptsLeft > 0 && expiresMs > nowMs;
}

function withoutCurrent(state: OtpState): OtpState {
  if (state.challenge === null) return state;
  const pastChallenges = [...state.pastChallenges, state.challenge.id].slice(-MAX_PAST_CHALLENGES);
  return { ...state, challenge: null, pastChallenges };
}

function withoutOne(timesMs: readonly number[], timeMs: number): readonly number[] {
  const at = timesMs.indexOf(timeMs);
  return at === -1 ? timesMs : timesMs.toSpliced(at, 1);
}
