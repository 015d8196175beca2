import { createHmac, randomInt } from 'node:crypto';
import { randomBase62 } from '../base/base62.ts';
import { formatAction } from './otp-action.ts';
import type { OtpChallenge } from './otp-state.ts';

/** The secret that codes are hashed with. */
export interface Pepper {
  current(): Promise<{ readonly value: string; readonly version: string }>;
  /** Returns an earlier version, too, as long as a pending challenge may need it. */
  ofVersion(version: string): Promise<string>;
}

const CODE_DIGITS = 6;
/** 142 random bits: another user's ID cannot be guessed. */
const CHALLENGE_ID_LENGTH = 24;

/** What a code is bound to: it is invalid for another user, change or challenge. */
export type CodeBinding = Pick<OtpChallenge, 'id' | 'partnerId' | 'action'> & { readonly userId: string };

/** Returns six digits from the CSPRNG, uniformly distributed. */
export function generateCode(): string {
  return String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
}

export function generateChallengeId(): string {
  return randomBase62(CHALLENGE_ID_LENGTH);
}

/** Returns an HMAC-SHA-256, hexadecimal. Six digits have too little entropy for a plain hash; the pepper is not in the table. */
export function hashCode(pepper: string, code: string, { id, userId, partnerId, action }: CodeBinding): string {
  const bound = JSON.stringify([id, userId, partnerId, formatAction(action), code]);
  return createHmac('sha256', pepper).update(bound).digest('hex');
}
