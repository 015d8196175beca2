import {
  AdminInitiateAuthCommand,
  type CognitoIdentityProviderClient,
  LimitExceededException,
  NotAuthorizedException,
  PasswordResetRequiredException,
  TooManyRequestsException,
  UserNotConfirmedException,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { DependencyError } from '../../domain/base/dependency-error.ts';
import type { PasswordVerifier } from '../../domain/legacy-tokens/password-check.ts';
import type { SignedInAccount } from '../../domain/users/identity.ts';

/** What the pool accepts: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html */
const USERNAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;
const PASSWORD = /^\S(?:.{0,254}\S)?$/su;

/** Checks passwords with AdminInitiateAuth, which takes IAM credentials, so nobody else can use the app client. */
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
    // The pool would respond with an error that looks like a failure of the pool.
    if (!USERNAME.test(username) || !PASSWORD.test(password)) return { outcome: 'rejected' as const };
    try {
      const response = await this.#client.send(
        new AdminInitiateAuthCommand({
          UserPoolId: this.#userPoolId,
          ClientId: this.#clientId,
          AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: username, PASSWORD: password },
        }),
      );
      if (response.ChallengeName !== undefined) return { outcome: 'interaction_required' as const };
      return { outcome: 'verified' as const, account: accountOf(response.AuthenticationResult?.IdToken) };
    } catch (error) {
      return outcomeOf(error);
    }
  }
}

function outcomeOf(error: unknown) {
  if (
    error instanceof NotAuthorizedException ||
    error instanceof UserNotFoundException ||
    // The pool may check the account's state before the password, so another outcome would reveal the account.
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

/** Does not verify the token's signature: the token comes directly from the user pool in a signed call. */
function accountOf(idToken: string | undefined): SignedInAccount {
  const { iss: issuer, sub: subject, email, email_verified: verified } = claimsOf(idToken);
  if (typeof issuer !== 'string' || !issuer || typeof subject !== 'string' || !subject) {
    throw new DependencyError('cognito', 'The user pool answered without an issuer and a subject.');
  }
  return { issuer, subject, email: verified === true && typeof email === 'string' ? email : null };
}

function claimsOf(idToken: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const [, payload = ''] = (idToken ?? '').split('.');
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? { ...claims } : {};
  } catch {
    // The cause could quote the token, so it is dropped.
    return {};
  }
}
