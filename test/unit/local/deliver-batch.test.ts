import { beforeEach, describe, expect, test } from '@jest/globals';
import type { InvocationResult } from '../../../local/functions/invocation.ts';
import { deliverBatch } from '../../../local/services/streams/deliver-batch.ts';
import type { StreamRecord } from '../../../local/services/streams/stream-client.ts';
import type { EventSourceMappingDefinition } from '../../../local/template/application.ts';

const MAPPING: EventSourceMappingDefinition = {
  name: 'm',
  functionArn: 'arn:f',
  tableName: 't',
  streamArn: 'arn:stream',
  batchSize: 10,
  bisectBatch: true,
  maximumRetryAttempts: 3,
  maximumRecordAgeSeconds: 3600,
  filters: [],
  deadLetterArn: 'arn:dead',
};

const recordOf = (sequence: string, ageSeconds = 0): StreamRecord => ({
  eventName: 'INSERT',
  dynamodb: { SequenceNumber: sequence, ApproximateCreationDateTime: Date.now() / 1000 - ageSeconds },
});
const failing = (...sequences: string[]): InvocationResult => ({
  kind: 'result',
  payload: { batchItemFailures: sequences.map((itemIdentifier) => ({ itemIdentifier })) },
});
const DONE: InvocationResult = { kind: 'result', payload: { batchItemFailures: [] } };

const state = {
  batches: [] as string[],
  events: [] as unknown[],
  pauses: [] as number[],
  dead: [] as { queue: string; body: Record<string, unknown> }[],
  respond: (_: readonly string[]): InvocationResult => DONE,
  stopAfter: Number.POSITIVE_INFINITY,
};

beforeEach(() => {
  Object.assign(state, { batches: [], events: [], pauses: [], dead: [], stopAfter: Number.POSITIVE_INFINITY });
  state.respond = () => DONE;
});

const deliver = (records: readonly StreamRecord[], mapping: Partial<EventSourceMappingDefinition> = {}) =>
  deliverBatch(records, {
    mapping: { ...MAPPING, ...mapping },
    region: 'eu-central-1',
    shardId: 'shard',
    stopped: () => state.batches.length >= state.stopAfter,
    pause: async (ms) => {
      state.pauses.push(ms);
    },
    sendDeadLetter: (queue, body) => state.dead.push({ queue, body: JSON.parse(body) }),
    invoke: async (_, event) => {
      const { Records } = event as { Records: StreamRecord[] };
      const sequences = Records.map(({ dynamodb }) => dynamodb.SequenceNumber);
      state.batches.push(sequences.join(' '));
      state.events.push(event);
      return state.respond(sequences);
    },
  });

test('a processed batch is delivered once, with the fields that Lambda adds', async () => {
  expect(await deliver([recordOf('1'), recordOf('2')])).toBe(true);

  expect(state.batches).toEqual(['1 2']);
  expect(state.events[0]).toMatchObject({
    Records: [
      { awsRegion: 'eu-central-1', eventSourceARN: 'arn:stream', dynamodb: { SequenceNumber: '1' } },
      { dynamodb: { SequenceNumber: '2' } },
    ],
  });
});

test.each<[string, unknown]>([
  ['null', null],
  ['nothing about failures', {}],
  ['an empty list', { batchItemFailures: [] }],
])('a result of %s is success', async (_, payload) => {
  state.respond = () => ({ kind: 'result', payload });
  await deliver([recordOf('1')]);
  expect(state.batches).toEqual(['1']);
});

test('records before the first failure are not delivered again', async () => {
  const failures = [failing('3', '2')];
  state.respond = () => failures.shift() ?? DONE;
  await deliver([recordOf('1'), recordOf('2'), recordOf('3'), recordOf('4')]);

  expect(state.batches).toEqual(['1 2 3 4', '2 3', '4']);
});

test.each<[string, InvocationResult]>([
  ['throws', { kind: 'error', errorType: 'Error', errorMessage: '' }],
  ['takes too long', { kind: 'timeout' }],
  ['names a record that was not in the batch', failing('99')],
  ['names nothing', { kind: 'result', payload: { batchItemFailures: [{}] } }],
  ['returns no list', { kind: 'result', payload: { batchItemFailures: 'x' } }],
])('a function that %s receives the whole batch again', async (_, result) => {
  const results = [result];
  state.respond = () => results.shift() ?? DONE;
  await deliver([recordOf('1'), recordOf('2')], { bisectBatch: false });

  expect(state.batches).toEqual(['1 2', '1 2']);
});

describe('a record that always fails', () => {
  beforeEach(() => {
    state.respond = (sequences) => (sequences.includes('2') ? failing('2') : DONE);
  });

  test('is attempted as often as the mapping allows, then a pointer to it is in the queue, and the other records are delivered', async () => {
    expect(await deliver([recordOf('1'), recordOf('2'), recordOf('3')])).toBe(true);

    expect(state.batches.filter((batch) => batch === '2')).toHaveLength(4);
    expect(state.batches.at(-1)).toBe('3');
    expect(state.dead).toEqual([
      {
        queue: 'arn:dead',
        body: expect.objectContaining({
          requestContext: expect.objectContaining({ functionArn: 'arn:f', condition: 'RetryAttemptsExhausted' }),
          DDBStreamBatchInfo: expect.objectContaining({
            shardId: 'shard',
            streamArn: 'arn:stream',
            batchSize: 1,
            startSequenceNumber: '2',
            endSequenceNumber: '2',
          }),
        }),
      },
    ]);
    expect(JSON.stringify(state.dead)).not.toContain('NewImage');
  });

  test('is attempted at growing, bounded intervals', async () => {
    await deliver([recordOf('2')], { maximumRetryAttempts: 9 });
    expect(state.pauses).toEqual([200, 400, 800, 1600, 3200, 5000, 5000, 5000, 5000]);
  });

  test('fails its batch if batches are not halved', async () => {
    await deliver([recordOf('2'), recordOf('3')], { bisectBatch: false });
    expect(state.dead).toEqual([
      {
        queue: 'arn:dead',
        body: expect.objectContaining({ DDBStreamBatchInfo: expect.objectContaining({ batchSize: 2 }) }),
      },
    ]);
  });

  test('is dropped if there is no queue', async () => {
    expect(await deliver([recordOf('2')], { deadLetterArn: null })).toBe(true);
    expect(state.dead).toEqual([]);
  });
});

test('records that are too old are not delivered', async () => {
  await deliver([recordOf('1', 3601), recordOf('2', 3599)]);

  expect(state.batches).toEqual(['2']);
  expect(state.dead).toEqual([
    {
      queue: 'arn:dead',
      body: expect.objectContaining({ requestContext: expect.objectContaining({ condition: 'RecordAgeExceeded' }) }),
    },
  ]);
});

test('a run that stops reports an unfinished batch', async () => {
  state.respond = () => failing('1');
  state.stopAfter = 2;

  expect(await deliver([recordOf('1')])).toBe(false);
  expect(state.dead).toEqual([]);
});
