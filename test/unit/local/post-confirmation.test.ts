import { describe, expect, test } from '@jest/globals';
import type { InvocationResult } from '../../../local/functions/invocation.ts';
import type { Account } from '../../../local/services/accounts/accounts.ts';
import { afterPasswordReset } from '../../../local/services/cognito/post-confirmation.ts';

const ACCOUNT: Account = {
  subject: 'subject',
  email: 'owner@demo.example',
  phone: '+4930901820',
  passwordHash: 'aa',
  passwordSalt: 'bb',
  temporaryUntil: null,
};

/** A trigger that ends in these ways, one after the other. */
function trigger(...results: InvocationResult[]) {
  const events: unknown[] = [];
  const call = afterPasswordReset({
    region: 'eu-central-1',
    userPoolId: 'eu-central-1_abc',
    clientId: 'hub',
    functionArn: 'arn',
    invoke: async (_, event) => {
      events.push(event);
      return results.shift() ?? { kind: 'timeout' };
    },
  });
  return { call: () => call(ACCOUNT), events };
}

describe('a reset fails', () => {
  test('with its trigger, which is called once', async () => {
    const { call, events } = trigger({ kind: 'error', errorType: 'Error', errorMessage: 'The check failed' });
    await expect(call()).rejects.toThrow('PostConfirmation failed with error The check failed.');
    expect(events).toHaveLength(1);
  });

  test('with a trigger that does not return the event', async () => {
    await expect(trigger({ kind: 'result', payload: null }).call()).rejects.toThrow('Invalid response');
  });

  test('after three calls that took too long', async () => {
    const { call, events } = trigger();
    await expect(call()).rejects.toThrow('TimeoutError');
    expect(events).toHaveLength(3);
  });
});

test('a reset calls the trigger with the attributes of the account', async () => {
  const { call, events } = trigger({ kind: 'timeout' }, { kind: 'result', payload: {} });
  await call();
  expect(events).toHaveLength(2);
  expect(events[1]).toEqual({
    version: '1',
    region: 'eu-central-1',
    userPoolId: 'eu-central-1_abc',
    userName: 'subject',
    callerContext: { awsSdkVersion: expect.any(String), clientId: 'hub' },
    triggerSource: 'PostConfirmation_ConfirmForgotPassword',
    request: {
      userAttributes: {
        sub: 'subject',
        email: 'owner@demo.example',
        email_verified: 'true',
        phone_number: '+4930901820',
        'cognito:user_status': 'CONFIRMED',
      },
    },
    response: {},
  });
});

test('without a trigger nothing is called', async () => {
  const call = afterPasswordReset({
    region: 'r',
    userPoolId: 'p',
    clientId: 'c',
    functionArn: null,
    invoke: async () => Promise.reject(new Error('called')),
  });
  await expect(call(ACCOUNT)).resolves.toBeUndefined();
});
