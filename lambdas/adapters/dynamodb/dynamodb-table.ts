import { setTimeout as delay } from 'node:timers/promises';
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  TransactionCanceledException,
  TransactionConflictException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Item, PrimaryKey } from './attributes.ts';
import { batchGet } from './batch-get.ts';
import { asDependencyError } from './dynamodb-client.ts';

export type Query = Omit<QueryCommandInput, 'TableName' | 'ConsistentRead'>;
export type Put = Omit<PutItemCommandInput, 'TableName'>;
export type Update = Omit<UpdateItemCommandInput, 'TableName'>;

/** Part of a transaction: one of Put, Update, Delete and ConditionCheck, without the name of the table. */
export type TransactionItem = {
  readonly [Kind in keyof TransactWriteItem]?: Omit<NonNullable<TransactWriteItem[Kind]>, 'TableName'>;
};

/** `before`: the stored item, if the write requests it (ReturnValuesOnConditionCheckFailure). */
export type ConditionalWrite =
  | { readonly written: true; readonly attributes: Item }
  | { readonly written: false; readonly before: Item | undefined };

const MAX_ATTEMPTS = 5;
const BASE_DELAY_MS = 20;
/** Cancellation reasons after which the next attempt may succeed. The SDK retries none of them. */
const TEMPORARY = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

/** The records table. All reads are strongly consistent. Every method throws a DependencyError. */
export class DynamoDbTable {
  readonly #client: DynamoDBClient;
  readonly #name: string;

  constructor(client: DynamoDBClient, name: string) {
    this.#client = client;
    this.#name = name;
  }

  async get(key: PrimaryKey): Promise<Item | undefined> {
    return await this.#certain(async () => {
      const command = new GetItemCommand({ TableName: this.#name, Key: key, ConsistentRead: true });
      return (await this.#client.send(command)).Item;
    });
  }

  /** Returns the items that exist, in no order. No key may be in the list twice. */
  batchGet(keys: readonly PrimaryKey[]): Promise<Item[]> {
    return batchGet(this.#client, this.#name, keys);
  }

  /** Returns one page. */
  async query(query: Query): Promise<{ items: Item[]; nextKey: Item | undefined }> {
    return await this.#certain(async () => {
      const command = new QueryCommand({ ...query, TableName: this.#name, ConsistentRead: true });
      const { Items = [], LastEvaluatedKey } = await this.#client.send(command);
      return { items: Items, nextKey: LastEvaluatedKey };
    });
  }

  async queryAll(query: Query): Promise<Item[]> {
    const all: Item[] = [];
    let startKey: Item | undefined;
    do {
      const { items, nextKey } = await this.query({
        ...query,
        ...(startKey === undefined ? {} : { ExclusiveStartKey: startKey }),
      });
      all.push(...items);
      startKey = nextKey;
    } while (startKey !== undefined);
    return all;
  }

  /**
   * Writes all items or none. Returns the indexes of the items whose condition failed; empty means written. Retries with
   * jitter when another transaction is under way or the table is throttled.
   */
  async transact(items: readonly TransactionItem[], maxAttempts = MAX_ATTEMPTS): Promise<readonly number[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        // A new command for each attempt: its generated token makes the SDK's own retries safe.
        await this.#client.send(
          new TransactWriteItemsCommand({ TransactItems: items.map((item) => this.#named(item)) }),
        );
        return [];
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw asDependencyError(error);
        const codes = (error.CancellationReasons ?? []).map((reason) => reason.Code);
        const failed = codes.flatMap((code, index) => (code === 'ConditionalCheckFailed' ? [index] : []));
        if (failed.length > 0) return failed;
        const isTemporary = codes.some((code) => code !== undefined && TEMPORARY.includes(code));
        if (!isTemporary || attempt === maxAttempts) throw asDependencyError(error);
        await backOff(attempt);
      }
    }
  }

  put(put: Put): Promise<ConditionalWrite> {
    return this.#writeIf(() => this.#client.send(new PutItemCommand({ ...put, TableName: this.#name })));
  }

  update(update: Update): Promise<ConditionalWrite> {
    return this.#writeIf(() => this.#client.send(new UpdateItemCommand({ ...update, TableName: this.#name })));
  }

  async delete(key: PrimaryKey): Promise<void> {
    await this.#writeIf(() => this.#client.send(new DeleteItemCommand({ TableName: this.#name, Key: key })));
  }

  /** Retries when a transaction on the same item is under way. */
  async #writeIf(write: () => Promise<{ Attributes?: Item | undefined }>): Promise<ConditionalWrite> {
    for (let attempt = 1; ; attempt++) {
      try {
        return { written: true, attributes: (await write()).Attributes ?? {} };
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return { written: false, before: error.Item };
        const isTemporary = error instanceof TransactionConflictException;
        if (!isTemporary || attempt === MAX_ATTEMPTS) throw asDependencyError(error);
        await backOff(attempt);
      }
    }
  }

  async #certain<T>(send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      throw asDependencyError(error);
    }
  }

  #named(item: TransactionItem): TransactWriteItem {
    return Object.fromEntries(Object.entries(item).map(([kind, part]) => [kind, { ...part, TableName: this.#name }]));
  }
}

async function backOff(attempt: number): Promise<void> {
  await delay(Math.random() * BASE_DELAY_MS * 2 ** attempt);
}
