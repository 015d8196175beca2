import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Env } from '../../../lambdas/env.ts';
import { startDynamoDb } from '../../../local/dynamodb/start-dynamodb.ts';

export interface Store {
  readonly client: DynamoDBClient;
  readonly endpoint: string;
  /** Answers the new table's name. */
  createTable(): Promise<string>;
  close(): Promise<void>;
}

const REGION = 'eu-central-1';
const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** The embedded server, or the one at `DYNAMODB_ENDPOINT`, where only the tables made here are touched. */
export async function startStore(): Promise<Store> {
  const directory = mkdtempSync(join(tmpdir(), 'partner-auth-bench-'));
  const server = await startDynamoDb(directory, (reason) => {
    throw new Error(reason);
  });
  const client = new DynamoDBClient({ endpoint: server.endpoint, region: REGION, credentials: CREDENTIALS });
  const tables: string[] = [];
  return {
    client,
    endpoint: server.endpoint,
    async createTable() {
      const tableName = `bench-${process.pid}-${tables.length}`;
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

/** What an instance of the authorizer finds in its environment. */
export function functionEnvironment(tableName: string, endpoint: string): Record<string, string> {
  return {
    [Env.TABLE_NAME]: tableName,
    [Env.KEY_ENVIRONMENT]: 'test',
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
  };
}
