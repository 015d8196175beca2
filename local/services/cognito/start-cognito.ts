import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Accounts } from '../accounts/accounts.ts';
import { loadSigningKeys } from '../accounts/signing-keys.ts';
import { type Operation, operation, ServiceError, startJsonService } from '../aws-json/start-json-service.ts';
import { type TokenIssuer, tokenClientTokens } from './token-client-tokens.ts';
import { type Invitation, userOperations } from './user-operations.ts';

export interface CognitoServer {
  readonly endpoint: string;
  close(): Promise<void>;
}

export interface CognitoServerOptions {
  /** Shared with the sign-in page. */
  readonly accounts: Accounts;
  readonly userPoolId: string;
  /** The clients that may call AdminInitiateAuth. */
  readonly clientIds: readonly string[];
  /** The issuer of the local sign-in, whose keys are in `keysFile`. */
  readonly issuer: string;
  readonly keysFile: string;
  readonly sendInvitation: (invitation: Invitation) => Promise<void>;
  readonly endRefreshTokens: (subject: string) => void;
}

/** Serves the few operations of the user pool that this project calls, over the service's own protocol. */
export async function startCognito(options: CognitoServerOptions): Promise<CognitoServer> {
  const { accounts, userPoolId, clientIds, sendInvitation, endRefreshTokens } = options;
  const tokens = { issuer: options.issuer, keys: loadSigningKeys(options.keysFile) };
  const inPool = (perform: Operation): Operation => {
    return (input) => {
      if (input.UserPoolId !== userPoolId) {
        throw new ServiceError('ResourceNotFoundException', 'User pool does not exist.');
      }
      return perform(input);
    };
  };
  const operations = {
    ...userOperations({ accounts, sendInvitation, endRefreshTokens }),
    AdminInitiateAuth: operation(INITIATE_AUTH, (input) => initiateAuth(accounts, clientIds, tokens, input)),
  };
  return startJsonService({
    target: 'AWSCognitoIdentityProviderService',
    operations: Object.fromEntries(Object.entries(operations).map(([name, perform]) => [name, inPool(perform)])),
  });
}

const INITIATE_AUTH = z.object({
  ClientId: z.string(),
  AuthFlow: z.string(),
  AuthParameters: z.object({ USERNAME: z.string().default(''), PASSWORD: z.string().default('') }).prefault({}),
});

function initiateAuth(
  accounts: Accounts,
  clientIds: readonly string[],
  tokens: TokenIssuer,
  {
    ClientId: clientId,
    AuthFlow: flow,
    AuthParameters: { USERNAME: username, PASSWORD: password },
  }: z.output<typeof INITIATE_AUTH>,
) {
  if (!clientIds.includes(clientId)) {
    throw new ServiceError('ResourceNotFoundException', 'User pool client does not exist.');
  }
  if (flow !== 'ADMIN_USER_PASSWORD_AUTH') {
    throw new ServiceError('InvalidParameterException', 'The flow is not enabled for this client.');
  }
  const authentication = accounts.authenticate(username, password);
  switch (authentication.outcome) {
    case 'rejected':
      // The client prevents user existence errors: an unknown user gets the response of a wrong password.
      throw new ServiceError('NotAuthorizedException', 'Incorrect username or password.');
    case 'new_password_required':
      return {
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session: randomBytes(32).toString('base64url'),
        ChallengeParameters: { USER_ID_FOR_SRP: authentication.account.subject, requiredAttributes: '[]' },
      };
    case 'verified':
      return {
        AuthenticationResult: tokenClientTokens(tokens, clientId, authentication.account),
        ChallengeParameters: {},
      };
  }
}
