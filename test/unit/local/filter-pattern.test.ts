import { describe, expect, test } from '@jest/globals';
import { parseFilterPattern } from '../../../local/template/filter-pattern.ts';

const PATTERN = {
  eventName: ['INSERT'],
  dynamodb: { Keys: { SK: { S: [{ prefix: 'AUDIT#' }] } }, NewImage: { action: { S: ['a', 'b'] } } },
};
const record = (changes: { eventName?: string; sk?: unknown; action?: unknown } = {}) => {
  const { eventName = 'INSERT', sk = 'AUDIT#1', action = 'a' } = changes;
  return { eventName, dynamodb: { Keys: { PK: { S: 'x' }, SK: { S: sk } }, NewImage: { action: { S: action } } } };
};
const matches = (value: unknown) => parseFilterPattern(JSON.stringify(PATTERN)).matches(value);

describe('a record is left out', () => {
  test.each<[string, unknown]>([
    ['of another event', record({ eventName: 'MODIFY' })],
    ['whose text begins otherwise', record({ sk: 'XAUDIT#1' })],
    ['whose text is none of those listed', record({ action: 'ab' })],
    ['whose value is no text', record({ sk: 1, action: ['a'] })],
    ['without the attribute', { eventName: 'INSERT', dynamodb: { Keys: { SK: { S: 'AUDIT#1' } }, NewImage: {} } }],
    ['without an image, as of a deletion', { eventName: 'INSERT', dynamodb: { Keys: { SK: { S: 'AUDIT#1' } } } }],
    ['that is none', null],
  ])('%s', (_, value) => expect(matches(value)).toBe(false));
});

test('a record that is all of it matches, whatever else it holds', () => {
  expect(matches(record())).toBe(true);
  expect(matches(record({ action: 'b', sk: 'AUDIT#' }))).toBe(true);
});

// An ignored pattern would accept records here that AWS filters out, or the other way round.
describe('a pattern stops the start', () => {
  test.each([
    ['no JSON', '{'],
    ['a text for a list', { eventName: 'INSERT' }],
    ['nothing at all', {}],
    ['an empty list', { eventName: [] }],
    ['an empty object inside', { dynamodb: {} }],
    ['a number', { a: [1] }],
    ['null', { a: [null] }],
    ['a suffix', { a: [{ suffix: 'x' }] }],
    ['another operator beside a prefix', { a: [{ prefix: 'x', exists: true }] }],
    ['a prefix that is no text', { a: [{ prefix: 1 }] }],
    ['anything-but', { a: [{ 'anything-but': ['x'] }] }],
    ['$or', { $or: [{ a: ['x'] }] }],
  ])('with %s', (_, pattern) => {
    const text = typeof pattern === 'string' ? pattern : JSON.stringify(pattern);
    expect(() => parseFilterPattern(text)).toThrow(/supported|must be|empty|no JSON/);
  });
});
