import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DynamoDbTable } from '../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { DynamoDbPasswordFailures } from '../../lambdas/adapters/legacy-tokens/dynamodb-password-failures.ts';
import { type EmbeddedTable, embeddedTable } from '../support/embedded-table.ts';

const NOW = 1_800_000_000;
const LIMIT = 20;
const WINDOW_SECONDS = 900;
let table: EmbeddedTable;
let failures: DynamoDbPasswordFailures;

beforeAll(async () => {
  table = await embeddedTable();
  failures = new DynamoDbPasswordFailures(new DynamoDbTable(table.client, table.tableName));
});
afterAll(() => table.close());

const reserve = (name: string, times: number, now = NOW) =>
  Promise.all(Array.from({ length: times }, () => failures.reserve(name, now)));
const count = (results: { outcome: string }[], outcome: string) =>
  results.filter((one) => one.outcome === outcome).length;

describe('tries of one window', () => {
  // If parallel tries were counted one by one, a burst could try more passwords than allowed.
  it('end at the limit, however many come at once', async () => {
    const results = await reserve('burst', LIMIT * 2);
    expect(count(results, 'reserved')).toBe(LIMIT);
    expect(count(results, 'exhausted')).toBe(LIMIT);
    // None of them is known to be wrong yet: somebody with the right password need not wait for the window.
    expect(await failures.reserve('burst', NOW + 1)).toEqual({ outcome: 'exhausted', tryAgainAt: NOW + 2 });
    for (let i = 0; i < LIMIT; i++) await failures.confirm('burst', NOW + WINDOW_SECONDS);
    expect(await failures.reserve('burst', NOW + 1)).toEqual({
      outcome: 'exhausted',
      tryAgainAt: NOW + WINDOW_SECONDS,
    });
  });

  it('of one name leave another alone', async () => {
    await reserve('first', LIMIT);
    expect((await failures.reserve('second', NOW)).outcome).toBe('reserved');
  });

  it('come back with the next window', async () => {
    await reserve('later', LIMIT);
    expect((await failures.reserve('later', NOW + WINDOW_SECONDS - 1)).outcome).toBe('exhausted');
    expect(await failures.reserve('later', NOW + WINDOW_SECONDS)).toEqual({
      outcome: 'reserved',
      windowEndsAt: NOW + 2 * WINDOW_SECONDS,
    });
  });

  // Failures of before must not count on, nor a window that has ended take more.
  it('do not count in the next window', async () => {
    await reserve('fresh', LIMIT - 1);
    const windowEndsAt = NOW + 2 * WINDOW_SECONDS;
    const next = await reserve('fresh', LIMIT + 1, NOW + WINDOW_SECONDS);
    expect(next.filter(({ outcome }) => outcome === 'reserved')).toEqual(
      Array.from({ length: LIMIT }, () => ({ outcome: 'reserved', windowEndsAt })),
    );
  });

  it('can be given back, but not into another window and not below none', async () => {
    await reserve('back', LIMIT);
    await failures.release('back', NOW + WINDOW_SECONDS + 1);
    expect((await failures.reserve('back', NOW)).outcome).toBe('exhausted');
    await failures.release('back', NOW + WINDOW_SECONDS);
    expect(count(await reserve('back', 2), 'reserved')).toBe(1);

    await failures.reserve('floor', NOW);
    for (let i = 0; i < 5; i++) await failures.release('floor', NOW + WINDOW_SECONDS);
    expect(count(await reserve('floor', LIMIT + 5), 'reserved')).toBe(LIMIT);
  });
});
