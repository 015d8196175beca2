import type { Invoke } from '../../functions/invocation.ts';
import type { Account } from '../accounts/accounts.ts';

export interface PostConfirmationOptions {
  readonly region: string;
  readonly userPoolId: string;
  /** The client whose pages the password was reset on. */
  readonly clientId: string;
  /** null: the pool has no such trigger. */
  readonly functionArn: string | null;
  readonly invoke: Invoke;
}

/** Cognito calls a trigger that does not respond in time up to three times. */
const ATTEMPTS = 3;

/**
 * Returns a function that calls the pool's trigger after a forgotten password was reset. It rejects if the trigger fails.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html
 */
export function afterPasswordReset(options: PostConfirmationOptions): (account: Account) => Promise<void> {
  const { functionArn, invoke } = options;
  return async (account) => {
    if (functionArn === null) return;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const result = await invoke(functionArn, eventOf(options, account));
      if (result.kind === 'timeout') continue;
      // The pool takes nothing but the event as the response.
      if (result.kind === 'result' && typeof result.payload === 'object' && result.payload !== null) return;
      throw new Error(
        result.kind === 'error' ? `PostConfirmation failed with error ${result.errorMessage}.` : 'Invalid response.',
      );
    }
    throw new Error('PostConfirmation invocation failed due to error TimeoutError.');
  };
}

function eventOf({ region, userPoolId, clientId }: PostConfirmationOptions, { subject, email, phone }: Account) {
  return {
    version: '1',
    region,
    userPoolId,
    userName: subject,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
    triggerSource: 'PostConfirmation_ConfirmForgotPassword',
    request: {
      userAttributes: {
        sub: subject,
        email_verified: 'true',
        'cognito:user_status': 'CONFIRMED',
        email,
        ...(phone === null ? {} : { phone_number: phone }),
      },
    },
    response: {},
  };
}
