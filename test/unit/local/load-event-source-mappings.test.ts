import { afterEach, describe, expect, test } from '@jest/globals';
import { loadStacks, removeAssemblies } from './assembly-fixture.ts';

afterEach(removeAssemblies);

const getAtt = (id: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [id, attribute] });
const FUNCTION = {
  Type: 'AWS::Lambda::Function',
  Properties: {
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: getAtt('Role'),
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
const MAPPING = {
  FunctionName: { Ref: 'Fn' },
  EventSourceArn: getAtt('Table', 'StreamArn'),
  StartingPosition: 'TRIM_HORIZON',
  FunctionResponseTypes: ['ReportBatchItemFailures'],
  FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
};

function load(
  mapping: Record<string, unknown> = {},
  table: object = { StreamSpecification: { StreamViewType: 'NEW_IMAGE' } },
) {
  const properties = Object.entries({ ...MAPPING, ...mapping }).filter(([, value]) => value !== undefined);
  const resources = {
    Fn: FUNCTION,
    Role: ROLE,
    Table: { Type: 'AWS::DynamoDB::Table', Properties: { KeySchema: [], ...table } },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { SqsManagedSseEnabled: true } },
    Mapping: { Type: 'AWS::Lambda::EventSourceMapping', Properties: Object.fromEntries(properties) },
  };
  return loadStacks({ S: { Resources: resources } }, ['code']);
}

test('a mapping is read with its limits, its filters and its dead letters', () => {
  const { eventSourceMappings, queues, tables } = load({
    BatchSize: 10,
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 7,
    MaximumRecordAgeInSeconds: 60,
    DestinationConfig: { OnFailure: { Destination: getAtt('Queue') } },
  });

  expect(eventSourceMappings).toEqual([
    {
      name: expect.stringMatching(/^\w{10}$/),
      functionArn: expect.stringMatching(/:function:S-Fn$/),
      tableName: 'S-Table',
      streamArn: expect.stringMatching(/:table\/S-Table\/stream\//),
      batchSize: 10,
      bisectBatch: true,
      maximumRetryAttempts: 7,
      maximumRecordAgeSeconds: 60,
      filters: [{ matches: expect.any(Function) }],
      deadLetterArn: queues[0]?.arn,
    },
  ]);
  expect(queues).toEqual([
    {
      name: 'S-Queue',
      arn: expect.stringMatching(/^arn:aws:sqs:[^:]+:\d+:S-Queue$/),
      url: expect.stringMatching(/^https:\/\/sqs\..*\/S-Queue$/),
    },
  ]);
  expect(tables[0]?.input.StreamSpecification).toEqual({ StreamEnabled: true, StreamViewType: 'NEW_IMAGE' });
});

test("Lambda's own defaults hold for what is left out", () => {
  expect(load().eventSourceMappings).toEqual([
    expect.objectContaining({
      batchSize: 100,
      bisectBatch: false,
      maximumRetryAttempts: Number.POSITIVE_INFINITY,
      maximumRecordAgeSeconds: Number.POSITIVE_INFINITY,
      deadLetterArn: null,
    }),
  ]);
});

describe('the start stops on', () => {
  test.each([
    ['another starting position', { StartingPosition: 'LATEST' }],
    ['a mapping that is turned off', { Enabled: false }],
    ['several batches of a shard at once', { ParallelizationFactor: 2 }],
    ['a function that succeeds or fails as a whole', { FunctionResponseTypes: undefined }],
    ['a mapping without filters', { FilterCriteria: undefined }],
    ['an empty list of filters', { FilterCriteria: { Filters: [] } }],
    ['a filter that is not evaluated here', { FilterCriteria: { Filters: [{ Pattern: '{"a":[{"suffix":"x"}]}' }] } }],
    ['another source than a stream of the template', { EventSourceArn: getAtt('Queue') }],
    ['a function that is not in the template', { FunctionName: 'elsewhere' }],
    ['dead letters elsewhere', { DestinationConfig: { OnFailure: { Destination: 'arn:aws:sns:x:1:t' } } }],
    ['an unknown property', { TumblingWindowInSeconds: 3 }],
  ])('%s', (_, mapping) => {
    expect(() => load(mapping)).toThrow(/Mapping \(AWS::Lambda::EventSourceMapping\)/);
  });

  test('a table that has no stream', () => {
    expect(() => load({}, {})).toThrow(/stream/i);
  });

  test('a queue that keeps an order', () => {
    const Queue = { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } };
    expect(() => loadStacks({ S: { Resources: { Queue } } }, [])).toThrow(/FifoQueue/);
  });
});
