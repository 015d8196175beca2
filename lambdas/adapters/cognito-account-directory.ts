import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  type AttributeType,
  type CognitoIdentityProviderClient,
  InvalidPasswordException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { DependencyError } from '../domain/dependency-error.ts';
import type { AccountDirectory } from '../domain/manage-partners.ts';

export class CognitoAccountDirectory implements AccountDirectory {
  readonly #client: CognitoIdentityProviderClient;
  readonly #userPoolId: string;

  constructor(client: CognitoIdentityProviderClient, userPoolId: string) {
    this.#client = client;
    this.#userPoolId = userPoolId;
  }

  async ensureAccount({ email, phone, password }: { email: string; phone: string | null; password: string | null }) {
    try {
      const subject = await this.#create(email, phone, password !== null);
      if (subject === null) return await this.#subject(email);
      if (password !== null) await this.#setPassword(email, password);
      return subject;
    } catch (error) {
      if (error instanceof DependencyError) throw error;
      const name = error instanceof Error ? error.name : 'unknown error';
      const hint =
        error instanceof InvalidPasswordException ? ' Choose a password that the policy of the pool accepts.' : '';
      throw new DependencyError('cognito', `The user pool failed: ${name}.${hint}`, { cause: error });
    }
  }

  /** null if the account exists. */
  async #create(email: string, phone: string | null, silent: boolean): Promise<string | null> {
    try {
      const { User } = await this.#client.send(
        new AdminCreateUserCommand({
          UserPoolId: this.#userPoolId,
          Username: email,
          ...(silent ? { MessageAction: 'SUPPRESS' as const } : {}),
          UserAttributes: [
            { Name: 'email', Value: email },
            { Name: 'email_verified', Value: 'true' },
            ...(phone === null ? [] : [{ Name: 'phone_number', Value: phone }]),
          ],
        }),
      );
      return subjectOf(User?.Attributes);
    } catch (error) {
      if (error instanceof UsernameExistsException) return null;
      throw error;
    }
  }

  async #subject(email: string): Promise<string> {
    const { UserAttributes } = await this.#client.send(
      new AdminGetUserCommand({ UserPoolId: this.#userPoolId, Username: email }),
    );
    return subjectOf(UserAttributes);
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

function subjectOf(attributes: AttributeType[] | undefined): string {
  const subject = attributes?.find(({ Name }) => Name === 'sub')?.Value;
  if (!subject) throw new DependencyError('cognito', 'The user pool answered without a subject.');
  return subject;
}
