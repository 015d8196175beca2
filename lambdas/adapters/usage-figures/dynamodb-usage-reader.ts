import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { DependencyError } from '../../domain/base/dependency-error.ts';
import type { UsagePeriod } from '../../domain/usage-figures/usage-period.ts';
import type { AddressFigures, DayFigures, LastUse, UsageReader } from '../../domain/usage-figures/usage-reader.ts';
import { type Item, integerOf, optionalIntegerOf, optionalStringOf, stringOf } from '../dynamodb/attributes.ts';
import { asDependencyError } from '../dynamodb/dynamodb-client.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';

/** Of BatchGetItem. */
const KEYS_A_CALL = 100;
/** What is left over of a call after this many tries is given up: the answer would not be certain. */
const TRIES = 3;
const MAX_ADDRESS_ITEMS = 10_000;
/** Sorts after every address. */
const AFTER_ADDRESSES = '~';

export class DynamoDbUsageReader implements UsageReader {
  readonly #table: DynamoDbTable;
  readonly #maxAddressItems: number;

  constructor(table: DynamoDbTable, maxAddressItems = MAX_ADDRESS_ITEMS) {
    this.#table = table;
    this.#maxAddressItems = maxAddressItems;
  }

  async listDays(partnerId: string, credentialId: string, { from, to }: UsagePeriod) {
    const items = await this.#table.queryAll(between(partnerId, dayKey(credentialId, from), dayKey(credentialId, to)));
    return items.map(parseDay);
  }

  async listAddresses(
    partnerId: string,
    credentialId: string,
    { from, to }: UsagePeriod,
    atMost = Number.POSITIVE_INFINITY,
  ) {
    const limit = Math.min(this.#maxAddressItems, atMost);
    const prefix = `${credentialId}#IP#`;
    const items: Item[] = [];
    let startKey: Item | undefined;
    do {
      const page = await this.#table.query({
        ...between(partnerId, `${prefix}${from}#`, `${prefix}${to}#${AFTER_ADDRESSES}`),
        ScanIndexForward: false,
        // One more than is answered, which tells whether there are more.
        Limit: limit + 1 - items.length,
        ...(startKey === undefined ? {} : { ExclusiveStartKey: startKey }),
      });
      items.push(...page.items);
      startKey = page.nextKey;
    } while (startKey !== undefined && items.length <= limit);
    return {
      addresses: items.slice(0, limit).map(parseAddress),
      complete: items.length <= limit,
    };
  }

  async findLastUses(partnerId: string, credentialIds: readonly string[]) {
    const found = new Map<string, LastUse>();
    for (let at = 0; at < credentialIds.length; at += KEYS_A_CALL) {
      for (const item of await this.#read(partnerId, credentialIds.slice(at, at + KEYS_A_CALL))) {
        found.set(stringOf(item, 'SK').replace(/#LAST$/, ''), parseLastUse(item));
      }
    }
    return found;
  }

  async #read(partnerId: string, credentialIds: readonly string[]): Promise<readonly Item[]> {
    const { client, tableName } = this.#table;
    const items: Item[] = [];
    let keys: Item[] = credentialIds.map((id) => ({ PK: partition(partnerId), SK: { S: `${id}#LAST` } }));
    try {
      for (let tries = 0; keys.length > 0; tries++) {
        if (tries === TRIES) throw new DependencyError('dynamodb', 'DynamoDB kept leaving keys unprocessed.');
        const answer = await client.send(
          new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: keys, ConsistentRead: true } } }),
        );
        items.push(...(answer.Responses?.[tableName] ?? []));
        keys = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
      }
    } catch (error) {
      throw asDependencyError(error);
    }
    return items;
  }
}

function partition(partnerId: string) {
  return { S: `USAGE#${partnerId}` };
}

function dayKey(credentialId: string, day: string): string {
  return `${credentialId}#${day}`;
}

function between(partnerId: string, first: string, last: string) {
  return {
    KeyConditionExpression: 'PK = :pk AND SK BETWEEN :first AND :last',
    ExpressionAttributeValues: { ':pk': partition(partnerId), ':first': { S: first }, ':last': { S: last } },
  };
}

function parseDay(item: Item): DayFigures {
  const count = (name: string) => optionalIntegerOf(item, name) ?? 0;
  return {
    date: afterLast('#', stringOf(item, 'SK')),
    total: count('total'),
    success: count('success'),
    clientError: count('client_error'),
    serverError: count('server_error'),
    refused: countersOf(item, 'refused.'),
    resources: countersOf(item, 'resource.'),
    otherAddresses: { total: count('other_addresses'), success: count('other_addresses.success') },
    updatedAt: stringOf(item, 'updated_at'),
  };
}

function parseAddress(item: Item): AddressFigures {
  return {
    address: afterLast('#', stringOf(item, 'SK')),
    total: optionalIntegerOf(item, 'total') ?? 0,
    success: optionalIntegerOf(item, 'success') ?? 0,
    lastSeenMs: optionalIntegerOf(item, 'last_seen_ms'),
  };
}

function parseLastUse(item: Item): LastUse {
  return {
    atMs: integerOf(item, 'at_ms'),
    address: optionalStringOf(item, 'ip'),
    status: integerOf(item, 'status'),
  };
}

/** Counters with a name of their own, each without the prefix that they share. */
function countersOf(item: Item, prefix: string): Record<string, number> {
  return Object.fromEntries(
    Object.keys(item)
      .filter((name) => name.startsWith(prefix))
      .map((name) => [name.slice(prefix.length), integerOf(item, name)]),
  );
}

function afterLast(separator: string, text: string): string {
  return text.slice(text.lastIndexOf(separator) + 1);
}
