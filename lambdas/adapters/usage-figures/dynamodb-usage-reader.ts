import type { UsagePeriod } from '../../domain/usage-figures/usage-period.ts';
import type { DayFigures, IpFigures, LastUse, UsageReader } from '../../domain/usage-figures/usage-reader.ts';
import { type Item, integerOf, optionalIntegerOf, optionalStringOf, stringOf } from '../dynamodb/attributes.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { credentialOfLastUse, lastPartOf, usageKeys, usageLists } from '../usage-counting/usage-items.ts';

const MAX_IP_ITEMS = 10_000;

export class DynamoDbUsageReader implements UsageReader {
  readonly #table: DynamoDbTable;
  readonly #maxIpItems: number;

  constructor(table: DynamoDbTable, maxIpItems = MAX_IP_ITEMS) {
    this.#table = table;
    this.#maxIpItems = maxIpItems;
  }

  async listDays(partnerId: string, credentialId: string, period: UsagePeriod) {
    const items = await this.#table.queryAll(usageLists.days(partnerId, credentialId, period));
    return items.map(parseDay);
  }

  async listIps(partnerId: string, credentialId: string, period: UsagePeriod, atMost = Number.POSITIVE_INFINITY) {
    const limit = Math.min(this.#maxIpItems, atMost);
    const items: Item[] = [];
    let startKey: Item | undefined;
    do {
      const page = await this.#table.query({
        ...usageLists.addresses(partnerId, credentialId, period),
        ScanIndexForward: false,
        // One more than is returned, to know whether there are more.
        Limit: limit + 1 - items.length,
        ...(startKey === undefined ? {} : { ExclusiveStartKey: startKey }),
      });
      items.push(...page.items);
      startKey = page.nextKey;
    } while (startKey !== undefined && items.length <= limit);
    return {
      addresses: items.slice(0, limit).map(parseIpFigures),
      complete: items.length <= limit,
    };
  }

  async findLastUses(partnerId: string, credentialIds: readonly string[]) {
    const items = await this.#table.batchGet(credentialIds.map((id) => usageKeys.lastUse(partnerId, id)));
    return new Map(items.map((item) => [credentialOfLastUse(stringOf(item, 'SK')), parseLastUse(item)] as const));
  }
}

function parseDay(item: Item): DayFigures {
  const count = (name: string) => optionalIntegerOf(item, name) ?? 0;
  return {
    date: lastPartOf(stringOf(item, 'SK')),
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

function parseIpFigures(item: Item): IpFigures {
  return {
    ip: lastPartOf(stringOf(item, 'SK')),
    total: optionalIntegerOf(item, 'total') ?? 0,
    success: optionalIntegerOf(item, 'success') ?? 0,
    lastSeenMs: optionalIntegerOf(item, 'last_seen_ms'),
  };
}

function parseLastUse(item: Item): LastUse {
  return {
    atMs: integerOf(item, 'at_ms'),
    ip: optionalStringOf(item, 'ip'),
    status: integerOf(item, 'status'),
  };
}

/** Returns the counters with the prefix, named without it. */
function countersOf(item: Item, prefix: string): Record<string, number> {
  return Object.fromEntries(
    Object.keys(item)
      .filter((name) => name.startsWith(prefix))
      .map((name) => [name.slice(prefix.length), integerOf(item, name)]),
  );
}
