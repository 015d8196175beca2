import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../lambdas/adapters/attributes.ts';
import { startDynamoDb } from '../../local/dynamodb/start-dynamodb.ts';

export interface EmbeddedTable {
  readonly client: DynamoDBClient;
  readonly endpoint: string;
  readonly tableName: string;
  /** Every item, for assertions about what was written. */
  items(): Promise<Item[]>;
  close(): Promise<void>;
}

/** A table of its own on a real embedded server, with a random name where `DYNAMODB_ENDPOINT` is shared. */
export async function embeddedTable(): Promise<EmbeddedTable> {
  const directory = mkdtempSync(join(tmpdir(), 'partner-auth-table-'));
  try {
    return await tableIn(directory);
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
}

async function tableIn(directory: string): Promise<EmbeddedTable> {
  const server = await startDynamoDb(directory, (reason) => {
    throw new Error(reason);
  });
  const client = new DynamoDBClient({
    endpoint: server.endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const tableName = `records-${Math.random().toString(36).slice(2)}`;
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'PK', AttributeType: 'S' },
        { AttributeName: 'SK', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'PK', KeyType: 'HASH' },
        { AttributeName: 'SK', KeyType: 'RANGE' },
      ],
    }),
  );
  return {
    client,
    endpoint: server.endpoint,
    tableName,
    items: async () => (await client.send(new ScanCommand({ TableName: tableName, ConsistentRead: true }))).Items ?? [],
    close: async () => {
      client.destroy();
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
