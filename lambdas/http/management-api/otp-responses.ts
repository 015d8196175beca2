import type { CodeRefusal } from '../../domain/one-time-codes/redeem-code.ts';
import type { ManagementCall } from './management-handler.ts';
import { secondsUntil } from './responses.ts';

/** Responds to a code that was not accepted. */
export function codeRefusalResponse(refusal: CodeRefusal, { problem, nowMs }: ManagementCall) {
  switch (refusal.outcome) {
    case 'challenge_not_found':
      return problem('not_found', { detail: 'There is no such challenge: ask for a new code.' });
    case 'challenge_mismatch':
      return problem('invalid_request', {
        errors: [
          { pointer: '/challenge_id', detail: 'The code was asked for another change: ask for one for this change.' },
        ],
      });
    case 'otp_incorrect': {
      const { attemptsLeft } = refusal;
      const used = { detail: 'The code is not right, and no attempts are left: ask for a new one.' };
      return problem('otp_incorrect', { attemptsLeft, ...(attemptsLeft > 0 ? {} : used) });
    }
    case 'otp_locked':
      return problem('otp_locked', { retryAfterSeconds: secondsUntil(refusal.untilMs, nowMs) });
    case 'otp_expired':
    case 'partner_suspended':
      return problem(refusal.outcome);
  }
}

const INVALID_OFF_AT = {
  past: 'Must be in the future: give a later time, or send enabled as false to switch off now.',
  off: 'Goes together with enabled as true only: tokens are accepted until then.',
};

/** Responds to an end of legacy tokens that cannot be scheduled. */
export function invalidOffAtResponse({ problem }: ManagementCall, reason: 'past' | 'off', pointer: string) {
  return problem('invalid_request', { errors: [{ pointer, detail: INVALID_OFF_AT[reason] }] });
}

/** Responds to an attempt to extend a key that has a successor. */
export function rotatedAlreadyResponse({ problem }: ManagementCall) {
  return problem('rotated_already', {
    detail: 'The key has a successor and ends by itself: its end can be brought forward only. Use the new key.',
  });
}

/** Responds to an expiry beyond the partner's maximum. */
export function lifetimeExceededResponse({ problem }: ManagementCall, maxDays: number, pointer: string) {
  const days = maxDays === 1 ? '1 day' : `${maxDays} days`;
  return problem('invalid_request', {
    errors: [{ pointer, detail: `Keys of this partner live at most ${days} from now: choose an earlier end.` }],
  });
}
