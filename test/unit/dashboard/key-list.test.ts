import { describe, expect, test } from '@jest/globals';
import { countedKeys, groupKeys, statusAt } from '../../../dashboard/api-keys/key-groups.ts';
import { NEWEST_FIRST, orderAfterClick, searchKeys, sortKeys } from '../../../dashboard/api-keys/key-list.ts';
import { keyNameError } from '../../../dashboard/key-parts/key-name-error.ts';
import { apiKey } from './api-key.ts';

const old = apiKey({ name: 'b 10', created_at: '2026-01-01T00:00:00Z', last_used_at: '2026-02-01T00:00:00Z' });
const middle = apiKey({ name: 'B 9', created_at: '2026-02-01T00:00:00Z' });
const recent = apiKey({
  name: 'Ärzte',
  created_at: '2026-03-01T00:00:00Z',
  last_used_at: '2026-01-01T00:00:00Z',
  created_by: 'operator',
});
const keys = [middle, recent, old];
const groups = keys.map((key) => ({ key, replaced: [] }));
const keysOf = (found: readonly { key: unknown }[]) => found.map(({ key }) => key);

describe('the order of keys', () => {
  test('is newest first, and leaves the list itself alone', () => {
    expect(keysOf(sortKeys(groups, NEWEST_FIRST))).toEqual([recent, middle, old]);
    expect(keysOf(groups)).toEqual([middle, recent, old]);
  });

  test('by name knows letters, case and numbers', () => {
    expect(keysOf(sortKeys(groups, { column: 'name', descending: false }))).toEqual([recent, middle, old]);
    expect(keysOf(sortKeys(groups, { column: 'name', descending: true }))).toEqual([old, middle, recent]);
  });

  test('by last use puts those without a use last, in either direction', () => {
    expect(keysOf(sortKeys(groups, { column: 'last_used_at', descending: true }))).toEqual([old, recent, middle]);
    expect(keysOf(sortKeys(groups, { column: 'last_used_at', descending: false }))).toEqual([recent, old, middle]);
  });

  test('turns with a second click, and begins with the newest or with A', () => {
    expect(orderAfterClick(NEWEST_FIRST, 'created_at')).toEqual({ column: 'created_at', descending: false });
    expect(orderAfterClick(NEWEST_FIRST, 'name')).toEqual({ column: 'name', descending: false });
    expect(orderAfterClick(NEWEST_FIRST, 'last_used_at')).toEqual({ column: 'last_used_at', descending: true });
  });
});

test.each([
  ['', [middle, recent, old]],
  ['  ', [middle, recent, old]],
  ['ÄRZTE', [recent]],
  ['b', [middle, recent, old]],
  ['dpa_live 10', [old]],
  ['operator', [recent]],
  ['operator 10', []],
])('the search for %j finds each key that holds all of its words', (search, found) => {
  expect(keysOf(searchKeys(groups, search))).toEqual(found);
});

test.each([
  '',
  ' \t',
  'x'.repeat(65),
  'zero\u200bwidth',
  'turned\u202eround',
  'two\nlines',
  'https://evil',
  'evil.example',
])('%j is no name', (text) => {
  expect(keyNameError(text)).toMatch(/\.$/);
});

test.each(['x', '  Billing  ', '🔑'.repeat(64), 'Ärzte & Söhne <b>'])('%j is a name', (text) => {
  expect(keyNameError(text)).toBeNull();
});

describe('keys that are rotated', () => {
  const NOW = Date.parse('2026-11-24T08:00:00Z');
  const at = (seconds: number) => new Date(NOW + seconds * 1000).toISOString();
  const key = (id: string, rotated_to: string | null = null, endsIn: number | null = null) =>
    apiKey({ id, name: `Name of ${id}`, rotated_to, expires_at: endsIn === null ? null : at(endsIn) });
  const ids = (found: ReturnType<typeof groupKeys>) =>
    found.map((group) => [group.key.id, ...group.replaced.map(({ id }) => id)]);

  test('are shown with those that they replace, however often', () => {
    const chain = [key('third'), key('second', 'third', 60), key('first', 'second', 30), key('other')];

    expect(ids(groupKeys(chain, NOW))).toEqual([['third', 'second', 'first'], ['other']]);
  });

  test('are shown alone once the old one has ended, to the second', () => {
    const pair = [key('new'), key('old', 'new', 60)];

    expect(ids(groupKeys(pair, NOW + 59_999))).toEqual([['new', 'old']]);
    expect(ids(groupKeys(pair, NOW + 60_000))).toEqual([['new']]);
  });

  test('are shown alone when the new one is gone', () => {
    expect(ids(groupKeys([key('old', 'gone', 60)], NOW))).toEqual([['old']]);
  });

  test('are not followed for ever, even if they name each other', () => {
    expect(ids(groupKeys([key('a', 'b', 60), key('b', 'a', 60), key('c')], NOW)).flat()).toContain('c');
  });

  test('are found by the name of either', () => {
    const found = searchKeys(groupKeys([key('new'), key('old', 'new', 60), key('other')], NOW), 'name of old');

    expect(ids(found)).toEqual([['new', 'old']]);
  });

  test('take one place of the limit', () => {
    expect(countedKeys([key('new'), key('old', 'new', 60), key('other')])).toBe(2);
  });
});

test.each([
  ['active', 1, 'active'],
  ['active', 0, 'expired'],
  ['disabled', -1, 'disabled'],
  ['expired', -1, 'expired'],
] as const)('a key that was %s and ends in %d s is %s', (status, seconds, now) => {
  const NOW = Date.parse('2026-11-24T08:00:00Z');

  expect(statusAt(apiKey({ status, expires_at: new Date(NOW + seconds * 1000).toISOString() }), NOW)).toBe(now);
});
