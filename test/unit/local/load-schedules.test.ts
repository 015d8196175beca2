import { afterEach, describe, expect, test } from '@jest/globals';
import { loadStacks, removeAssemblies } from './assembly-fixture.ts';

afterEach(removeAssemblies);

const FUNCTION = {
  Type: 'AWS::Lambda::Function',
  Properties: {
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    Code: { S3Bucket: 'b', S3Key: 'code' },
  },
};
const ROLE = {
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } }],
    },
  },
};
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

function load(rule: object = {}, permission: object | null = {}) {
  const resources = {
    Fn: FUNCTION,
    Other: FUNCTION,
    Role: ROLE,
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        Description: 'Sends',
        ScheduleExpression: 'rate(1 hour)',
        State: 'ENABLED',
        Targets: [{ Arn: arnOf('Fn'), Id: 'Target0', RetryPolicy: { MaximumRetryAttempts: 2 } }],
        ...rule,
      },
    },
    ...(permission !== null && {
      Permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: arnOf('Fn'),
          Principal: 'events.amazonaws.com',
          SourceArn: arnOf('Rule'),
          ...permission,
        },
      },
    }),
  };
  return loadStacks({ S: { Resources: resources } }, ['code']).schedules;
}

test('a rule calls its functions at its rate', () => {
  expect(load()).toEqual([
    {
      name: 'S-Rule',
      arn: 'arn:aws:events:eu-central-1:000000000000:rule/S-Rule',
      everyMs: 3_600_000,
      functionArns: ['arn:aws:lambda:eu-central-1:000000000000:function:S-Fn'],
    },
  ]);
});

test.each([
  ['rate(1 minute)', 60_000],
  ['rate(5 minutes)', 300_000],
  ['rate(12 hours)', 43_200_000],
  ['rate(1 day)', 86_400_000],
  ['rate(24 days)', 2_073_600_000],
])('%s', (expression, everyMs) => {
  expect(load({ ScheduleExpression: expression })[0]?.everyMs).toBe(everyMs);
});

describe('stops on', () => {
  test.each([
    ['a cron expression', { ScheduleExpression: 'cron(0 6 * * ? *)' }, /ScheduleExpression/],
    ['a plural of one', { ScheduleExpression: 'rate(1 hours)' }, /ScheduleExpression/],
    ['a singular of many', { ScheduleExpression: 'rate(2 hour)' }, /ScheduleExpression/],
    ['a rate of nothing', { ScheduleExpression: 'rate(0 hours)' }, /ScheduleExpression/],
    ['a rate that is too slow for a timer', { ScheduleExpression: 'rate(25 days)' }, /ScheduleExpression/],
    ['no schedule', { ScheduleExpression: undefined }, /ScheduleExpression/],
    ['a pattern of events', { EventPattern: { source: ['aws.s3'] } }, /EventPattern/],
    ['a rule that is off', { State: 'DISABLED' }, /State/],
    ['another target', { Targets: [{ Arn: 'arn:aws:sqs:r:0:q', Id: 't' }] }, /no function of the template/],
    ['an input of its own', { Targets: [{ Arn: arnOf('Fn'), Id: 't', Input: '{}' }] }, /Targets\[0\]\.Input/],
  ])('%s', (_, rule, message) => {
    expect(() => load(rule)).toThrow(message);
  });

  test.each([
    ['no permission', null],
    ['a permission for another function', { FunctionName: arnOf('Other') }],
    ['a permission for another service', { Principal: 'apigateway.amazonaws.com' }],
    ['a permission for another rule', { SourceArn: 'arn:aws:events:eu-central-1:000000000000:rule/other' }],
    ['a permission for every rule of the world', { SourceArn: undefined }],
  ])('%s', (_, permission) => {
    expect(() => load({}, permission)).toThrow(/Rule .*no permission/);
  });

  test('an unknown kind of permission', () => {
    expect(() => load({}, { Action: 'lambda:*' })).toThrow(/Permission .*Action/);
    expect(() => load({}, { FunctionUrlAuthType: 'NONE' })).toThrow(/FunctionUrlAuthType/);
  });
});
