import type { LastUse, Period, UsageAddress, UsageDay, UsageRecords } from '../domain/usage-ports.ts';
import {
  type Item,
  integerOf,
  optionalIntegerOf,
  optionalStringOf,
  stringOf,
  UnreadableRecordError,
} from './attributes.ts';
import type { DynamoDbTable } from './dynamodb-table.ts';
import { usageKeys } from './usage-items.ts';

/** Items with addresses that one answer reads; the page in which they are reached is read to its end. */
const MAX_ADDRESS_ITEMS = 10_000;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

export class DynamoDbUsageRecords implements UsageRecords {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async listDays(partnerId: string, credentialId: string, { from, to }: Period) {
    const items = await this.#table.queryAll(between(partnerId, `${credentialId}#${from}`, `${credentialId}#${to}`));
    return items.map(parseDay);
  }

  async listAddresses(partnerId: string, credentialId: string, { from, to }: Period) {
    const prefix = `${credentialId}#IP#`;
    const { items, complete } = await this.#table.queryUpTo(MAX_ADDRESS_ITEMS, {
      // No address begins with a character as late as this.
      ...between(partnerId, `${prefix}${from}#`, `${prefix}${to}#~`),
      ScanIndexForward: false,
    });
    return { addresses: items.map((item) => parseAddress(prefix, item)), complete };
  }

  async findLastUses(partnerId: string, credentialIds: readonly string[]) {
    const unique = [...new Set(credentialIds)];
    const items = await this.#table.batchGet(unique.map((id) => usageKeys.lastUse(partnerId, id)));
    return items.map(parseLastUse);
  }
}

function between(partnerId: string, first: string, last: string) {
  return {
    KeyConditionExpression: 'PK = :pk AND SK BETWEEN :first AND :last',
    ExpressionAttributeValues: {
      ':pk': usageKeys.partition(partnerId),
      ':first': { S: first },
      ':last': { S: last },
    },
  };
}

function parseDay(item: Item): UsageDay {
  const count = (name: string) => optionalIntegerOf(item, name) ?? 0;
  return {
    day: dayOf(stringOf(item, 'SK').slice(-10)),
    total: integerOf(item, 'total'),
    success: count('success'),
    clientError: count('client_error'),
    serverError: count('server_error'),
    latencyMs: count('latency_ms'),
    timed: count('timed'),
    refused: namedCounters(item, 'refused.'),
    resources: namedCounters(item, 'resource.'),
    otherAddresses: count('other_addresses'),
    otherAddressesSuccess: count('other_addresses.success'),
    updatedAt: stringOf(item, 'updated_at'),
  };
}

function parseAddress(prefix: string, item: Item): UsageAddress {
  const name = stringOf(item, 'SK').slice(prefix.length);
  return {
    day: dayOf(name.slice(0, 10)),
    address: name.slice(11),
    total: integerOf(item, 'total'),
    success: optionalIntegerOf(item, 'success') ?? 0,
    lastSeenMs: optionalIntegerOf(item, 'last_seen_ms'),
  };
}

function parseLastUse(item: Item): LastUse {
  return {
    credentialId: stringOf(item, 'SK').slice(0, -'#LAST'.length),
    requestId: stringOf(item, 'request_id'),
    atMs: integerOf(item, 'at_ms'),
    status: integerOf(item, 'status'),
    address: optionalStringOf(item, 'ip'),
  };
}

function namedCounters(item: Item, prefix: string): Record<string, number> {
  return Object.fromEntries(
    Object.keys(item).flatMap((name) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), integerOf(item, name)] as const] : [],
    ),
  );
}

function dayOf(text: string): string {
  if (!DATE.test(text)) throw new UnreadableRecordError('SK');
  return text;
}
