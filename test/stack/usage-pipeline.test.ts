import { beforeAll, expect, test } from '@jest/globals';
import { onlyResourceOfApi } from './api-resources.ts';
import { environmentOf, functionDescribed, grantsOf, keysBegin } from './function-resources.ts';
import { onlyResource, resourcesOfType, type SynthesizedStacks, synthesizeStacks } from './synthesized-stacks.ts';

const COUNTER = 'Counts the calls of the Partner API from its logs';
const AUTHORIZER = 'Partner API: checks the credential of a call';

let stacks: SynthesizedStacks;

beforeAll(async () => {
  stacks = await synthesizeStacks();
});

// If it fails, a function that works on whatever callers send may do more than count.
test('the counter may look partners up, write records and its own dead letters, and read nothing else', () => {
  expect(grantsOf(stacks, COUNTER)).toEqual([
    `dynamodb:BatchGetItem on <RecordsTable.Arn> if ${keysBegin('PARTNER#*')}`,
    `dynamodb:PutItem on <RecordsTable.Arn> if ${keysBegin('BATCH#*', 'DENIAL#*')}`,
    `dynamodb:PutItem on <RecordsTable.Arn> if ${keysBegin('USAGE#*')}`,
    `dynamodb:UpdateItem on <RecordsTable.Arn> if ${keysBegin('USAGE#*')}`,
    'logs:CreateLogStream on <own logs>',
    'logs:PutLogEvents on <own logs>',
    'sqs:SendMessage on <UsageDeadLettersQueue.Arn>',
  ]);
});

test('the counter knows the table, and has the time for a batch of many partners', () => {
  expect(environmentOf(stacks, COUNTER)).toEqual({
    TABLE_NAME: '<RecordsTable>',
    METRICS_NAMESPACE: 'PartnerApiAuthentication/dev',
  });
  expect(functionDescribed(stacks, COUNTER)).toMatchObject({ Timeout: 60, MemorySize: 512 });
});

test('it is given every call of the Partner API and every refusal of its authorizer, and no other log', () => {
  const { service } = stacks;
  const accessLog = onlyResourceOfApi(service, 'partner-api', 'Stage')[1].Properties.AccessLogSetting.DestinationArn;
  const authorizerLog = functionDescribed(stacks, AUTHORIZER).LoggingConfig.LogGroup.Ref;
  const subscriptions = resourcesOfType(service, 'AWS::Logs::SubscriptionFilter').map(
    ([, { Properties }]) => Properties,
  );

  expect(subscriptions).toHaveLength(2);
  expect(subscriptions.map(({ LogGroupName, FilterPattern }) => [LogGroupName.Ref, FilterPattern])).toEqual(
    expect.arrayContaining([
      [expect.stringMatching(/^PartnerApiAccessLogs/), ''],
      [authorizerLog, '{ $.message = "refused" }'],
    ]),
  );
  for (const { LogGroupName, DestinationArn } of subscriptions) {
    expect(DestinationArn).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^UsageCounterFunction/), 'Arn'] });
    const mayCall = resourcesOfType(service, 'AWS::Lambda::Permission').filter(
      ([, { Properties }]) =>
        Properties.Principal === 'logs.amazonaws.com' &&
        JSON.stringify(Properties.SourceArn).includes(`"${LogGroupName.Ref}"`),
    );
    expect(mayCall).toHaveLength(1);
  }
  expect(JSON.stringify(accessLog)).toMatch(/"PartnerApiAccessLogs/);
});

test('what could not be counted waits for as long as there is, behind TLS, and outlives the stack', () => {
  const [id, queue] = onlyResource(stacks.service, 'AWS::SQS::Queue');

  expect(queue).toMatchObject({
    Properties: { MessageRetentionPeriod: 14 * 86_400, SqsManagedSseEnabled: true },
    DeletionPolicy: 'RetainExceptOnCreate',
  });
  expect(functionDescribed(stacks, COUNTER).DeadLetterConfig).toEqual({ TargetArn: { 'Fn::GetAtt': [id, 'Arn'] } });
  expect(onlyResource(stacks.service, 'AWS::SQS::QueuePolicy')[1].Properties.PolicyDocument.Statement).toEqual([
    expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
  ]);
  expect(stacks.service.Outputs).toHaveProperty('UsageDeadLettersUrl');
});
