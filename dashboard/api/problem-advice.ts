import type { Problem } from './problem.ts';

/** What the viewer reads about a problem, and the one thing to do next. */
export interface Advice {
  readonly title: string;
  readonly text: string;
  readonly next: 'retry' | 'sign_in' | 'wait' | 'none';
}

/**
 * Returns plain words for a problem.
 *
 * @param time - formats a moment (epoch milliseconds) in the viewer's words, such as "14:32, in 3 minutes"
 */
export function adviceFor(problem: Problem, time: (moment: number) => string): Advice {
  const { code, retryAt } = problem;
  const when = retryAt === null ? 'in a moment' : time(retryAt);
  switch (code) {
    case 'no_response':
      return {
        title: 'Couldn’t reach the server',
        text: 'Check your connection, then try again.',
        next: 'retry',
      };
    case 'temporarily_unavailable':
      return { title: 'Not available right now', text: 'This is on our side. Try again in a moment.', next: 'retry' };
    case 'internal_error':
    case 'unexpected_response':
      return {
        title: 'Something went wrong',
        text: 'This is on our side. Try again; if it happens again, tell support the reference below.',
        next: 'retry',
      };
    case 'session_ended':
    case 'unauthenticated':
      return {
        title: 'Your session has ended',
        text: 'Sign in again: you come back to this page, and what you typed is kept.',
        next: 'sign_in',
      };
    case 'forbidden_origin':
      return {
        title: 'This address is not the Partner Hub',
        text: 'Open the Partner Hub at its own address, without a proxy in between.',
        next: 'none',
      };
    case 'not_a_partner_user':
      return {
        title: 'This account belongs to no partner',
        text: 'Ask your platform contact to add it, or sign in with another account.',
        next: 'none',
      };
    case 'partner_suspended':
      return {
        title: 'This partner is suspended',
        text: 'Keys cannot be created, rotated or broadened, and legacy tokens not turned on, until it is reactivated. Ask your platform contact.',
        next: 'none',
      };
    case 'otp_incorrect':
      return { title: 'That code is not right', text: attempts(problem.attemptsLeft), next: 'none' };
    case 'password_reset_recently':
      return {
        title: 'No codes by e-mail right after a password reset',
        text: `You can get one ${retryAt === null ? 'an hour after it' : `after ${when}`}, or by WhatsApp right away if you have a phone number on file.`,
        next: 'wait',
      };
    case 'otp_required':
      return {
        title: 'This change takes a code',
        text: 'It allows something that was not allowed before. Ask for a code, then confirm the change with it.',
        next: 'none',
      };
    case 'otp_expired':
      return {
        title: 'This code no longer works',
        text: 'It is too old, was used, or a newer one was sent. Ask for a new code.',
        next: 'none',
      };
    case 'otp_rate_limited':
      return {
        title: 'Too many codes were sent',
        text: `You can ask for the next one ${when === 'in a moment' ? when : `at ${when}`}.`,
        next: 'wait',
      };
    case 'otp_locked':
      return {
        title: 'One-time codes are locked for you',
        text: `There were too many wrong codes. You can try again ${retryAt === null ? 'within 24 hours' : `after ${when}`}. If that was not you, tell your platform contact.`,
        next: 'wait',
      };
    case 'otp_dispatch_failed':
      return {
        title: 'The code could not be sent',
        text: 'Try again, or choose the other way to get it. This attempt does not count.',
        next: 'retry',
      };
    case 'rate_limited':
      return {
        title: 'Too many requests',
        text: `Try again ${retryAt === null ? when : `at ${when}`}.`,
        next: 'retry',
      };
    case 'key_limit_reached':
      return {
        title: 'The limit of active keys is reached',
        text: 'Delete a key that is no longer used, then generate the new one.',
        next: 'none',
      };
    case 'rotated_already':
      return {
        title: 'This key was rotated already',
        text: 'A new key takes its place, and its end is final. Use the new key.',
        next: 'none',
      };
    case 'not_found':
      return {
        title: 'It no longer exists',
        text: 'It was deleted meanwhile. The list is up to date again.',
        next: 'none',
      };
    case 'invalid_request':
    case 'request_too_large':
    case 'unsupported_media_type':
      return {
        title: 'This was not accepted',
        text: problem.errors[0]?.detail ?? (problem.detail || 'Check what you typed.'),
        next: 'none',
      };
  }
}

function attempts(left: number | null): string {
  if (left === null) return 'Check it and type it again.';
  if (left === 0) return 'No attempts are left for this code. Ask for a new one.';
  return left === 1
    ? 'One attempt is left. Check it and type it again.'
    : `${left} attempts are left. Check it and type it again.`;
}
