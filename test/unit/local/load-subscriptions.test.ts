import { afterEach, describe, expect, test } from '@jest/globals';
import { loadStacks, removeAssemblies } from './assembly-fixture.ts';

afterEach(removeAssemblies);

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

function load(filter: object = {}, permission: object | null = {}, fn: object = {}) {
  const resources = {
    Fn: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: arnOf('Role'),
        Code: { S3Bucket: 'b', S3Key: 'code' },
        LoggingConfig: { LogGroup: { Ref: 'Logs' } },
        DeadLetterConfig: { TargetArn: arnOf('Dead') },
        ...fn,
      },
    },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } }],
        },
      },
    },
    Logs: { Type: 'AWS::Logs::LogGroup', Properties: {} },
    Dead: { Type: 'AWS::SQS::Queue', Properties: { MessageRetentionPeriod: 1, SqsManagedSseEnabled: true } },
    Filter: {
      Type: 'AWS::Logs::SubscriptionFilter',
      Properties: { LogGroupName: { Ref: 'Logs' }, DestinationArn: arnOf('Fn'), FilterPattern: '', ...filter },
    },
    ...(permission !== null && {
      Permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: arnOf('Fn'),
          Principal: 'logs.amazonaws.com',
          SourceArn: arnOf('Logs'),
          ...permission,
        },
      },
    }),
  };
  return loadStacks({ S: { Resources: resources } }, ['code']);
}

describe('stops on', () => {
  test.each<[string, object, object | null, RegExp]>([
    ['a function that may not be called', {}, null, /DestinationArn: the log group has no permission to call/],
    ['a permission for another service', {}, { Principal: 'events.amazonaws.com' }, /no permission/],
    ['a permission for any log group', {}, { SourceArn: undefined }, /no permission/],
    ['another destination', { DestinationArn: arnOf('Role') }, {}, /is no function of the template/],
    ['a role', { RoleArn: arnOf('Role') }, {}, /RoleArn: is not supported locally/],
    ['a distribution', { Distribution: 'Random' }, {}, /Distribution: is not supported locally/],
    ['a pattern of words', { FilterPattern: 'ERROR' }, {}, /FilterPattern: ERROR is not supported locally/],
    ['a pattern with a wildcard', { FilterPattern: '{ $.message = "ref*" }' }, {}, /is not supported locally/],
    ['two conditions', { FilterPattern: '{ $.a = "b" && $.c = "d" }' }, {}, /is not supported locally/],
  ])('%s', (_, filter, permission, message) => {
    expect(() => load(filter, permission)).toThrow(message);
  });

  test('a queue of another kind', () => {
    const resources = { Q: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } } };
    expect(() => loadStacks({ S: { Resources: resources } })).toThrow(/FifoQueue: is not supported locally/);
  });
});

test('an empty pattern takes every line', () => {
  const [subscription, ...more] = load().subscriptions;
  expect(more).toEqual([]);
  expect(subscription).toMatchObject({
    logGroup: 'S-Logs',
    functionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:S-Fn',
  });
  expect(subscription?.accepts('anything')).toBe(true);
});

test('a pattern takes the lines whose field is the text, and no others', () => {
  const [subscription] = load({ FilterPattern: '{ $.message = "refused" }' }).subscriptions;
  const accepted = [
    '{"message":"refused","code":"x"}',
    '{"message":"refuse"}',
    '{"message":["refused"]}',
    '{"other":"refused"}',
    '"refused"',
    'null',
    'refused {"message":"refused"}',
  ].filter((line) => subscription?.accepts(line));
  expect(accepted).toEqual(['{"message":"refused","code":"x"}']);
});

test('a function has the log group and the dead-letter queue that the template gives it', () => {
  const { functions, queues } = load();
  const [fn] = functions.values();
  expect(fn).toMatchObject({
    logGroup: 'S-Logs',
    deadLetterQueueArn: 'arn:aws:sqs:eu-central-1:000000000000:S-Dead',
  });
  expect(queues).toEqual([
    {
      name: 'S-Dead',
      arn: 'arn:aws:sqs:eu-central-1:000000000000:S-Dead',
      url: 'https://sqs.eu-central-1.amazonaws.com/000000000000/S-Dead',
    },
  ]);
  const [plain] = load({}, {}, { LoggingConfig: undefined, DeadLetterConfig: undefined }).functions.values();
  expect(plain).toMatchObject({ logGroup: '/aws/lambda/S-Fn', deadLetterQueueArn: null });
});
