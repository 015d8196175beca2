import { BatchGetItemCommand, type DynamoDBClient, type KeysAndAttributes } from '@aws-sdk/client-dynamodb';
import { DependencyError } from '../../domain/base/dependency-error.ts';
import type { Item, PrimaryKey } from './attributes.ts';
import { asDependencyError } from './dynamodb-client.ts';

/** Which attributes are returned. */
type Projection = Pick<KeysAndAttributes, 'ProjectionExpression' | 'ExpressionAttributeNames'>;

/** DynamoDB's limit for one call. */
const MAX_KEYS = 100;

/** Returns a projection to these attributes. They get placeholders, because many names are reserved words. */
export function projectionOf(attributes: readonly string[]): Projection {
  const names = attributes.map((attribute, index) => [`#${index}`, attribute] as const);
  return {
    ProjectionExpression: names.map(([placeholder]) => placeholder).join(','),
    ExpressionAttributeNames: Object.fromEntries(names),
  };
}

/**
 * Returns the items that exist, in no order, by strongly consistent reads. Retries unprocessed keys once, then throws a
 * DependencyError, because it is unknown whether their items exist. A function, so that the authorizer loads no other command.
 */
export async function batchGet(
  client: DynamoDBClient,
  tableName: string,
  keys: readonly PrimaryKey[],
  projection: Projection = {},
): Promise<Item[]> {
  const items: Item[] = [];
  for (let start = 0; start < keys.length; start += MAX_KEYS) {
    let pending = keys.slice(start, start + MAX_KEYS);
    for (let attempt = 1; pending.length > 0; attempt++) {
      if (attempt > 2) throw new DependencyError('dynamodb', 'DynamoDB left keys unprocessed twice.');
      const page = await readPage(client, tableName, pending, projection);
      items.push(...page.items);
      pending = page.unprocessed;
    }
  }
  return items;
}

async function readPage(
  client: DynamoDBClient,
  tableName: string,
  keys: readonly PrimaryKey[],
  projection: Projection,
) {
  try {
    const request = { [tableName]: { Keys: [...keys], ConsistentRead: true, ...projection } };
    const { Responses, UnprocessedKeys } = await client.send(new BatchGetItemCommand({ RequestItems: request }));
    return {
      items: Responses?.[tableName] ?? [],
      unprocessed: (UnprocessedKeys?.[tableName]?.Keys ?? []) as PrimaryKey[],
    };
  } catch (error) {
    throw asDependencyError(error);
  }
}
