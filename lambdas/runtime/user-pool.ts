import { createCognitoClient } from '../adapters/aws/cognito-client.ts';
import { CognitoPoolAccounts } from '../adapters/users/cognito-pool-accounts.ts';
import { DynamoDbUserStore } from '../adapters/users/dynamodb-user-store.ts';
import { userPoolsOrigin } from '../config.ts';
import type { PasswordResetOptions, PoolAccounts } from '../domain/users/end-sessions.ts';
import { recordsTable } from './shared.ts';

/** Composes the adapters of the user pool's triggers. Called once per instance; throws an Error that names a missing variable. */

/** Cognito waits five seconds for a trigger. */
const TIMEOUT_MS = 1_000;

export interface PasswordResetRuntime extends Pick<PasswordResetOptions, 'users'> {
  readonly accountsOf: (userPoolId: string) => PoolAccounts;
  /** Below which the Region's user pools are issuers, by ID. */
  readonly userPoolsOrigin: string;
}

export function passwordResetRuntime(): PasswordResetRuntime {
  const client = createCognitoClient(TIMEOUT_MS);
  return {
    users: new DynamoDbUserStore(recordsTable()),
    accountsOf: (userPoolId) => new CognitoPoolAccounts(client, userPoolId),
    userPoolsOrigin: userPoolsOrigin(process.env),
  };
}
