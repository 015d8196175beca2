import { describe, expect, test } from '@jest/globals';
import { describeLegacyChange, isLegacyChangeMade } from '../../../dashboard/legacy-token/legacy-changes.ts';

const NOW = Date.parse('2026-12-01T10:00:00Z');
const OFF = { enabled: false, off_at: null };
const ON = { enabled: true, off_at: null };
const until = (off_at: string) => ({ enabled: true, off_at });
const PAST = until('2026-12-01T09:59:59Z');
const SOON = until('2026-12-02T10:00:00Z');
const LATER = until('2026-12-03T10:00:00Z');

/** By the same rule as the API, so that the page says before anything is sent whether it takes a code. */
describe('a change of legacy tokens', () => {
  test.each([
    ['turning on', OFF, ON, 'they work again'],
    ['turning on until a time', OFF, SOON, 'they work again'],
    ['a later end', SOON, LATER, 'they work longer'],
    ['canceling the end', SOON, ON, 'they work longer'],
    ['turning on after the end', PAST, ON, 'they work longer'],
    ['turning off', ON, OFF, null],
    ['a first end', ON, SOON, null],
    ['an earlier end', LATER, SOON, null],
  ])('%s', (_, before, after, broadens) => {
    expect(describeLegacyChange(before, after, NOW)).toMatchObject([{ what: 'Legacy tokens', broadens }]);
  });

  test('to what it is changes nothing', () => {
    for (const position of [OFF, ON, SOON]) expect(describeLegacyChange(position, position, NOW)).toEqual([]);
  });
});

test.each([
  [ON, { enabled: true }, true],
  [OFF, { enabled: false }, true],
  [until('2026-12-02T10:00:00.000Z'), SOON, true],
  [OFF, { enabled: true }, false],
  [SOON, { enabled: true }, false],
  [SOON, LATER, false],
])('%j is %j: %s', (position, changes, made) => {
  expect(isLegacyChangeMade(position, changes)).toBe(made);
});
