import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTables } from '../../local/services/dynamodb/create-tables.ts';
import { maintainStreams } from '../../local/services/dynamodb/maintain-streams.ts';
import { type DynamoDbServer, startDynamoDb } from '../../local/services/dynamodb/start-dynamodb.ts';
import { createStreamClient } from '../../local/services/streams/stream-client.ts';

const TABLE = 'records';
const DAY_MS = 86_400_000;

let directory: string;
let server: DynamoDbServer;
let client: DynamoDBClient;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'tend-'));
  server = await startDynamoDb(directory, (reason) => {
    throw new Error(reason);
  });
  client = new DynamoDBClient({
    endpoint: server.endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const input = {
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'PK', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'PK', KeyType: 'HASH' }],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
  } as const;
  await createTables(client, [{ name: TABLE, input: input as never }]);
});
afterAll(async () => {
  client.destroy();
  await server.close();
  rmSync(directory, { recursive: true, force: true });
});

const file = () => join(directory, 'dynamodb', 'records.db');
const put = (key: string) => client.send(new PutItemCommand({ TableName: TABLE, Item: { PK: { S: key } } }));

async function sequenceNumbers() {
  const streams = createStreamClient({ endpoint: server.endpoint, region: 'eu-central-1', accessKey: 'local' });
  const arn = await streams.streamOf(TABLE);
  const [shard] = await streams.listShards(arn);
  const { records } = await streams.read(await streams.iterator(arn, shard?.ShardId ?? '', null));
  return records.map(({ dynamodb }) => dynamodb.SequenceNumber);
}

// Without it each write reads all records of the stream.
test('the server finds the highest sequence number by an index', () => {
  const database = new DatabaseSync(file());
  const plan = database
    .prepare(
      "EXPLAIN QUERY PLAN SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1 FROM _stream_records WHERE table_name = 'x'",
    )
    .all();
  database.close();

  expect(JSON.stringify(plan)).toContain('USING COVERING INDEX stream_order');
});

test('day-old records are removed while the server runs, and numbers continue', async () => {
  for (const key of ['a', 'b', 'c']) await put(key);
  expect(await sequenceNumbers()).toEqual(['1', '2', '3']);

  maintainStreams(file(), Date.now() + DAY_MS / 2);
  expect(await sequenceNumbers()).toEqual(['1', '2', '3']);
  maintainStreams(file(), Date.now() + 2 * DAY_MS);
  await put('d');

  expect(await sequenceNumbers()).toEqual(['3', '4']);
});
