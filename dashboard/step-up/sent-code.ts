import type { OtpChallenge } from '../../lambdas/http/management-api/schemas/otp-challenges.ts';
import type { Channel } from './channels.ts';

/** A code that was sent. */
export interface SentCode {
  readonly challengeId: string;
  readonly channel: Channel;
  /** Masked. */
  readonly destination: string;
  /** Epoch milliseconds on this machine's clock. */
  readonly resendAt: number;
  readonly expiresAt: number;
}

/** @param clockOffsetMs - how far the API's clock is ahead of this machine's */
export function sentCodeOf(challenge: OtpChallenge, clockOffsetMs: number): SentCode {
  const { id, channel, destination, expires_at, resend_after } = challenge;
  return {
    challengeId: id,
    channel,
    destination,
    resendAt: Date.parse(resend_after) - clockOffsetMs,
    expiresAt: Date.parse(expires_at) - clockOffsetMs,
  };
}
