import {
  AdminInitiateAuthCommand,
  CognitoIdentityProviderClient,
  LimitExceededException,
  NotAuthorizedException,
  PasswordResetRequiredException,
  TooManyRequestsException,
  UserNotConfirmedException,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { DependencyError } from '../../domain/base/dependency-error.ts';
import type { PasswordVerifier } from '../../domain/legacy-tokens/password-check.ts';

/** What the pool takes: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html */
const USERNAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;
const PASSWORD = /^\S(?:.{0,254}\S)?$/su;

export function createCognitoClient(): CognitoIdentityProviderClient {
  return new CognitoIdentityProviderClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 500, requestTimeout: 2_500, throwOnRequestTimeout: true },
  });
}

/** Checks passwords with AdminInitiateAuth, which takes IAM credentials: nobody outside can use the app client. */
export class CognitoPasswordVerifier implements PasswordVerifier {
  readonly #client: CognitoIdentityProviderClient;
  readonly #userPoolId: string;
  readonly #clientId: string;

  constructor(client: CognitoIdentityProviderClient, userPoolId: string, clientId: string) {
    this.#client = client;
    this.#userPoolId = userPoolId;
    this.#clientId = clientId;
  }

  async verify(username: string, password: string) {
    // The pool calls these invalid parameters, which must not look like a failure of the pool.
    if (!USERNAME.test(username) || !PASSWORD.test(password)) return { outcome: 'rejected' as const };
    try {
      const answer = await this.#client.send(
        new AdminInitiateAuthCommand({
          UserPoolId: this.#userPoolId,
          ClientId: this.#clientId,
          AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: username, PASSWORD: password },
        }),
      );
      if (answer.ChallengeName !== undefined) return { outcome: 'interaction_required' as const };
      return { outcome: 'verified' as const, subject: subjectOf(answer.AuthenticationResult?.IdToken) };
    } catch (error) {
      return outcomeOf(error);
    }
  }
}

function outcomeOf(error: unknown) {
  if (
    error instanceof NotAuthorizedException ||
    error instanceof UserNotFoundException ||
    // Told from the account's state, perhaps before the password was looked at: saying so would reveal the account.
    error instanceof PasswordResetRequiredException ||
    error instanceof UserNotConfirmedException
  ) {
    return { outcome: 'rejected' as const };
  }
  if (error instanceof TooManyRequestsException || error instanceof LimitExceededException) {
    return { outcome: 'throttled' as const };
  }
  throw DependencyError.from('cognito', 'The user pool failed', error);
}

/** The token comes straight from the user pool over a signed call, so its signature needs no check. */
function subjectOf(idToken: string | undefined): string {
  try {
    const [, payload = ''] = (idToken ?? '').split('.');
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    if (
      typeof claims === 'object' &&
      claims !== null &&
      'sub' in claims &&
      typeof claims.sub === 'string' &&
      claims.sub
    ) {
      return claims.sub;
    }
  } catch {
    // Falls through: whatever cannot be read has no subject. The cause could quote the token, so it is not kept.
  }
  throw new DependencyError('cognito', 'The user pool answered without a subject.');
}
