import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  type AttributeType,
  type CognitoIdentityProviderClient,
  InvalidPasswordException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { DependencyError } from '../../domain/base/dependency-error.ts';
import type { AccountDirectory } from '../../domain/partners/manage-partners.ts';

export class CognitoAccountDirectory implements AccountDirectory {
  readonly #client: CognitoIdentityProviderClient;
  readonly #userPoolId: string;

  constructor(client: CognitoIdentityProviderClient, userPoolId: string) {
    this.#client = client;
    this.#userPoolId = userPoolId;
  }

  async ensureAccount({ email, phone, password }: { email: string; phone: string | null; password: string | null }) {
    try {
      const created = await this.#create(email, phone, password !== null);
      if (created !== null && password === null) return { subject: created, access: 'invited' as const };
      const account = created === null ? await this.#existing(email) : { subject: created, unused: true };
      // Also applies if an earlier attempt created the account but failed to set the password.
      if (password === null || !account.unused) return { subject: account.subject, access: 'unchanged' as const };
      await this.#setPassword(email, password);
      return { subject: account.subject, access: 'password_set' as const };
    } catch (error) {
      if (!(error instanceof InvalidPasswordException)) {
        throw DependencyError.from('cognito', 'The user pool failed', error);
      }
      const hint = 'Choose a password that the policy of the pool accepts.';
      throw new DependencyError('cognito', `The user pool failed: ${error.name}. ${hint}`, { cause: error });
    }
  }

  /** Returns null if the account exists. */
  async #create(email: string, phone: string | null, silent: boolean): Promise<string | null> {
    try {
      const { User } = await this.#client.send(
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
      return subjectOf(User?.Attributes);
    } catch (error) {
      if (error instanceof UsernameExistsException) return null;
      throw error;
    }
  }

  async #existing(email: string): Promise<{ subject: string; unused: boolean }> {
    const { UserAttributes, UserStatus } = await this.#client.send(
      new AdminGetUserCommand({ UserPoolId: this.#userPoolId, Username: email }),
    );
    return { subject: subjectOf(UserAttributes), unused: UserStatus === 'FORCE_CHANGE_PASSWORD' };
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
