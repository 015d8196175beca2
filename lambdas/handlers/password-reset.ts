import type { PostConfirmationTriggerEvent } from 'aws-lambda';
import { endSessionsAfterReset } from '../domain/users/end-sessions.ts';
import type { SignedInAccount } from '../domain/users/identity.ts';
import { errorFields, log } from '../http/log.ts';
import { type PasswordResetRuntime, passwordResetRuntime } from '../runtime/user-pool.ts';

/** Runs after somebody has set a new password with a code by e-mail, and ends what the old password has led to. */
export function createPasswordResetHandler({ accountsOf, userPoolsOrigin, ...runtime }: PasswordResetRuntime) {
  return async function handlePasswordReset<E extends PostConfirmationTriggerEvent>(event: E): Promise<E> {
    if (event.triggerSource !== 'PostConfirmation_ConfirmForgotPassword') return event;
    const report = (error: unknown) => log('error', 'refresh_tokens_not_ended', errorFields(error));
    try {
      const { outcome } = await endSessionsAfterReset(accountOf(event, userPoolsOrigin), {
        ...runtime,
        accounts: accountsOf(event.userPoolId),
        report,
        nowMs: Date.now(),
      });
      log('info', 'password_reset', { account: event.userName, outcome });
    } catch (error) {
      log('error', 'password_reset_failed', { account: event.userName, ...errorFields(error) });
      // Cognito calls again after a timeout only, and shows the message to the user.
      throw new Error('The sessions could not be ended. Reset the password again.');
    }
    return event;
  };
}

/** The pool is known by the event alone: a variable with its ID would make pool and function depend on each other. */
function accountOf({ userPoolId, request }: PostConfirmationTriggerEvent, userPoolsOrigin: string): SignedInAccount {
  const { sub: subject, email, email_verified: verified } = request.userAttributes;
  if (subject === undefined) throw new TypeError('The event names no account.');
  const isVerified = verified === 'true' && email !== undefined;
  return { issuer: `${userPoolsOrigin}/${userPoolId}`, subject, email: isVerified ? email : null };
}

export const handler = createPasswordResetHandler(passwordResetRuntime());
