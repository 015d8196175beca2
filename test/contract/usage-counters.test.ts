import {
  TransactionCanceledException,
  TransactionConflictException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Item } from '../../lambdas/adapters/dynamodb/attributes.ts';
import { DynamoDbTable } from '../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { DynamoDbPartnerRegistry } from '../../lambdas/adapters/partners/dynamodb-partner-registry.ts';
import { DynamoDbRefusalRecords } from '../../lambdas/adapters/refusals/dynamodb-refusal-records.ts';
import { DynamoDbUsageCounters } from '../../lambdas/adapters/usage-counting/dynamodb-usage-counters.ts';
import { DynamoDbUsageReader } from '../../lambdas/adapters/usage-figures/dynamodb-usage-reader.ts';
import { identifyApiKey } from '../../lambdas/domain/model/api-key.ts';
import { createOperatorApiKey, createPartner, revokeApiKey } from '../../lambdas/domain/partners/manage-partners.ts';
import { countUsage } from '../../lambdas/domain/usage-counting/count-usage.ts';
import { parseRefusalLine } from '../../lambdas/domain/usage-counting/refusal-log-line.ts';
import type { CredentialUse } from '../../lambdas/domain/usage-counting/usage-counters.ts';
import type { UsagePeriod } from '../../lambdas/domain/usage-figures/usage-period.ts';
import { type EmbeddedTable, embeddedTable } from '../support/embedded-table.ts';
import { refusalLine } from '../support/log-lines.ts';
import { batchesOf, countedTotals, PARTNERS, replayed, type SentCall, sentTotals } from '../support/usage-batches.ts';

const NOW_MS = Date.parse('2026-12-01T10:00:05.000Z');
const BOTH_DAYS: UsagePeriod = { from: '2026-11-30', to: '2026-12-01' };
let embedded: EmbeddedTable;
let table: DynamoDbTable;
let counters: DynamoDbUsageCounters;
let records: DynamoDbUsageReader;
let partnerId: string;
let partners = 0;

beforeAll(async () => {
  embedded = await embeddedTable();
  table = new DynamoDbTable(embedded.client, embedded.tableName);
  counters = new DynamoDbUsageCounters(table);
  records = new DynamoDbUsageReader(table);
});
afterAll(() => embedded.close());
beforeEach(() => {
  partners += 1;
  partnerId = `usage${partners}PA`;
});
afterEach(() => {
  jest.restoreAllMocks();
});

const update = (changes: object = {}) => ({
  credentialId: 'aaaaaaaaaaaa',
  day: '2026-12-01',
  ip: null,
  counters: { total: 2, 'refused.ip_not_allowed': 1 },
  ...changes,
});

describe('a chunk', () => {
  it('whose mark is there changes nothing', async () => {
    const chunk = { mark: 'BATCH#b#0', updates: [update()] };
    expect(await counters.count(partnerId, chunk, NOW_MS)).toBe('counted');
    expect(await counters.count(partnerId, chunk, NOW_MS)).toBe('counted_already');
    expect(await records.listDays(partnerId, 'aaaaaaaaaaaa', BOTH_DAYS)).toMatchObject([
      { total: 2, updatedAt: new Date(NOW_MS).toISOString() },
    ]);
  });

  it('of as many updates as there may be is one transaction', async () => {
    const updates = Array.from({ length: 99 }, (_, last) => update({ ip: `203.0.113.${last}` }));
    const send = jest.spyOn(embedded.client, 'send');
    expect(await counters.count(partnerId, { mark: 'BATCH#c#0', updates }, NOW_MS)).toBe('counted');
    expect(send.mock.calls.map(([command]) => command.constructor)).toEqual([TransactWriteItemsCommand]);
    const { addresses } = await records.listIps(partnerId, 'aaaaaaaaaaaa', BOTH_DAYS);
    expect(addresses).toHaveLength(99);
  });

  it.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
    'that is cancelled by %s is tried again, and not counted twice',
    async (reason) => {
      const send = embedded.client.send.bind(embedded.client);
      let conflicts = 0;
      jest.spyOn(embedded.client, 'send').mockImplementation((async (command: TransactWriteItemsCommand) => {
        if (conflicts++ < 3) {
          throw new TransactionCanceledException({
            $metadata: {},
            message: 'conflict',
            CancellationReasons: [{ Code: 'None' }, { Code: reason }],
          });
        }
        return send(command);
      }) as never);
      await counters.count(partnerId, { mark: 'BATCH#d#0', updates: [update()] }, NOW_MS);
      jest.restoreAllMocks();
      expect(await records.listDays(partnerId, 'aaaaaaaaaaaa', BOTH_DAYS)).toMatchObject([{ total: 2 }]);
    },
  );

  it('gives its items their end', async () => {
    await counters.count(partnerId, { mark: 'BATCH#e#0', updates: [update()] }, NOW_MS);
    const items = (await embedded.items()).filter((item) => item.PK?.S === `USAGE#${partnerId}`);
    const ends = Object.fromEntries(items.map((item) => [item.SK?.S, Number(item.ttl?.N)]));
    expect(ends).toEqual({
      'BATCH#e#0': NOW_MS / 1000 + 30 * 86_400,
      'aaaaaaaaaaaa#2026-12-01': Date.parse('2026-12-01') / 1000 + 400 * 86_400,
    });
  });
});

it('every counter is what was sent, whatever the order and however often batches come in parallel', async () => {
  const registry = new DynamoDbPartnerRegistry(new DynamoDbTable(embedded.client, embedded.tableName));
  for (const id of PARTNERS) await createPartner(registry, id, id);
  const calls: SentCall[] = Array.from({ length: 240 }, (_, index) => ({
    partnerId: [...PARTNERS, 'nobodyPA'][index % 3] ?? '',
    credentialId: index % 7 === 0 ? null : index % 2 === 0 ? 'aaaaaaaaaaaa' : 'bbbbbbbbbbbb',
    legacy: index % 5 === 0,
    day: index % 11 === 0 ? '2026-11-30' : '2026-12-01',
    ip: `198.51.100.${index % 40}`,
    status: index % 13 === 0 ? null : ([200, 302, 403, 404, 502][index % 5] ?? 200),
    twice: index % 4 === 0,
  }));
  const failures: unknown[] = [];
  const count = (batch: ReturnType<typeof batchesOf>[number]) =>
    countUsage(batch, { counters, report: (error) => failures.push(error), nowMs: NOW_MS });
  await Promise.all(replayed(batchesOf(calls, 60, 'contract'), Math.random).map(count));

  expect(failures).toEqual([]);
  expect(countedTotals((await embedded.items()).flatMap(countedItem))).toEqual(sentTotals(calls));
});

/** What an item of these partners counts; nothing for marks and last uses. */
function countedItem(item: Item) {
  const [, id = ''] = /^USAGE#(.+)$/.exec(item.PK?.S ?? '') ?? [];
  const [, credentialId, ip, day] = /^([^#]+)#(?:IP#(?=.*#(.+)$))?(\d{4}-\d{2}-\d{2})/.exec(item.SK?.S ?? '') ?? [];
  if (![...PARTNERS, 'nobodyPA'].includes(id) || credentialId === undefined || day === undefined) return [];
  const counters = Object.entries(item).flatMap(([name, { N }]) =>
    N === undefined || ['ttl', 'last_seen_ms'].includes(name) ? [] : [[name, Number(N)] as const],
  );
  return [{ partnerId: id, credentialId, day, ip: ip ?? null, counters: Object.fromEntries(counters) }];
}

it('counting what a deleted key did leaves it deleted, and makes none of what does not exist', async () => {
  const registry = new DynamoDbPartnerRegistry(new DynamoDbTable(embedded.client, embedded.tableName));
  await createPartner(registry, partnerId, partnerId);
  const { key } = await createOperatorApiKey(registry, { environment: 'test', partnerId, name: 'gone' });
  const keyId = identifyApiKey(key)?.keyId ?? '';
  expect(await revokeApiKey(registry, partnerId, keyId)).toEqual({ outcome: 'revoked' });
  const partition = async () => (await embedded.items()).filter((item) => item.PK?.S === `PARTNER#${partnerId}`);
  const before = await partition();
  const lines = [keyId, 'zzzzzzzzzzzz'].map((id) => refusalLine({ partner_id: partnerId, credential_id: id }));
  const events = lines.map((message, index) => ({ id: `${index}`, timestampMs: NOW_MS, message }));
  const batch = { logGroup: 'group', logStream: partnerId, events };
  expect(await countUsage(batch, { counters, report: () => {}, nowMs: NOW_MS })).toMatchObject({ failures: 0 });
  expect(await partition()).toEqual(before);
});

describe('the last use', () => {
  const use = (changes: Partial<CredentialUse> = {}): CredentialUse => ({
    credentialId: 'aaaaaaaaaaaa',
    requestId: 'request-b',
    atMs: NOW_MS,
    status: 200,
    ip: '203.0.113.7',
    ...changes,
  });

  const found = ({ atMs, status, ip }: CredentialUse) => ({ atMs, status, ip });
  const lastUses = async () =>
    Object.fromEntries(await records.findLastUses(partnerId, ['aaaaaaaaaaaa', 'bbbbbbbbbbbb']));

  it.each<[string, Partial<CredentialUse>]>([
    ['earlier', { atMs: NOW_MS - 1 }],
    ['at the same moment', { requestId: 'request-a' }],
  ])('is not replaced by one that is %s', async (_, changes) => {
    await counters.recordLastUse(partnerId, use());
    await counters.recordLastUse(partnerId, use({ ...changes, status: 500 }));
    expect(await lastUses()).toEqual({ aaaaaaaaaaaa: found(use()) });
  });

  it('is replaced by a later one', async () => {
    await counters.recordLastUse(partnerId, use());
    await counters.recordLastUse(partnerId, use({ atMs: NOW_MS + 1, status: 403, ip: null }));
    expect(await lastUses()).toEqual({ aaaaaaaaaaaa: found(use({ atMs: NOW_MS + 1, status: 403, ip: null })) });
  });
});

describe('what only moves forward', () => {
  const use = { credentialId: 'aaaaaaaaaaaa', requestId: 'request-b', atMs: NOW_MS, status: 200, ip: null };
  const revoked = { keyId: 'aaaaaaaaaaaa', day: '2026-12-01', atMs: NOW_MS, ip: '203.0.113.7' };
  const items = async (): Promise<Record<string, Item>> =>
    Object.fromEntries(
      (await embedded.items())
        .filter(({ PK }) => PK?.S === `USAGE#${partnerId}`)
        .map((item) => [item.SK?.S ?? '', item]),
    );

  it('has an end', async () => {
    await counters.recordLastUse(partnerId, use);
    await counters.recordRevokedUse(partnerId, revoked);
    const ends = Object.values(await items()).map(({ ttl }) => Number(ttl?.N));
    expect(ends).toEqual([NOW_MS / 1000 + 400 * 86_400, NOW_MS / 1000 + 400 * 86_400]);
  });

  // Its item is what the notice is sent for: another one would be another notice.
  it('is of a deleted key the first use of a day that was counted', async () => {
    await counters.recordRevokedUse(partnerId, revoked);
    await counters.recordRevokedUse(partnerId, { ...revoked, atMs: NOW_MS + 1, ip: '192.0.2.1' });
    expect((await items())['aaaaaaaaaaaa#REVOKED#2026-12-01']).toMatchObject({
      at: { S: new Date(NOW_MS).toISOString() },
      ip: { S: '203.0.113.7' },
    });
  });

  it('is written again where it runs into a transaction', async () => {
    const send = embedded.client.send.bind(embedded.client);
    let conflicts = 0;
    jest.spyOn(embedded.client, 'send').mockImplementation((async (command: never) => {
      if (conflicts++ < 2) throw new TransactionConflictException({ $metadata: {}, message: 'conflict' });
      return send(command);
    }) as never);
    await counters.recordLastUse(partnerId, use);
    jest.restoreAllMocks();
    expect(Object.keys(await items())).toEqual(['aaaaaaaaaaaa#LAST']);
  });
});

describe('an address', () => {
  const seen = { credentialId: 'aaaaaaaaaaaa', day: '2026-12-01', ip: '2001:db8::1', atMs: NOW_MS };
  const lastSeen = async () => {
    const { addresses } = await records.listIps(partnerId, 'aaaaaaaaaaaa', BOTH_DAYS);
    return addresses.map(({ ip, lastSeenMs }) => [ip, lastSeenMs]);
  };

  it('that was not counted is not made by having been seen', async () => {
    await counters.recordSeen(partnerId, seen);
    expect(await lastSeen()).toEqual([]);
  });

  it('is seen later and later', async () => {
    await counters.count(partnerId, { mark: 'BATCH#f#0', updates: [update({ ip: '2001:db8::1' })] }, NOW_MS);
    expect(await lastSeen()).toEqual([['2001:db8::1', null]]);
    await counters.recordSeen(partnerId, seen);
    await counters.recordSeen(partnerId, { ...seen, atMs: NOW_MS - 1 });
    expect(await lastSeen()).toEqual([['2001:db8::1', NOW_MS]]);
    await counters.recordSeen(partnerId, { ...seen, atMs: NOW_MS + 1 });
    expect(await lastSeen()).toEqual([['2001:db8::1', NOW_MS + 1]]);
  });
});

describe('a refusal', () => {
  const refusals = () => new DynamoDbRefusalRecords(table);
  const refusal = (changes: Readonly<Record<string, unknown>> = {}) => {
    const refusal = parseRefusalLine(refusalLine({ partner_id: partnerId, ...changes }));
    if (typeof refusal === 'string') throw new Error(refusal);
    return { ...refusal, ofPartner: partnerId };
  };

  it('is nobody else’s, and is over after 30 days', async () => {
    const one = refusal();
    await counters.recordRefusal(one);
    expect(await refusals().find('otherPA', one.requestId, NOW_MS)).toBeNull();
    expect(await refusals().find(partnerId, 'anotherOne', NOW_MS)).toBeNull();
    expect(await refusals().find(partnerId, one.requestId, one.atMs + 30 * 86_400_000)).toBeNull();
    expect(await refusals().find(partnerId, one.requestId, one.atMs + 30 * 86_400_000 - 1)).toEqual(one);
  });

  it.each([
    ['with a credential', { code: 'partner_mismatch', reason: 'partner_mismatch', path_partner_id: 'otherPA' }],
    ['without', { reason: 'no_credential', partner_id: null, required_scope: null, source_ip: null, method: null }],
  ])('%s is kept as it was', async (_, changes) => {
    const one = refusal(changes);
    await counters.recordRefusal(one);
    await counters.recordRefusal(one);
    expect(await refusals().find(partnerId, one.requestId, NOW_MS)).toEqual(one);
  });
});

it('a batch is marked as measured once, however many try at the same moment, and the mark has an end', async () => {
  const batchId = 'ba7c4'.padEnd(64, '0');
  const marked = await Promise.all(Array.from({ length: 8 }, () => counters.markMeasured(batchId, NOW_MS)));
  expect(marked.filter((first) => first)).toHaveLength(1);
  expect(await counters.markMeasured('another', NOW_MS)).toBe(true);
  const mark = (await embedded.items()).find((item) => item.PK?.S === `BATCH#${batchId}`);
  expect(mark).toEqual({
    PK: { S: `BATCH#${batchId}` },
    SK: { S: 'MEASURED' },
    ttl: { N: String(NOW_MS / 1000 + 30 * 86_400) },
  });
});

it('only partners that exist are found', async () => {
  const registry = new DynamoDbPartnerRegistry(new DynamoDbTable(embedded.client, embedded.tableName));
  await createPartner(registry, partnerId, partnerId);
  const others = Array.from({ length: 150 }, (_, index) => `none${index}PA`);
  expect(await counters.findPartners([...others, partnerId])).toEqual(new Set([partnerId]));
});
