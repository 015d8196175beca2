import { describe, expect, it } from '@jest/globals';
import { MAX_DROPPED, raiseGeneration } from '../../../../lambdas/domain/users/token-generations.ts';
import { DAY, NOW, USER } from '../../../handlers/records-of-a-partner.ts';

const HOUR = 3600;
const droppedOf = (generations: [string, { generation: number; until: number }][]) => [
  ...raiseGeneration(new Map(generations), USER, NOW).dropped.keys(),
];

describe('raising a generation', () => {
  it('revokes everything that was issued so far, until the last of it has expired for an hour', () => {
    expect(raiseGeneration(new Map(), { ...USER, generation: 7 }, NOW)).toEqual({
      userId: USER.userId,
      entry: { generation: 8, until: NOW + DAY + HOUR },
      dropped: new Map(),
    });
  });

  // A token may have been issued in the very second of the revocation.
  it.each([
    ['stays while a token can be alive', NOW + 1, []],
    ['goes when none can be', NOW, ['other']],
  ])('an entry of another user %s', (_, until, dropped) => {
    expect(droppedOf([['other', { generation: 2, until }]])).toEqual(dropped);
  });

  it("never drops the user's own entry, which it renews", () => {
    expect(droppedOf([[USER.userId, { generation: 2, until: 1 }]])).toEqual([]);
  });

  it('drops as many at once as an update can hold', () => {
    const over = Array.from({ length: 250 }, (_, index) => [`usr_${index}`, { generation: 2, until: index }] as const);
    expect(droppedOf(over.map(([id, entry]) => [id, entry]))).toHaveLength(MAX_DROPPED);
  });
});
