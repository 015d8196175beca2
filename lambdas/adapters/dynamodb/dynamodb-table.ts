import {
  type AttributeValue,
  BatchGetItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { DependencyError } from '../../domain/base/dependency-error.ts';
import type { Item } from './attributes.ts';
import { asDependencyError } from './dynamodb-client.ts';

type Key = Record<'PK' | 'SK', AttributeValue>;
type QueryOptions = Omit<QueryCommandInput, 'TableName' | 'ConsistentRead'>;

/** Of DynamoDB, for one batch. */
const MAX_BATCH = 100;

/** Strongly consistent reads of the one table. Throw a DependencyError. */
export class DynamoDbTable {
  readonly client: DynamoDBClient;
  readonly tableName: string;

  constructor(client: DynamoDBClient, tableName: string) {
    this.client = client;
    this.tableName = tableName;
  }

  async get(key: Key): Promise<Item | undefined> {
    try {
      const command = new GetItemCommand({ TableName: this.tableName, Key: key, ConsistentRead: true });
      return (await this.client.send(command)).Item;
    } catch (error) {
      throw asDependencyError(error);
    }
  }

  /** Those that exist, in no order. No key may be in the list twice. */
  async batchGet(keys: readonly Key[]): Promise<Item[]> {
    const items: Item[] = [];
    for (let from = 0; from < keys.length; from += MAX_BATCH) {
      const first = await this.#batch(keys.slice(from, from + MAX_BATCH));
      // Whether an unprocessed item exists is not known: ask once more, then give up.
      const second = first.unprocessed.length === 0 ? null : await this.#batch(first.unprocessed);
      if (second !== null && second.unprocessed.length > 0) {
        throw new DependencyError('dynamodb', 'DynamoDB left keys unprocessed twice.');
      }
      items.push(...first.items, ...(second?.items ?? []));
    }
    return items;
  }

  /** One page. */
  async query(options: QueryOptions): Promise<{ items: Item[]; nextKey: Item | undefined }> {
    try {
      const command = new QueryCommand({ ...options, TableName: this.tableName, ConsistentRead: true });
      const { Items = [], LastEvaluatedKey } = await this.client.send(command);
      return { items: Items, nextKey: LastEvaluatedKey };
    } catch (error) {
      throw asDependencyError(error);
    }
  }

  async queryAll(options: QueryOptions): Promise<Item[]> {
    const all: Item[] = [];
    let startKey: Item | undefined;
    do {
      const { items, nextKey } = await this.query({
        ...options,
        ...(startKey === undefined ? {} : { ExclusiveStartKey: startKey }),
      });
      all.push(...items);
      startKey = nextKey;
    } while (startKey !== undefined);
    return all;
  }

  async #batch(keys: readonly Key[]): Promise<{ items: Item[]; unprocessed: Key[] }> {
    try {
      const request = { [this.tableName]: { Keys: [...keys], ConsistentRead: true } };
      const { Responses, UnprocessedKeys } = await this.client.send(new BatchGetItemCommand({ RequestItems: request }));
      return {
        items: Responses?.[this.tableName] ?? [],
        unprocessed: (UnprocessedKeys?.[this.tableName]?.Keys ?? []) as Key[],
      };
    } catch (error) {
      throw asDependencyError(error);
    }
  }
}
