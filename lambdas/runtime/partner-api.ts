import { DynamoDbCredentialStore } from '../adapters/authorize/dynamodb-credential-store.ts';
import { createCognitoClient } from '../adapters/aws/cognito-client.ts';
import { createDynamoDbClient } from '../adapters/dynamodb/dynamodb-client.ts';
import { DynamoDbTable } from '../adapters/dynamodb/dynamodb-table.ts';
import { CognitoPasswordVerifier } from '../adapters/legacy-tokens/cognito-password-verifier.ts';
import { DynamoDbLegacyTokenStore } from '../adapters/legacy-tokens/dynamodb-legacy-token-store.ts';
import { DynamoDbPasswordFailures } from '../adapters/legacy-tokens/dynamodb-password-failures.ts';
import { DynamoDbUserStore } from '../adapters/users/dynamodb-user-store.ts';
import { authorizerConfig, hubUrl, tokenConfig } from '../config.ts';
import type { CredentialStore } from '../domain/authorize/credential-store.ts';
import type { LegacyTokenStore } from '../domain/legacy-tokens/legacy-token-store.ts';
import type { PasswordFailures, PasswordVerifier } from '../domain/legacy-tokens/password-check.ts';
import type { KeyEnvironment } from '../domain/model/api-key.ts';
import type { SignInStore } from '../domain/users/user-store.ts';
import type { TrustedCdn } from '../http/partner-api/caller-ip.ts';

/** Composes the adapters of the Partner API's functions. Called once per instance; throws an Error that names a missing variable. */

export interface AuthorizerRuntime {
  readonly store: CredentialStore;
  readonly environment: KeyEnvironment;
  /** null: the API is called directly. */
  readonly trustedCdn: TrustedCdn | null;
}

export function authorizerRuntime(): AuthorizerRuntime {
  const { tableName: name, keyEnvironment: environment, trustedCdn } = authorizerConfig(process.env);
  return { store: new DynamoDbCredentialStore(createDynamoDbClient(), name), environment, trustedCdn };
}

export interface TokenRuntime {
  readonly passwords: PasswordVerifier;
  readonly failures: PasswordFailures;
  readonly users: SignInStore;
  readonly store: LegacyTokenStore;
  readonly hubUrl: string;
  /** null: the API is called directly. */
  readonly trustedCdn: TrustedCdn | null;
}

export function tokenRuntime(): TokenRuntime {
  const { tableName: name, userPoolId, tokenClientId, hubUrl: url, trustedCdn } = tokenConfig(process.env);
  const table = new DynamoDbTable(createDynamoDbClient(), name);
  return {
    passwords: new CognitoPasswordVerifier(createCognitoClient(), userPoolId, tokenClientId),
    failures: new DynamoDbPasswordFailures(table),
    users: new DynamoDbUserStore(table),
    store: new DynamoDbLegacyTokenStore(table),
    hubUrl: url,
    trustedCdn,
  };
}

export interface WhoamiRuntime {
  readonly hubUrl: string;
}

export function whoamiRuntime(): WhoamiRuntime {
  return { hubUrl: hubUrl(process.env) };
}
