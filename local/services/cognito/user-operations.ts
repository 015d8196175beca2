import { z } from 'zod';
import type { Account, Accounts } from '../accounts/accounts.ts';
import { conformsToPolicy, TEMPORARY_PASSWORD_DAYS } from '../accounts/password-policy.ts';
import { type Operation, operation, ServiceError } from '../aws-json/start-json-service.ts';
import { generateSecret } from '../secrets/generate-secret.ts';

export interface Invitation {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

const ATTRIBUTES = z.array(z.object({ Name: z.string(), Value: z.string() })).default([]);

const CREATE = z.object({
  Username: z.string(),
  UserAttributes: ATTRIBUTES.transform((list) => new Map(list.map(({ Name, Value }) => [Name, Value]))),
  MessageAction: z.literal('SUPPRESS').optional(),
  DesiredDeliveryMediums: z.array(z.string()).optional(),
});
const USER = z.object({ Username: z.string() });
const SET_PASSWORD = z.object({ Username: z.string(), Password: z.string(), Permanent: z.boolean().optional() });

export interface UserOperationsOptions {
  readonly accounts: Accounts;
  readonly sendInvitation: (invitation: Invitation) => Promise<void>;
  readonly endRefreshTokens: (subject: string) => void;
}

type UserOperation =
  | 'AdminCreateUser'
  | 'AdminDeleteUser'
  | 'AdminGetUser'
  | 'AdminSetUserPassword'
  | 'AdminUserGlobalSignOut';

/** Returns the operations on single users. */
export function userOperations({
  accounts,
  sendInvitation,
  endRefreshTokens,
}: UserOperationsOptions): Record<UserOperation, Operation> {
  const find = (username: string): Account => {
    const account = accounts.find(username);
    if (account === undefined) throw new ServiceError('UserNotFoundException', 'User does not exist.');
    return account;
  };
  return {
    AdminCreateUser: operation(CREATE, async (input) => {
      const email = input.UserAttributes.get('email') ?? input.Username;
      if (accounts.find(email) !== undefined) {
        throw new ServiceError('UsernameExistsException', 'An account with the given email already exists.');
      }
      const account = accounts.create(email, input.UserAttributes.get('phone_number') ?? null);
      if (isInvitedByEmail(input, account)) await invite(accounts, account, sendInvitation);
      return { User: userOf(find(email), 'Attributes') };
    }),
    AdminDeleteUser: operation(USER, ({ Username: username }) => {
      accounts.remove(find(username));
      return {};
    }),
    AdminGetUser: operation(USER, ({ Username: username }) => userOf(find(username), 'UserAttributes')),
    AdminSetUserPassword: operation(
      SET_PASSWORD,
      ({ Username: username, Password: password, Permanent: permanent }) => {
        if (!conformsToPolicy(password)) {
          throw new ServiceError('InvalidPasswordException', 'Password does not conform to policy.');
        }
        const account = find(username);
        if (permanent === true) accounts.setPassword(account, password);
        else accounts.setTemporaryPassword(account, password);
        return {};
      },
    ),
    // Does not end the sessions of browsers at the login pages, as documented:
    // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUserGlobalSignOut.html
    AdminUserGlobalSignOut: operation(USER, ({ Username: username }) => {
      endRefreshTokens(find(username).subject);
      return {};
    }),
  };
}

/** By default the pool prefers SMS for an account with a phone number. The local pool sends none, as the deployed one cannot. */
function isInvitedByEmail(
  { MessageAction: action, DesiredDeliveryMediums: media }: z.output<typeof CREATE>,
  { phone }: Account,
): boolean {
  if (action === 'SUPPRESS') return false;
  return media === undefined ? phone === null : media.includes('EMAIL');
}

/** Sends a temporary password. The account stays if the message cannot be sent, as in AWS. */
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
