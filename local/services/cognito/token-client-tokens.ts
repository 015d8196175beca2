import { randomBytes, randomUUID } from 'node:crypto';
import type { Account } from '../accounts/accounts.ts';
import { type SigningKeys, signToken } from '../accounts/signing-keys.ts';

export interface TokenIssuer {
  readonly issuer: string;
  readonly keys: SigningKeys;
}

const TOKEN_SECONDS = 5 * 60;

/**
 * Returns the tokens of AdminInitiateAuth: genuine tokens of the pool for another client than the hub's, signed with the
 * same keys. A check that forgets the audience accepts them here, as it does in AWS.
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
    // Useless: the client does not accept refresh tokens.
    RefreshToken: randomBytes(32).toString('base64url'),
    ExpiresIn: TOKEN_SECONDS,
    TokenType: 'Bearer',
  };
}
