import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DynamoDbTable } from '../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { recordKeys } from '../../lambdas/adapters/dynamodb/record-keys.ts';
import { DynamoDbPasswordFailures } from '../../lambdas/adapters/legacy-tokens/dynamodb-password-failures.ts';
import {
  ATTEMPT_LIMITS,
  type AttemptCount,
  type KnownAddress,
} from '../../lambdas/domain/legacy-tokens/password-attempts.ts';
import type { PasswordFailures, TakenAttempt } from '../../lambdas/domain/legacy-tokens/password-check.ts';
import { type EmbeddedTable, embeddedTable } from '../support/embedded-table.ts';
import { MemoryPasswordFailures } from '../support/memory/password-failures.ts';

const NOW = 1_800_000_000;
const WINDOW = 900;
const DAY = 24 * 3600;
let table: EmbeddedTable;
let names = 0;

beforeAll(async () => {
  table = await embeddedTable();
});
afterAll(() => table.close());

const IMPLEMENTATIONS: readonly (readonly [string, () => PasswordFailures])[] = [
  ['DynamoDB', () => new DynamoDbPasswordFailures(new DynamoDbTable(table.client, table.tableName))],
  ['memory', () => new MemoryPasswordFailures()],
];

/** A count of its own. A known address is known from `NOW` on. */
async function newCount(failures: PasswordFailures, kind: AttemptCount['kind']): Promise<AttemptCount> {
  const name = `name${++names}`;
  if (kind === 'network') return { kind, networkHash: name };
  if (kind === 'other_addresses') return { kind, nameHash: name };
  const known: KnownAddress = { kind, nameHash: name, ipHash: 'ip' };
  await failures.remember(known, NOW);
  return known;
}

async function take(failures: PasswordFailures, count: AttemptCount, now = NOW) {
  const result =
    count.kind === 'known_address' ? await failures.takeIfKnown(count, now) : await failures.take(count, now);
  if (result === null) throw new Error('The address should be known.');
  return result;
}

const takeMany = (failures: PasswordFailures, count: AttemptCount, times: number, now = NOW) =>
  Promise.all(Array.from({ length: times }, () => take(failures, count, now)));
const countOf = (results: { outcome: string }[], outcome: string) =>
  results.filter((one) => one.outcome === outcome).length;
const at = (count: AttemptCount, startedAt: number): TakenAttempt => ({ count, startedAt });

describe.each(IMPLEMENTATIONS)('password failures in %s', (_, make) => {
  let failures: PasswordFailures;
  beforeAll(() => {
    failures = make();
  });

  describe.each<[AttemptCount['kind'], number]>([
    ['network', 100],
    ['known_address', 20],
    ['other_addresses', 8],
  ])('of the kind %s', (kind, limit) => {
    // If parallel attempts were counted one after the other, a burst could try more passwords than allowed.
    it('end at the limit, however many come at once', async () => {
      const count = await newCount(failures, kind);
      const results = await takeMany(failures, count, limit * 2);
      expect(countOf(results, 'taken')).toBe(limit);
      expect(countOf(results, 'exhausted')).toBe(limit);
    });

    it('may be tried again in a second while passwords are being checked, else at the end of the window', async () => {
      const count = await newCount(failures, kind);
      await takeMany(failures, count, limit);
      expect(await take(failures, count, NOW + 1)).toEqual({ outcome: 'exhausted', count, tryAgainAt: NOW + 2 });
      // An attempt whose function died is not being checked any more.
      expect(await take(failures, count, NOW + 20)).toMatchObject({ tryAgainAt: NOW + WINDOW });
      await Promise.all(Array.from({ length: limit }, () => failures.confirm(at(count, NOW))));
      expect(await take(failures, count, NOW + 1)).toMatchObject({ outcome: 'exhausted', tryAgainAt: NOW + WINDOW });
    });

    it('come back with the next window, without the failures of the last one', async () => {
      const count = await newCount(failures, kind);
      await takeMany(failures, count, limit);
      await failures.confirm(at(count, NOW));
      expect((await take(failures, count, NOW + WINDOW - 1)).outcome).toBe('exhausted');
      const next = await takeMany(failures, count, limit + 1, NOW + WINDOW);
      expect(countOf(next, 'taken')).toBe(limit);
      expect(next).toContainEqual({ outcome: 'taken', attempt: at(count, NOW + WINDOW) });
      expect(next).toContainEqual({ outcome: 'exhausted', count, tryAgainAt: NOW + WINDOW + 1 });
    });

    it('can be given back, but not into another window and not below none', async () => {
      const count = await newCount(failures, kind);
      await takeMany(failures, count, limit);
      await failures.release(at(count, NOW - 1));
      expect((await take(failures, count)).outcome).toBe('exhausted');
      await failures.release(at(count, NOW));
      expect(countOf(await takeMany(failures, count, 2), 'taken')).toBe(1);

      const floor = await newCount(failures, kind);
      await take(failures, floor);
      for (let i = 0; i < 3; i++) await failures.release(at(floor, NOW));
      expect(countOf(await takeMany(failures, floor, limit + 5), 'taken')).toBe(limit);
    });
  });

  // Cognito adds up wrong passwords until there is none for 15 minutes: strangers must not get another eight before.
  it.each<[AttemptCount['kind'], extended: boolean]>([
    ['network', false],
    ['known_address', false],
    ['other_addresses', true],
  ])('of the kind %s extend their window: %s', async (kind, extended) => {
    const count = await newCount(failures, kind);
    const limit = ATTEMPT_LIMITS[kind];
    await takeMany(failures, count, limit - 1);
    await take(failures, count, NOW + 800);
    for (let i = 0; i < limit; i++) await failures.confirm(at(count, NOW));
    const endsAt = NOW + WINDOW + (extended ? 800 : 0);
    expect(await take(failures, count, NOW + 801)).toMatchObject({ outcome: 'exhausted', tryAgainAt: endsAt });
    expect((await take(failures, count, endsAt - 1)).outcome).toBe('exhausted');
    expect((await take(failures, count, endsAt)).outcome).toBe('taken');
  });

  describe('of a known address', () => {
    it('are none where the password was never right, or longer ago than 30 days', async () => {
      const known = { kind: 'known_address', nameHash: `name${++names}`, ipHash: 'ip' } as const;
      expect(await failures.takeIfKnown(known, NOW)).toBeNull();
      await failures.remember(known, NOW);
      expect(await failures.takeIfKnown(known, NOW + 30 * DAY)).toBeNull();
      expect(await failures.takeIfKnown(known, NOW + 30 * DAY - 1)).toMatchObject({ outcome: 'taken' });
      expect(await failures.takeIfKnown({ ...known, ipHash: 'another' }, NOW)).toBeNull();
      expect(await failures.takeIfKnown({ ...known, nameHash: 'another' }, NOW)).toBeNull();
      await failures.remember(known, NOW + 30 * DAY);
      expect(await failures.takeIfKnown(known, NOW + 30 * DAY)).toMatchObject({ outcome: 'taken' });
    });

    it('are counted apart from those of other addresses, and stay counted when the password was right', async () => {
      const known = (await newCount(failures, 'known_address')) as KnownAddress;
      const others = { kind: 'other_addresses', nameHash: known.nameHash } as const;
      await takeMany(failures, others, 8);
      expect(countOf(await takeMany(failures, known, 20), 'taken')).toBe(20);
      await failures.remember(known, NOW);
      expect((await take(failures, known)).outcome).toBe('exhausted');
    });
  });
});

// docs/records.md, "Items"
it('expire with their window, those of a known address 30 days after its last correct password', async () => {
  const failures = new DynamoDbPasswordFailures(new DynamoDbTable(table.client, table.tableName));
  const known = { kind: 'known_address', nameHash: 'shape', ipHash: 'ip' } as const;
  await failures.remember(known, NOW);
  await failures.takeIfKnown(known, NOW + DAY);
  await failures.take({ kind: 'other_addresses', nameHash: 'shape' }, NOW);
  await failures.take({ kind: 'other_addresses', nameHash: 'shape' }, NOW + 60);
  await failures.take({ kind: 'network', networkHash: 'shape' }, NOW);
  const keys = [
    recordKeys.knownAddress('shape', 'ip'),
    recordKeys.otherAddresses('shape'),
    recordKeys.networkAttempts('shape'),
  ];
  const items = await Promise.all(
    keys.map((Key) => table.client.send(new GetItemCommand({ TableName: table.tableName, Key, ConsistentRead: true }))),
  );
  expect(items.map(({ Item }) => [Item?.PK?.S, Item?.SK?.S, Number(Item?.ttl?.N)])).toEqual([
    ['LOGIN#shape', 'FROM#ip', NOW + 30 * DAY],
    ['LOGIN#shape', 'LOGIN', NOW + 60 + WINDOW],
    ['LOGIN#IP#shape', 'LOGIN', NOW + WINDOW],
  ]);
});
