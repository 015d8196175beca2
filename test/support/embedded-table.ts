import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../lambdas/adapters/dynamodb/attributes.ts';
import { startStore } from '../../tools/client/embedded-store.ts';

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
  const store = await startStore();
  const { client, endpoint, close } = store;
  const tableName = await store.createTable();
  return {
    client,
    endpoint,
    tableName,
    items: async () => (await client.send(new ScanCommand({ TableName: tableName, ConsistentRead: true }))).Items ?? [],
    close,
  };
}
