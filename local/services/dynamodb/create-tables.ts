import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  ResourceNotFoundException,
  type StreamSpecification,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import type { TableDefinition } from '../../template/application.ts';

/** Creates the tables of the template that do not exist. */
export async function createTables(client: DynamoDBClient, tables: readonly TableDefinition[]): Promise<void> {
  for (const { name, input, ttlAttribute } of tables) {
    try {
      await client.send(new CreateTableCommand({ ...(input as CreateTableCommandInput), TableName: name }));
    } catch (error) {
      if (!(error instanceof ResourceInUseException)) throw error;
      await ensureStream(client, name, input.StreamSpecification);
      continue;
    }
    if (ttlAttribute !== undefined) {
      await client.send(
        new UpdateTimeToLiveCommand({
          TableName: name,
          TimeToLiveSpecification: { AttributeName: ttlAttribute, Enabled: true },
        }),
      );
    }
  }
}

/** Adds a stream to a table that was created before it had one. */
async function ensureStream(
  client: DynamoDBClient,
  name: string,
  wanted: StreamSpecification | undefined,
): Promise<void> {
  if (wanted === undefined) return;
  const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
  if (Table?.LatestStreamArn !== undefined) return;
  await client.send(new UpdateTableCommand({ TableName: name, StreamSpecification: wanted }));
}

/** Deletes the tables with their records, also on a server of the user's own (`DYNAMODB_ENDPOINT`). */
export async function deleteTables(client: DynamoDBClient, tables: readonly TableDefinition[]): Promise<void> {
  for (const { name } of tables) {
    try {
      await client.send(new DeleteTableCommand({ TableName: name }));
      await waitUntilTableNotExists({ client, maxWaitTime: 30, minDelay: 1 }, { TableName: name });
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
  }
}
