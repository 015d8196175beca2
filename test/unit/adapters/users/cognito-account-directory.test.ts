import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  InternalErrorException,
  InvalidPasswordException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { CognitoAccountDirectory } from '../../../../lambdas/adapters/users/cognito-account-directory.ts';
import { DependencyError } from '../../../../lambdas/domain/base/dependency-error.ts';

const PASSWORD = 'Long-Enough-1!';
const email = 'ana@demo.example';
const text = { message: `about ${email} and ${PASSWORD}`, $metadata: {} };
let sent: { readonly input: unknown }[];
/** Status of the account; null: there is none. */
let account: 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD' | null;
let failure: Error | null;

beforeEach(() => {
  sent = [];
  account = null;
  failure = null;
});

async function send(command: { readonly input: unknown }) {
  sent.push(command);
  if (failure !== null) throw failure;
  if (command instanceof AdminGetUserCommand) return { UserStatus: account };
  if (!(command instanceof AdminCreateUserCommand)) return {};
  if (account !== null) throw new UsernameExistsException(text);
  return {};
}
const ensure = (password: string | null, phone: string | null = null) =>
  new CognitoAccountDirectory({ send } as unknown as CognitoIdentityProviderClient, 'pool').ensureAccount({
    email,
    phone,
    password,
  });
const passwordsSet = () => sent.filter((command) => command instanceof AdminSetUserPasswordCommand);

// The account's owner may have another password, and may be a user of this pool for another reason.
describe('an account that is there', () => {
  it.each([
    ['in use', 'CONFIRMED', PASSWORD],
    ['in use', 'CONFIRMED', null],
    ['not used yet', 'FORCE_CHANGE_PASSWORD', null],
  ] as const)('and %s (%s) stays as it is with the password %s', async (_, status, password) => {
    account = status;
    expect(await ensure(password)).toBe('unchanged');
    expect(passwordsSet()).toEqual([]);
  });

  it('and not used yet gets the password that an earlier attempt failed to set', async () => {
    account = 'FORCE_CHANGE_PASSWORD';
    expect(await ensure(PASSWORD)).toBe('password_set');
    expect(passwordsSet()).toHaveLength(1);
  });
});

const CREATED = {
  UserPoolId: 'pool',
  Username: email,
  UserAttributes: [
    { Name: 'email', Value: email },
    { Name: 'email_verified', Value: 'true' },
  ],
};

describe('a new account', () => {
  it('without a password is invited, by e-mail', async () => {
    expect(await ensure(null)).toBe('invited');
    expect(sent.map(({ input }) => input)).toEqual([{ ...CREATED, DesiredDeliveryMediums: ['EMAIL'] }]);
  });

  it('with a password is not invited', async () => {
    expect(await ensure(PASSWORD, '+4930901820')).toBe('password_set');
    const UserAttributes = [...CREATED.UserAttributes, { Name: 'phone_number', Value: '+4930901820' }];
    expect(sent.map(({ input }) => input)).toEqual([
      { ...CREATED, MessageAction: 'SUPPRESS', UserAttributes },
      { UserPoolId: 'pool', Username: email, Password: PASSWORD, Permanent: true },
    ]);
  });
});

it.each([
  [
    new InvalidPasswordException(text),
    'The user pool failed: InvalidPasswordException. Choose a password that the policy of the pool accepts.',
  ],
  [new InternalErrorException(text), 'The user pool failed: InternalErrorException.'],
])('a failure of the pool is a failed dependency, whose message quotes nothing: %s', async (error, message) => {
  failure = error;
  const thrown = await ensure(PASSWORD).catch((caught: unknown) => caught);
  expect(thrown).toBeInstanceOf(DependencyError);
  expect(thrown).toHaveProperty('message', message);
});
