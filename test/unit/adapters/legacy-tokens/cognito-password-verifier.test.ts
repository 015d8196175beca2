import {
  AdminInitiateAuthCommand,
  type AdminInitiateAuthCommandOutput,
  type CognitoIdentityProviderClient,
  InternalErrorException,
  InvalidParameterException,
  LimitExceededException,
  NotAuthorizedException,
  PasswordResetRequiredException,
  TooManyRequestsException,
  UserNotConfirmedException,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { CognitoPasswordVerifier } from '../../../../lambdas/adapters/legacy-tokens/cognito-password-verifier.ts';
import { DependencyError } from '../../../../lambdas/domain/base/dependency-error.ts';

const PASSWORD = 'Demo-Passw0rd!';
const ISSUER = 'https://issuer.example/pool';
const text = { message: `about ana@demo.example and ${PASSWORD}`, $metadata: {} };
let sent: unknown[];

beforeEach(() => {
  sent = [];
});

function verify(
  respond: () => Partial<AdminInitiateAuthCommandOutput>,
  username = 'ana@demo.example',
  password = PASSWORD,
) {
  const send = async (command: AdminInitiateAuthCommand) => {
    expect(command).toBeInstanceOf(AdminInitiateAuthCommand);
    sent.push(command.input);
    return respond();
  };
  const client = { send } as unknown as CognitoIdentityProviderClient;
  return new CognitoPasswordVerifier(client, 'pool', 'client').verify(username, password);
}

const failingWith = (error: unknown) => () => {
  throw error;
};
const tokenOf = (claims: unknown) => ({
  AuthenticationResult: { IdToken: `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature` },
});

// If one of these were told apart, /token would say which addresses have an account.
describe('a password is rejected alike', () => {
  it.each([
    ['a wrong password', new NotAuthorizedException(text)],
    ['no account', new UserNotFoundException(text)],
    ['an account whose password has to be reset', new PasswordResetRequiredException(text)],
    ['an account that is not confirmed', new UserNotConfirmedException(text)],
  ])('for %s', async (_, error) => {
    expect(await verify(failingWith(error))).toEqual({ outcome: 'rejected' });
  });

  it.each([
    ['an empty user name', '', PASSWORD],
    ['a user name with a space', 'ana demo', PASSWORD],
    ['a user name of 129 characters', 'a'.repeat(129), PASSWORD],
    ['an empty password', 'ana@demo.example', ''],
    ['a password that begins with a space', 'ana@demo.example', ` ${PASSWORD}`],
    ['a password that ends with a space', 'ana@demo.example', `${PASSWORD} `],
    ['a password of 257 characters', 'ana@demo.example', 'a'.repeat(257)],
  ])('without asking the pool, for %s', async (_, username, password) => {
    expect(await verify(() => tokenOf({ iss: ISSUER, sub: 's' }), username, password)).toEqual({ outcome: 'rejected' });
    expect(sent).toEqual([]);
  });
});

it.each([
  ['too many requests', new TooManyRequestsException(text)],
  ['a limit', new LimitExceededException(text)],
])('%s of the pool throttle', async (_, error) => {
  expect(await verify(failingWith(error))).toEqual({ outcome: 'throttled' });
});

describe('a failed dependency, whose message quotes nothing,', () => {
  const noSubject = 'The user pool answered without an issuer and a subject.';
  it.each<[string, () => Partial<AdminInitiateAuthCommandOutput>, string]>([
    [
      'is an error of the pool',
      failingWith(new InternalErrorException(text)),
      'The user pool failed: InternalErrorException.',
    ],
    [
      'is a fault of ours',
      failingWith(new InvalidParameterException(text)),
      'The user pool failed: InvalidParameterException.',
    ],
    ['is a lost connection', failingWith(new TypeError(text.message)), 'The user pool failed: TypeError.'],
    ['is something that is no error', failingWith(text.message), 'The user pool failed: unknown error.'],
    ['is a response without a token', () => ({}), noSubject],
    ['is a token that is none', () => ({ AuthenticationResult: { IdToken: PASSWORD } }), noSubject],
    ['is a token of nothing', () => tokenOf(null), noSubject],
    ['is a token without a subject', () => tokenOf({ iss: ISSUER, email: 'ana@demo.example' }), noSubject],
    ['is a token with an empty subject', () => tokenOf({ iss: ISSUER, sub: '' }), noSubject],
    ['is a token with a number for a subject', () => tokenOf({ iss: ISSUER, sub: 1 }), noSubject],
    ['is a token without an issuer', () => tokenOf({ sub: 'subject' }), noSubject],
  ])('%s', async (_, respond, message) => {
    const error = await verify(respond).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DependencyError);
    expect(error).toHaveProperty('message', message);
  });
});

describe('the pool is asked', () => {
  it('and names the account of a right password', async () => {
    const claims = { iss: ISSUER, sub: 'subject', email: 'ana@demo.example', email_verified: true };
    expect(await verify(() => tokenOf(claims))).toEqual({
      outcome: 'verified',
      account: { issuer: ISSUER, subject: 'subject', email: 'ana@demo.example' },
    });
    expect(sent).toEqual([
      {
        UserPoolId: 'pool',
        ClientId: 'client',
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'ana@demo.example', PASSWORD },
      },
    ]);
  });

  it.each([false, 'true', undefined])('and an e-mail address is none if email_verified is %s', async (verified) => {
    const claims = { iss: ISSUER, sub: 'subject', email: 'ana@demo.example', email_verified: verified };
    expect(await verify(() => tokenOf(claims))).toMatchObject({ account: { email: null } });
  });

  it('and a password that is not enough verifies nobody', async () => {
    const challenge = { ChallengeName: 'SOFTWARE_TOKEN_MFA', ...tokenOf({ iss: ISSUER, sub: 'subject' }) } as const;
    expect(await verify(() => challenge)).toEqual({ outcome: 'interaction_required' });
  });

  it.each([1, 2, 256])('about a password of %i characters', async (length) => {
    expect(await verify(() => tokenOf({ iss: ISSUER, sub: 's' }), 'a'.repeat(128), 'p'.repeat(length))).toMatchObject({
      outcome: 'verified',
    });
  });
});
