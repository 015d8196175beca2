import type { Account, Accounts } from '../accounts/accounts.ts';
import { conformsToPolicy, TEMPORARY_PASSWORD_DAYS } from '../accounts/password-policy.ts';
import { type Input, type Operation, ServiceError } from '../aws-json/start-json-service.ts';
import { generateSecret } from '../secrets/generate-secret.ts';

export interface Invitation {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** What an operator's commands call. */
export function userOperations(
  accounts: Accounts,
  sendInvitation: (invitation: Invitation) => Promise<void>,
): Record<'AdminCreateUser' | 'AdminDeleteUser' | 'AdminGetUser' | 'AdminSetUserPassword', Operation> {
  const known = (username: unknown): Account => {
    const account = accounts.find(String(username));
    if (account === undefined) throw new ServiceError('UserNotFoundException', 'User does not exist.');
    return account;
  };
  return {
    AdminCreateUser: async (input) => {
      const attributes = new Map(
        (input.UserAttributes as { Name: string; Value: string }[]).map(({ Name, Value }) => [Name, Value]),
      );
      const email = attributes.get('email') ?? String(input.Username);
      if (input.MessageAction !== undefined && input.MessageAction !== 'SUPPRESS') {
        throw new ServiceError('InvalidParameterException', `${input.MessageAction} is not served locally.`);
      }
      if (accounts.find(email) !== undefined) {
        throw new ServiceError('UsernameExistsException', 'An account with the given email already exists.');
      }
      const account = accounts.create(email, attributes.get('phone_number') ?? null);
      if (isInvitedByEmail(input, account)) await invite(accounts, account, sendInvitation);
      return { User: userOf(known(email), 'Attributes') };
    },
    AdminDeleteUser: (input) => {
      accounts.remove(known(input.Username));
      return {};
    },
    AdminGetUser: (input) => userOf(known(input.Username), 'UserAttributes'),
    AdminSetUserPassword: (input) => {
      const password = String(input.Password);
      if (!conformsToPolicy(password)) {
        throw new ServiceError('InvalidPasswordException', 'Password does not conform to policy.');
      }
      const account = known(input.Username);
      if (input.Permanent === true) accounts.setPassword(account, password);
      else accounts.setTemporaryPassword(account, password);
      return {};
    },
  };
}

/** Without a wish the pool prefers SMS where it knows a number. The local one sends none, as the deployed one cannot. */
function isInvitedByEmail(input: Input, { phone }: Account): boolean {
  if (input.MessageAction === 'SUPPRESS') return false;
  const wished = input.DesiredDeliveryMediums;
  return Array.isArray(wished) ? wished.includes('EMAIL') : phone === null;
}

/** The account stays if the message cannot be sent, as in the pool. */
async function invite(
  accounts: Accounts,
  account: Account,
  sendInvitation: (invitation: Invitation) => Promise<void>,
): Promise<void> {
  const password = generateSecret({ PasswordLength: 16, ExcludeCharacters: '"\'\\`<>&' });
  accounts.setTemporaryPassword(account, password);
  try {
    await sendInvitation({
      to: account.email,
      subject: 'Your temporary password',
      text: `Your user name is ${account.email} and your temporary password is\n\n${password}\n\nChoose another one when you sign in, within ${TEMPORARY_PASSWORD_DAYS} days.\n`,
    });
  } catch {
    throw new ServiceError('CodeDeliveryFailureException', 'The invitation could not be sent.');
  }
}

function userOf(account: Account, attributes: 'Attributes' | 'UserAttributes') {
  const { subject, email, phone, passwordHash, temporaryUntil } = account;
  return {
    Username: subject,
    [attributes]: [
      { Name: 'sub', Value: subject },
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
      ...(phone === null ? [] : [{ Name: 'phone_number', Value: phone }]),
    ],
    UserStatus: passwordHash === null || temporaryUntil !== null ? 'FORCE_CHANGE_PASSWORD' : 'CONFIRMED',
    Enabled: true,
  };
}
