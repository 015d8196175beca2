import { expect, it } from '@jest/globals';
import type { Item } from '../../../../lambdas/adapters/dynamodb/attributes.ts';
import { integersOf } from '../../../../lambdas/adapters/dynamodb/attributes.ts';
import { UnreadableRecordError } from '../../../../lambdas/domain/base/dependency-error.ts';

// Failed attempts and sends are stored as lists: one that is not there must not be read as none.
it.each<[string, Item]>([
  ['an absent one', {}],
  ['a text', { times: { S: '1' } }],
  ['a list of texts', { times: { L: [{ S: '1' }] } }],
  ['a list of fractions', { times: { L: [{ N: '1.5' }] } }],
])('a list of numbers is not read from %s', (_, item) => {
  expect(() => integersOf(item, 'times')).toThrow(UnreadableRecordError);
});

it('a list of numbers is read in its order', () => {
  expect(integersOf({ times: { L: [{ N: '2' }, { N: '1' }] } }, 'times')).toEqual([2, 1]);
});
