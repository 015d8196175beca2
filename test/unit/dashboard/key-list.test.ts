import { describe, expect, test } from '@jest/globals';
import { NEWEST_FIRST, orderAfterClick, searchKeys, sortKeys } from '../../../dashboard/api-keys/key-list.ts';
import { keyNameFault } from '../../../dashboard/api-keys/key-name-fault.ts';
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

describe('the order of keys', () => {
  test('is newest first, and leaves the list itself alone', () => {
    expect(sortKeys(keys, NEWEST_FIRST)).toEqual([recent, middle, old]);
    expect(keys).toEqual([middle, recent, old]);
  });

  test('by name knows letters, case and numbers', () => {
    expect(sortKeys(keys, { column: 'name', descending: false })).toEqual([recent, middle, old]);
    expect(sortKeys(keys, { column: 'name', descending: true })).toEqual([old, middle, recent]);
  });

  test('by last use puts those without a use last, in either direction', () => {
    expect(sortKeys(keys, { column: 'last_used_at', descending: true })).toEqual([old, recent, middle]);
    expect(sortKeys(keys, { column: 'last_used_at', descending: false })).toEqual([recent, old, middle]);
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
  expect(searchKeys(keys, search)).toEqual(found);
});

test.each(['', ' \t', 'x'.repeat(65), 'zero\u200bwidth', 'turned\u202eround', 'two\nlines'])(
  '%j is no name',
  (text) => {
    expect(keyNameFault(text)).toMatch(/\.$/);
  },
);

test.each(['x', '  Billing  ', '🔑'.repeat(64), 'Ärzte & Söhne <b>'])('%j is a name', (text) => {
  expect(keyNameFault(text)).toBeNull();
});
