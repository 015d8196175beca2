import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Item } from './attributes.ts';
import { asDependencyError } from './dynamodb-client.ts';

type Key = Record<'PK' | 'SK', AttributeValue>;
type QueryOptions = Omit<QueryCommandInput, 'TableName' | 'ConsistentRead'>;

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
}
