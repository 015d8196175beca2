import { type BatchGetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Item } from '../../lambdas/adapters/dynamodb/attributes.ts';
import { DynamoDbTable } from '../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { DynamoDbUsageReader } from '../../lambdas/adapters/usage-figures/dynamodb-usage-reader.ts';
import { type EmbeddedTable, embeddedTable } from '../support/embedded-table.ts';

const KEY = 'k3Jx81PqZr0B';
const NOVEMBER = { from: '2026-11-01', to: '2026-11-30' };
const UPDATED = '2026-11-24T12:00:00.000Z';
let table: EmbeddedTable;
let reader: DynamoDbUsageReader;

beforeAll(async () => {
  table = await embeddedTable();
  reader = new DynamoDbUsageReader(new DynamoDbTable(table.client, table.tableName));
});
afterAll(() => table.close());

const itemOf = (partnerId: string, sk: string, attributes: Record<string, number | string>): Item => ({
  PK: { S: `USAGE#${partnerId}` },
  SK: { S: sk },
  ...Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      typeof value === 'number' ? { N: String(value) } : { S: value },
    ]),
  ),
});

async function put(partnerId: string, sk: string, attributes: Record<string, number | string>): Promise<void> {
  await table.client.send(new PutItemCommand({ TableName: table.tableName, Item: itemOf(partnerId, sk, attributes) }));
}

describe('what is read of nobody else', () => {
  it('another partner with the same credential', async () => {
    await put('foreignPA', `${KEY}#2026-11-10`, { total: 3, updated_at: UPDATED });
    await put('foreignPA', `${KEY}#IP#2026-11-10#192.0.2.1`, { total: 3 });
    await put('foreignPA', `${KEY}#LAST`, { at_ms: 1, status: 200 });
    expect(await reader.listDays('emptyPA', KEY, NOVEMBER)).toEqual([]);
    expect(await reader.listIps('emptyPA', KEY, NOVEMBER)).toEqual({ addresses: [], complete: true });
    expect(await reader.findLastUses('emptyPA', [KEY])).toEqual(new Map());
  });

  it('a credential whose ID goes on longer, and other kinds of items', async () => {
    await put('mixedPA', `${KEY}#2026-11-10`, { total: 1, updated_at: UPDATED });
    await put('mixedPA', `${KEY}x#2026-11-10`, { total: 8, updated_at: UPDATED });
    await put('mixedPA', `${KEY}#LAST`, { at_ms: 1, status: 200 });
    await put('mixedPA', `${KEY}#REVOKED#2026-11-10`, { at: UPDATED });
    await put('mixedPA', `${KEY}#IP#2026-11-10#192.0.2.1`, { total: 1 });
    expect((await reader.listDays('mixedPA', KEY, NOVEMBER)).map(({ total }) => total)).toEqual([1]);
    expect((await reader.listIps('mixedPA', KEY, NOVEMBER)).addresses.map(({ total }) => total)).toEqual([1]);
  });
});

describe('figures', () => {
  it('of the days of the period, both ends included, oldest first', async () => {
    for (const day of ['2026-10-31', '2026-11-30', '2026-11-01', '2026-12-01']) {
      await put('rangePA', `${KEY}#${day}`, { total: 1, updated_at: UPDATED });
      await put('rangePA', `${KEY}#IP#${day}#2001:db8::1`, { total: 1 });
    }
    expect((await reader.listDays('rangePA', KEY, NOVEMBER)).map(({ date }) => date)).toEqual([
      '2026-11-01',
      '2026-11-30',
    ]);
    expect((await reader.listIps('rangePA', KEY, NOVEMBER)).addresses).toHaveLength(2);
  });

  it('with every counter, absent ones being nought', async () => {
    await put('countPA', `*all#2026-11-24`, {
      total: 9,
      client_error: 4,
      latency_ms: 120,
      timed: 5,
      'refused.ip_not_allowed': 3,
      'refused.api_key_deleted': 1,
      'resource.clients': 9,
      other_addresses: 2,
      updated_at: UPDATED,
      ttl: 1_900_000_000,
    });
    expect(await reader.listDays('countPA', '*all', NOVEMBER)).toEqual([
      {
        date: '2026-11-24',
        total: 9,
        success: 0,
        clientError: 4,
        serverError: 0,
        refused: { ip_not_allowed: 3, api_key_deleted: 1 },
        resources: { clients: 9 },
        otherAddresses: { total: 2, success: 0 },
        updatedAt: UPDATED,
      },
    ]);
  });

  it('of addresses of both families, whole', async () => {
    await put('bothPA', `${KEY}#IP#2026-11-24#2001:db8::ff`, { total: 2, success: 1, last_seen_ms: 1_795_000_000_000 });
    await put('bothPA', `${KEY}#IP#2026-11-24#203.0.113.255`, { total: 1 });
    expect((await reader.listIps('bothPA', KEY, NOVEMBER)).addresses).toEqual([
      { ip: '203.0.113.255', total: 1, success: 0, lastSeenMs: null },
      { ip: '2001:db8::ff', total: 2, success: 1, lastSeenMs: 1_795_000_000_000 },
    ]);
  });

  it('fails, rather than show less, where an item cannot be read', async () => {
    await put('brokenPA', `${KEY}#2026-11-24`, { total: 'many', updated_at: UPDATED });
    await expect(reader.listDays('brokenPA', KEY, NOVEMBER)).rejects.toMatchObject({ name: 'DependencyError' });
  });
});

describe('bounds', () => {
  it('reads so many addresses at most, the newest days first, and says whether there are more', async () => {
    for (const [day, host] of [
      ['2026-11-01', 1],
      ['2026-11-02', 2],
      ['2026-11-02', 3],
      ['2026-11-03', 4],
    ] as const) {
      await put('crowdPA', `${KEY}#IP#${day}#192.0.2.${host}`, { total: 1 });
    }
    const readAtMost = (count: number) =>
      new DynamoDbUsageReader(new DynamoDbTable(table.client, table.tableName), count).listIps(
        'crowdPA',
        KEY,
        NOVEMBER,
      );
    const three = await readAtMost(3);
    expect(three.complete).toBe(false);
    expect(three.addresses.map(({ ip }) => ip)).toEqual(['192.0.2.4', '192.0.2.3', '192.0.2.2']);
    expect(await readAtMost(4)).toMatchObject({ complete: true, addresses: { length: 4 } });
    expect(await reader.listIps('crowdPA', KEY, NOVEMBER, 2)).toMatchObject({
      complete: false,
      addresses: [{ ip: '192.0.2.4' }, { ip: '192.0.2.3' }],
    });
  });

  // A key whose item was left over would look as if it had never been used.
  it('asks again for last uses that were left unprocessed, and fails rather than show less', async () => {
    await put('leftPA', `${KEY}#LAST`, { at_ms: 5, status: 200 });
    const send = table.client.send.bind(table.client);
    let leaves = 1;
    const leaving = jest
      .spyOn(table.client, 'send')
      .mockImplementation((async (command: BatchGetItemCommand) =>
        leaves-- > 0 ? { Responses: {}, UnprocessedKeys: command.input.RequestItems } : send(command)) as never);
    expect([...(await reader.findLastUses('leftPA', [KEY])).keys()]).toEqual([KEY]);
    leaves = Number.POSITIVE_INFINITY;
    await expect(reader.findLastUses('leftPA', [KEY])).rejects.toMatchObject({ name: 'DependencyError' });
    leaving.mockRestore();
  });

  it('finds last uses of more credentials than one call reads', async () => {
    const userIds = Array.from({ length: 130 }, (_, index) => `user-${index}`);
    for (const [index, userId] of userIds.entries()) {
      if (index % 2 === 0) await put('lastPA', `${userId}#LAST`, { at_ms: index, ip: '192.0.2.1', status: 200 });
    }
    const found = await reader.findLastUses('lastPA', userIds);
    expect(found.size).toBe(65);
    expect(found.get('user-128')).toEqual({ atMs: 128, ip: '192.0.2.1', status: 200 });
    expect(found.has('user-1')).toBe(false);
  });
});
