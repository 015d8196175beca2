import { randomBytes, randomUUID } from 'node:crypto';
import type { Account } from '../accounts/accounts.ts';
import { type SigningKeys, signToken } from '../accounts/signing-keys.ts';

export interface TokenIssuer {
  readonly issuer: string;
  readonly keys: SigningKeys;
}

const TOKEN_SECONDS = 5 * 60;

/**
 * What AdminInitiateAuth answers: genuine tokens of the pool for another client than the hub's, signed with the keys that
 * sign the hub's, so that whoever forgets to check the audience takes them here as in AWS.
 */
export function tokenClientTokens({ issuer, keys }: TokenIssuer, clientId: string, account: Account) {
  const now = Math.floor(Date.now() / 1000);
  const common = {
    sub: account.subject,
    iss: issuer,
    origin_jti: randomUUID(),
    event_id: randomUUID(),
    auth_time: now,
    iat: now,
    exp: now + TOKEN_SECONDS,
  };
  return {
    IdToken: signToken(keys, {
      ...common,
      jti: randomUUID(),
      aud: clientId,
      token_use: 'id',
      email: account.email,
      email_verified: true,
      'cognito:username': account.subject,
    }),
    AccessToken: signToken(keys, {
      ...common,
      jti: randomUUID(),
      client_id: clientId,
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      username: account.subject,
    }),
    // Good for nothing: the client does not take refresh tokens.
    RefreshToken: randomBytes(32).toString('base64url'),
    ExpiresIn: TOKEN_SECONDS,
    TokenType: 'Bearer',
  };
}
