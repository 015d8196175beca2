import { beforeAll, describe, expect, test } from '@jest/globals';
import type { AuditAction } from '../../lambdas/domain/model/audit-event.ts';
import { audienceOf } from '../../lambdas/domain/notices/audience.ts';
import { CLAIM_SECONDS } from '../../lambdas/domain/notices/deliver.ts';
import { ACTIONS } from '../../lambdas/http/management-api/schemas/activity.ts';
import { environmentOf, functionDescribed, grantsOf, keysBegin, ownFunctions } from './function-resources.ts';
import { readable } from './readable.ts';
import { onlyResource, resourcesOfType, type SynthesizedStacks, synthesizeStacks } from './synthesized-stacks.ts';

const SENDER = 'Notifies partner users by e-mail of changes';
const ADDRESS = 'hub@example.com';

let stacks: SynthesizedStacks;

beforeAll(async () => {
  stacks = await synthesizeStacks({ senderAddress: ADDRESS });
});

const mapping = () => onlyResource(stacks.service, 'AWS::Lambda::EventSourceMapping')[1].Properties;
const queuesOf = ({ service }: SynthesizedStacks) =>
  resourcesOfType(service, 'AWS::SQS::Queue').filter(([id]) => id.startsWith('Notice'));
const patterns = () => mapping().FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern));

test('without a sender there is nobody who would read the stream', async () => {
  const without = await synthesizeStacks();

  expect(resourcesOfType(without.service, 'AWS::Lambda::EventSourceMapping')).toEqual([]);
  expect(queuesOf(without)).toEqual([]);
  expect(Object.keys(without.service.Outputs)).not.toContain('NoticesDeadLettersUrl');
});

// Every one of these is what somebody gains who finds a hole in it: no PutItem, no Scan, nothing of USER# or TOKEN#.
test('the function may notify users of changes, and no more', () => {
  const ses = 'arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>';
  const from = JSON.stringify({ StringEquals: { 'ses:FromAddress': ADDRESS } });

  expect(grantsOf(stacks, SENDER)).toEqual([
    'dynamodb:DescribeStream on <RecordsTable.StreamArn>',
    `dynamodb:GetItem on <RecordsTable.Arn> if ${keysBegin('PARTNER#*')}`,
    'dynamodb:GetRecords on <RecordsTable.StreamArn>',
    'dynamodb:GetShardIterator on <RecordsTable.StreamArn>',
    'dynamodb:ListStreams on arn:<AWS::Partition>:dynamodb:<AWS::Region>:<AWS::AccountId>:table/*/stream/*',
    `dynamodb:Query on <RecordsTable.Arn> if ${keysBegin('PARTNER#*')}`,
    `dynamodb:UpdateItem on <RecordsTable.Arn> if ${keysBegin('NOTICE#*')}`,
    'logs:CreateLogStream on <own logs>',
    'logs:PutLogEvents on <own logs>',
    `ses:SendEmail on ${ses}:configuration-set/* if ${from}`,
    `ses:SendEmail on ${ses}:identity/* if ${from}`,
    'sqs:SendMessage on <NoticeSenderDeadLettersQueue.Arn>',
  ]);
  expect(environmentOf(stacks, SENDER)).toEqual({ TABLE_NAME: '<RecordsTable>', SENDER_ADDRESS: ADDRESS });
});

test('nobody else may read the stream', () => {
  const readers = ownFunctions(stacks)
    .map(({ Description }) => Description as string)
    .filter((description) => grantsOf(stacks, description).some((grant) => grant.includes('GetRecords')));

  expect(readers).toEqual([SENDER]);
});

describe('the mapping', () => {
  test('begins with the oldest record, halves what fails, and gives up after twelve hours', () => {
    const { FunctionName, EventSourceArn, DestinationConfig, FilterCriteria, ...settings } = mapping();

    expect(settings).toEqual({
      BatchSize: 10,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRecordAgeInSeconds: 43_200,
      MaximumRetryAttempts: 10_000,
      StartingPosition: 'TRIM_HORIZON',
    });
    expect(readable(FunctionName, stacks)).toBe('<NoticeSenderFunction>');
    expect(readable(EventSourceArn, stacks)).toBe('<RecordsTable.StreamArn>');
    expect(readable(DestinationConfig.OnFailure.Destination, stacks)).toBe('<NoticeSenderDeadLettersQueue.Arn>');
    expect(FilterCriteria.Filters).toHaveLength(2);
  });

  // A claim that lapsed while its run still lives would send twice.
  test('calls a function that has ended long before its claims lapse', () => {
    expect(functionDescribed(stacks, SENDER).Timeout).toBe(120);
    expect(CLAIM_SECONDS).toBeGreaterThanOrEqual(2 * 120);
  });

  test('passes on every action that users are notified of, and no other', () => {
    const notifiable = ACTIONS.filter((action: AuditAction) => {
      const auditEvent = { id: '', at: '', action, actor: '', target: null, ip: null };
      const detail = { widens: ['scopes'], narrows: ['scopes'], mutes: ['otp_locked'] } as const;
      return audienceOf({ source: 'change', partnerId: '', auditEvent: { ...auditEvent, detail } }) !== null;
    });
    const [changes] = patterns();

    expect(changes.eventName).toEqual(['INSERT']);
    expect(changes.dynamodb.Keys).toEqual({ SK: { S: [{ prefix: 'AUDIT#' }] } });
    expect(changes.dynamodb.NewImage.action.S.toSorted()).toEqual(notifiable.toSorted());
  });

  test('passes on the use of deleted keys', () => {
    expect(patterns()[1]).toEqual({
      eventName: ['INSERT'],
      dynamodb: { Keys: { PK: { S: [{ prefix: 'USAGE#' }] } }, NewImage: { notice: { S: ['revoked_key_used'] } } },
    });
  });
});

test('dead letters are encrypted, kept as long as SQS keeps them, and outlive the stack', () => {
  const [[, queue] = []] = queuesOf(stacks);

  expect(queue?.Properties).toEqual({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });
  expect(queue).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
  expect(readable(stacks.service.Outputs.NoticesDeadLettersUrl?.Value, stacks)).toBe('<NoticeSenderDeadLettersQueue>');
  expect(stacks.service.Outputs.SenderAddress?.Value).toBe(ADDRESS);
});
