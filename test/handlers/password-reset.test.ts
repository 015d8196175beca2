import { describe, expect, it } from '@jest/globals';
import type { PostConfirmationTriggerEvent } from 'aws-lambda';
import { DependencyError } from '../../lambdas/domain/base/dependency-error.ts';
import { createPasswordResetHandler } from '../../lambdas/handlers/password-reset.ts';
import { type ManagementPorts, managementPorts } from './management-ports.ts';
import { observeFunctions } from './observed.ts';
import { NOW, USER } from './records-of-a-partner.ts';

const { lines, logged } = observeFunctions();
const POOL = 'eu-central-1_abc';
const ORIGIN = 'https://cognito-idp.eu-central-1.amazonaws.com';
const LINKED = { user: { identities: [{ issuer: `${ORIGIN}/${POOL}`, subject: 'subject-1' }] } };
const VERIFIED = { sub: 'subject-1', email: USER.email, email_verified: 'true' };

function event(userAttributes: Record<string, string>, source = 'PostConfirmation_ConfirmForgotPassword') {
  return {
    version: '1',
    region: 'eu-central-1',
    userPoolId: POOL,
    userName: 'subject-1',
    callerContext: { awsSdkVersion: 'unknown', clientId: 'hub' },
    triggerSource: source,
    request: { userAttributes },
    response: {},
  } as PostConfirmationTriggerEvent;
}

const pools: string[] = [];
const reset = ({ users, accounts }: ManagementPorts, happened: PostConfirmationTriggerEvent) =>
  createPasswordResetHandler({
    users,
    accountsOf: (userPoolId) => {
      pools.push(userPoolId);
      return accounts;
    },
    userPoolsOrigin: ORIGIN,
  })(happened);

const unchanged = ({ records, accounts }: ManagementPorts, user = USER) => {
  expect([...records.users.values()]).toEqual([user]);
  expect(records.events).toEqual([]);
  expect(accounts.ended).toEqual([]);
};

describe('a confirmation changes nothing', () => {
  it('if it is no password reset', async () => {
    const ports = managementPorts(LINKED);
    const signUp = event(VERIFIED, 'PostConfirmation_ConfirmSignUp');
    expect(await reset(ports, signUp)).toBe(signUp);
    unchanged(ports, { ...USER, ...LINKED.user });
    expect(lines).toEqual([]);
  });

  it.each<[string, Record<string, string>]>([
    ['of another account with an address that is not verified', { ...VERIFIED, sub: 'other', email_verified: 'false' }],
    ['of an account without an address', { sub: 'other' }],
    ['of somebody else', { ...VERIFIED, sub: 'other', email: 'other@demo.example' }],
  ])('%s', async (_, attributes) => {
    const ports = managementPorts();
    const happened = event(attributes);
    expect(await reset(ports, happened)).toBe(happened);
    unchanged(ports);
    expect(logged()).toMatchObject([{ message: 'password_reset', account: 'subject-1', outcome: 'not_found' }]);
  });
});

describe('a reset that cannot be followed is told to the user, without details', () => {
  it.each<[string, Record<string, string>, Error | null]>([
    ['if the records fail', VERIFIED, new DependencyError('dynamodb', 'DynamoDB failed: secret.')],
    ['for a fault of ours', VERIFIED, new TypeError('of a secret')],
    ['without an account', {}, null],
  ])('%s', async (_, attributes, failure) => {
    const ports = managementPorts(LINKED);
    ports.records.failure = failure;
    await expect(reset(ports, event(attributes))).rejects.toThrow(
      /^The sessions could not be ended\. Reset the password again\.$/,
    );
    expect(logged()).toMatchObject([{ level: 'error', message: 'password_reset_failed', account: 'subject-1' }]);
    expect(ports.accounts.ended).toEqual([]);
  });
});

describe('a reset ends sessions, legacy tokens and refresh tokens', () => {
  it.each<[string, Parameters<typeof managementPorts>[0], Record<string, string>]>([
    ['of the user of the account', LINKED, { sub: 'subject-1' }],
    ['of the user of the account, whatever its address is by now', LINKED, { ...VERIFIED, email: 'new@demo.example' }],
    ['of the user whom the account will be linked to', {}, { ...VERIFIED, sub: 'new', email: 'Owner@Demo.example' }],
  ])('%s', async (_, differences, attributes) => {
    const ports = managementPorts(differences);
    const happened = event(attributes);
    expect(await reset(ports, happened)).toBe(happened);
    expect(ports.records.users.get(USER.userId)).toMatchObject({
      generation: 2,
      sessionsValidAfter: NOW,
      passwordResetAt: NOW,
    });
    expect(ports.records.events).toMatchObject([
      { event: { action: 'user.password_reset', actor: USER.email, target: USER.email, ip: null } },
    ]);
    expect(ports.accounts.ended).toEqual([USER.email]);
    expect(pools.at(-1)).toBe(POOL);
    expect(logged()).toMatchObject([{ message: 'password_reset', account: 'subject-1', outcome: 'ended' }]);
  });

  it('also if the user pool fails then', async () => {
    const ports = managementPorts(LINKED);
    ports.accounts.failure = new DependencyError('cognito', 'The user pool failed.');
    await reset(ports, event(VERIFIED));
    expect(ports.records.users.get(USER.userId)?.sessionsValidAfter).toBe(NOW);
    expect(logged()).toMatchObject([{ message: 'refresh_tokens_not_ended' }, { message: 'password_reset' }]);
  });
});
