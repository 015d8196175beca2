import { CognitoPasswordVerifier, createCognitoClient } from './adapters/cognito-password-verifier.ts';
import { createDynamoDbClient } from './adapters/dynamodb-client.ts';
import { DynamoDbCredentialStore } from './adapters/dynamodb-credential-store.ts';
import { DynamoDbLegacyTokenStore } from './adapters/dynamodb-legacy-token-store.ts';
import { DynamoDbPasswordFailures } from './adapters/dynamodb-password-failures.ts';
import { authorizerConfig, tokenConfig } from './config.ts';
import type { KeyEnvironment } from './domain/api-key.ts';
import type { CredentialStore, LegacyTokenStore, PasswordFailures, PasswordVerifier } from './domain/ports.ts';

export interface AuthorizerRuntime {
  readonly store: CredentialStore;
  readonly environment: KeyEnvironment;
}

export interface TokenRuntime {
  readonly passwords: PasswordVerifier;
  readonly failures: PasswordFailures;
  readonly store: LegacyTokenStore;
}

/** Adapters of the authorizer; called once per instance. Throws an Error that names a missing variable. */
export function authorizerRuntime(): AuthorizerRuntime {
  const { tableName, keyEnvironment } = authorizerConfig(process.env);
  return { store: new DynamoDbCredentialStore(createDynamoDbClient(), tableName), environment: keyEnvironment };
}

/** Adapters of `POST /token`; called once per instance. Throws an Error that names a missing variable. */
export function tokenRuntime(): TokenRuntime {
  const { tableName, userPoolId, tokenClientId } = tokenConfig(process.env);
  const dynamoDb = createDynamoDbClient();
  return {
    passwords: new CognitoPasswordVerifier(createCognitoClient(), userPoolId, tokenClientId),
    failures: new DynamoDbPasswordFailures(dynamoDb, tableName),
    store: new DynamoDbLegacyTokenStore(dynamoDb, tableName),
  };
}
