import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { allCases } from './cases/all-cases.ts';

const DOCUMENT = 'docs/aws-facts-not-verified.md';

/** Fact → cases, as in the table. */
function documented(): Record<string, string[]> {
  const rows = readFileSync(DOCUMENT, 'utf8').matchAll(/^\| `([a-z-]+)`: [^|]+\| ([^|]+)\|/gm);
  return Object.fromEntries(
    [...rows].map(([, fact = '', cases = '']) => [fact, [...cases.matchAll(/`([^`]+)`/g)].map(([, id = '']) => id)]),
  );
}

test('every fact that is pinned without being certain is documented, with the cases that pin it', () => {
  const pinned: Record<string, string[]> = {};
  for (const { id, notVerified } of allCases) {
    if (notVerified !== undefined) pinned[notVerified] = [...(pinned[notVerified] ?? []), id];
  }
  const withCases = Object.entries(documented()).filter(([, cases]) => cases.length > 0);
  expect(Object.keys(pinned).length).toBeGreaterThan(0);
  expect(Object.fromEntries(withCases)).toEqual(pinned);
});
