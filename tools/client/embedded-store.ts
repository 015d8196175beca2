import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startDynamoDb } from '../../local/services/dynamodb/start-dynamodb.ts';

export const REGION = 'eu-central-1';
export const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

export interface Store {
  readonly client: DynamoDBClient;
  readonly endpoint: string;
  /** Returns the name of a new table with the keys of the records table, and nothing in it. */
  createTable(): Promise<string>;
  /** Deletes the tables made here. */
  close(): Promise<void>;
}

/** Starts an embedded DynamoDB server, or uses the one at `DYNAMODB_ENDPOINT`, where only the tables made here are touched. */
export async function startStore(): Promise<Store> {
  const directory = mkdtempSync(join(tmpdir(), 'partner-auth-store-'));
  try {
    return await startStoreIn(directory);
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
}

async function startStoreIn(directory: string): Promise<Store> {
  const server = await startDynamoDb(directory, (reason) => {
    throw new Error(reason);
  });
  const client = new DynamoDBClient({
    endpoint: server.endpoint,
    region: REGION,
    credentials: CREDENTIALS,
    maxAttempts: 1,
  });
  const tables: string[] = [];
  return {
    client,
    endpoint: server.endpoint,
    async createTable() {
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
      tables.push(tableName);
      return tableName;
    },
    async close() {
      for (const TableName of tables) await client.send(new DeleteTableCommand({ TableName }));
      client.destroy();
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
