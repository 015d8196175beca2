import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  InvalidPasswordException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { DependencyError } from '../../domain/base/dependency-error.ts';
import type { AccountAccess, AccountDirectory } from '../../domain/users/manage-users.ts';

export class CognitoAccountDirectory implements AccountDirectory {
  readonly #client: CognitoIdentityProviderClient;
  readonly #userPoolId: string;

  constructor(client: CognitoIdentityProviderClient, userPoolId: string) {
    this.#client = client;
    this.#userPoolId = userPoolId;
  }

  async ensureAccount({
    email,
    phone,
    password,
  }: Parameters<AccountDirectory['ensureAccount']>[0]): Promise<AccountAccess> {
    try {
      const created = await this.#create(email, phone, password !== null);
      if (created && password === null) return 'invited';
      // Also applies if an earlier attempt created the account but failed to set the password.
      if (password === null || !(created || (await this.#isUnused(email)))) return 'unchanged';
      await this.#setPassword(email, password);
      return 'password_set';
    } catch (error) {
      if (!(error instanceof InvalidPasswordException)) {
        throw DependencyError.from('cognito', 'The user pool failed', error);
      }
      const hint = 'Choose a password that the policy of the pool accepts.';
      throw new DependencyError('cognito', `The user pool failed: ${error.name}. ${hint}`, { cause: error });
    }
  }

  /** Returns false if the account exists. */
  async #create(email: string, phone: string | null, silent: boolean): Promise<boolean> {
    try {
      await this.#client.send(
        new AdminCreateUserCommand({
          UserPoolId: this.#userPoolId,
          Username: email,
          // The default is SMS, which would not reach users without a phone number.
          ...(silent ? { MessageAction: 'SUPPRESS' as const } : { DesiredDeliveryMediums: ['EMAIL' as const] }),
          UserAttributes: [
            { Name: 'email', Value: email },
            { Name: 'email_verified', Value: 'true' },
            ...(phone === null ? [] : [{ Name: 'phone_number', Value: phone }]),
          ],
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof UsernameExistsException) return false;
      throw error;
    }
  }

  async #isUnused(email: string): Promise<boolean> {
    const { UserStatus } = await this.#client.send(
      new AdminGetUserCommand({ UserPoolId: this.#userPoolId, Username: email }),
    );
    return UserStatus === 'FORCE_CHANGE_PASSWORD';
  }

  async #setPassword(email: string, password: string): Promise<void> {
    await this.#client.send(
      new AdminSetUserPasswordCommand({
        UserPoolId: this.#userPoolId,
        Username: email,
        Password: password,
        Permanent: true,
      }),
    );
  }
}
