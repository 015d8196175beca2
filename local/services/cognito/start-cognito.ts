import { randomBytes } from 'node:crypto';
import type { Accounts } from '../accounts/accounts.ts';
import { loadSigningKeys } from '../accounts/signing-keys.ts';
import { type Input, type Operation, ServiceError, startJsonService } from '../aws-json/start-json-service.ts';
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
  /** The clients that may ask for AdminInitiateAuth. */
  readonly clientIds: readonly string[];
  /** The sign-in's, whose keys are in `keysFile`. */
  readonly issuer: string;
  readonly keysFile: string;
  readonly sendInvitation: (invitation: Invitation) => Promise<void>;
}

/** The few operations of the user pool that this project calls, over the service's own protocol. */
export async function startCognito(options: CognitoServerOptions): Promise<CognitoServer> {
  const { accounts, userPoolId, clientIds } = options;
  const tokens = { issuer: options.issuer, keys: loadSigningKeys(options.keysFile) };
  const inPool = (operation: Operation): Operation => {
    return (input) => {
      if (input.UserPoolId !== userPoolId) {
        throw new ServiceError('ResourceNotFoundException', 'User pool does not exist.');
      }
      return operation(input);
    };
  };
  const operations = {
    ...userOperations(accounts, options.sendInvitation),
    AdminInitiateAuth: (input: Input) => initiateAuth(accounts, clientIds, tokens, input),
  };
  return startJsonService({
    target: 'AWSCognitoIdentityProviderService',
    operations: new Map(Object.entries(operations).map(([name, operation]) => [name, inPool(operation)])),
  });
}

function initiateAuth(accounts: Accounts, clientIds: readonly string[], tokens: TokenIssuer, input: Input) {
  const clientId = String(input.ClientId);
  if (!clientIds.includes(clientId)) {
    throw new ServiceError('ResourceNotFoundException', 'User pool client does not exist.');
  }
  if (input.AuthFlow !== 'ADMIN_USER_PASSWORD_AUTH') {
    throw new ServiceError('InvalidParameterException', 'The flow is not enabled for this client.');
  }
  const { USERNAME = '', PASSWORD = '' } = input.AuthParameters as Record<string, string>;
  const authentication = accounts.authenticate(USERNAME, PASSWORD);
  switch (authentication.outcome) {
    case 'rejected':
      // The client prevents user existence errors: an unknown user is answered like a wrong password.
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
