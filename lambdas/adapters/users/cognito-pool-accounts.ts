import {
  AdminUserGlobalSignOutCommand,
  type CognitoIdentityProviderClient,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { DependencyError } from '../../domain/base/dependency-error.ts';
import type { PoolAccounts } from '../../domain/users/end-sessions.ts';

export class CognitoPoolAccounts implements PoolAccounts {
  readonly #client: CognitoIdentityProviderClient;
  readonly #userPoolId: string;

  constructor(client: CognitoIdentityProviderClient, userPoolId: string) {
    this.#client = client;
    this.#userPoolId = userPoolId;
  }

  async endRefreshTokens(email: string): Promise<void> {
    try {
      await this.#client.send(new AdminUserGlobalSignOutCommand({ UserPoolId: this.#userPoolId, Username: email }));
    } catch (error) {
      if (error instanceof UserNotFoundException) return;
      throw DependencyError.from('cognito', 'The user pool failed', error);
    }
  }
}
