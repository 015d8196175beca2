import { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';

type Key = { readonly PK: { readonly S: string }; readonly SK: { readonly S: string } };

/** The plain SDK, reading what the authorizer reads: the baseline of all measurements. */
export function createBareCall(tableName: string, keys: readonly Key[]): () => Promise<number> {
  const client = new DynamoDBClient({});
  return async () => {
    const response = await client.send(
      new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: [...keys], ConsistentRead: true } } }),
    );
    return response.Responses?.[tableName]?.length ?? 0;
  };
}
