import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { InvocationResult } from '../../local/functions/invocation.ts';
import { createTables } from '../../local/services/dynamodb/create-tables.ts';
import { type DynamoDbServer, startDynamoDb } from '../../local/services/dynamodb/start-dynamodb.ts';
import {
  type EventSourceMappings,
  startEventSourceMappings,
} from '../../local/services/streams/start-event-source-mappings.ts';
import { createStreamClient } from '../../local/services/streams/stream-client.ts';
import type { TableDefinition } from '../../local/template/application.ts';
import { parseFilterPattern } from '../../local/template/filter-pattern.ts';

const DEADLINE_MS = 10_000;
const REGION = 'eu-central-1';
const DONE: InvocationResult = { kind: 'result', payload: null };

let directory: string;
let server: DynamoDbServer;
let client: DynamoDBClient;
let table: TableDefinition;
let mappings: EventSourceMappings | null = null;
let answer: (seen: readonly string[]) => InvocationResult;
/** Sort keys of the records in each call. */
let calls: string[][];
let asked: string[];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'streams-'));
  server = await startDynamoDb(directory, (reason) => {
    throw new Error(reason);
  });
  client = new DynamoDBClient({
    endpoint: server.endpoint,
    region: REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
});
afterAll(async () => {
  client.destroy();
  await server.close();
  rmSync(directory, { recursive: true, force: true });
});

beforeEach(async () => {
  table = definition(true);
  calls = [];
  asked = [];
  answer = () => DONE;
  await createTables(client, [table]);
});
afterEach(() => mappings?.close());

function definition(streamed: boolean): TableDefinition {
  const keys = ['PK', 'SK'] as const;
  return {
    name: `t-${Math.random().toString(36).slice(2)}`,
    input: {
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: keys.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
      ...(streamed ? { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } } : {}),
    },
  };
}

async function start({ deny = [] as string[], batchSize = 10 } = {}) {
  mappings?.close();
  mappings = await startEventSourceMappings({
    mappings: [
      {
        name: 'mapping',
        functionArn: 'arn:f',
        tableName: table.name,
        streamArn: 'arn:stream',
        batchSize,
        bisectBatch: true,
        maximumRetryAttempts: 10,
        maximumRecordAgeSeconds: 3600,
        filters: [parseFilterPattern('{"eventName":["INSERT"],"dynamodb":{"Keys":{"SK":{"S":[{"prefix":"A#"}]}}}}')],
        deadLetterArn: 'arn:dead',
      },
    ],
    region: REGION,
    client: createStreamClient({ endpoint: server.endpoint, region: REGION, accessKey: 'local' }),
    positionsFile: join(directory, `${table.name}.json`),
    allows: (_, { action, resource }) => {
      asked.push(`${action} ${resource}`);
      return !deny.includes(action);
    },
    invoke: async (_, event) => {
      const { Records } = event as { Records: { dynamodb: { Keys: { SK: { S: string } } } }[] };
      const seen = Records.map(({ dynamodb }) => dynamodb.Keys.SK.S);
      calls.push(seen);
      return answer(seen);
    },
    sendDeadLetter: () => {},
    log: () => {},
  });
}

const put = (sk: string) => client.send(new PutItemCommand({ TableName: table.name, Item: itemOf(sk) }));
const itemOf = (sk: string) => ({ PK: { S: 'P' }, SK: { S: sk } });

async function until(holds: () => boolean) {
  const limit = AbortSignal.timeout(DEADLINE_MS);
  while (!holds()) {
    if (limit.aborted) throw new Error(`It did not come to that: ${JSON.stringify(calls)}.`);
    await delay(10);
  }
}
const seen = () => calls.flat();

describe('a mapping is not created', () => {
  test.each(['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'])('without %s', async (operation) => {
    await expect(start({ deny: [`dynamodb:${operation}`] })).rejects.toThrow(
      `not allow dynamodb:${operation} on arn:stream`,
    );
  });

  test('without access to the dead-letter queue', async () => {
    await expect(start({ deny: ['sqs:SendMessage'] })).rejects.toThrow('not allow sqs:SendMessage on arn:dead');
    expect(asked).toContain('dynamodb:GetRecords arn:stream');
  });

  test('on a table without a stream', async () => {
    table = definition(false);
    await createTables(client, [table]);
    await expect(start()).rejects.toThrow(`The table ${table.name} has no stream.`);
  });
});

test('records from before the mapping are delivered, too, in order and in batches', async () => {
  for (let n = 1; n <= 5; n++) await put(`A#${n}`);
  await start({ batchSize: 2 });
  await until(() => seen().length === 5);

  expect(calls).toEqual([['A#1', 'A#2'], ['A#3', 'A#4'], ['A#5']]);
});

test('a transaction is delivered item by item, without filtered, changed and deleted items', async () => {
  await start();
  const Puts = ['B#1', 'A#1', 'A#2'].map((sk) => ({ Put: { TableName: table.name, Item: itemOf(sk) } }));
  await client.send(new TransactWriteItemsCommand({ TransactItems: Puts }));
  await put('A#1');
  await client.send(new DeleteItemCommand({ TableName: table.name, Key: itemOf('A#2') }));
  await put('A#3');
  await until(() => seen().includes('A#3'));

  expect(seen()).toEqual(['A#1', 'A#2', 'A#3']);
});

test('a failing record delays the next ones, and none is lost', async () => {
  let failures = 3;
  answer = (batch) => (batch.includes('A#1') && failures-- > 0 ? { kind: 'timeout' } : DONE);
  await put('A#1');
  await start();
  await until(() => calls.length > 0);
  await put('A#2');
  await until(() => seen().includes('A#2'));

  expect(seen()).toEqual(['A#1', 'A#1', 'A#1', 'A#1', 'A#2']);
});

describe('after a restart', () => {
  test('it continues at its position', async () => {
    await put('A#1');
    await start();
    await until(() => seen().length === 1);
    mappings?.close();
    await put('A#2');
    await start();
    await until(() => seen().length === 2);

    expect(seen()).toEqual(['A#1', 'A#2']);
  });

  test('an unprocessed record is delivered again', async () => {
    answer = () => ({ kind: 'error', errorType: 'Runtime.Closed', errorMessage: 'The local run is stopping.' });
    await put('A#1');
    await start();
    await until(() => calls.length > 0);
    mappings?.close();
    const before = calls.length;
    answer = () => DONE;
    await start();
    await until(() => calls.length > before);

    expect(seen().at(-1)).toBe('A#1');
  });
});

test('a table without a stream gets one', async () => {
  table = definition(false);
  await client.send(new CreateTableCommand({ ...table.input, TableName: table.name } as never));
  await put('A#0');
  await createTables(client, [{ ...table, input: definition(true).input }]);
  await createTables(client, [{ ...table, input: definition(true).input }]);
  await start();
  await put('A#1');
  await until(() => seen().includes('A#1'));

  expect(seen()).toEqual(['A#1']);
});
