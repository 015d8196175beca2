import { describe, expect, it } from '@jest/globals';
import {
  atLeast,
  atMost,
  exactly,
  exitCodeOf,
  invariant,
  notMeasured,
  operationsRows,
  type Row,
  timing,
  verdictOf,
  withoutJudgingTimes,
} from '../../../tools/bench/goals.ts';

const measured = (value: number) => ({ goal: 1, what: 'something', unit: 'µs', value });
const verdicts = (rows: readonly Row[]) => rows.map(({ verdict }) => verdict);

describe('a verdict', () => {
  it.each([
    [0.99, atMost(1, 1.03), 'met'],
    [1, atMost(1, 1.03), 'met'],
    [1.02, atMost(1, 1.03), 'missed'],
    [1.03, atMost(1, 1.03), 'fails'],
    [40, atLeast(40, 25), 'met'],
    [39, atLeast(40, 25), 'missed'],
    [25, atLeast(40, 25), 'fails'],
    [1, exactly(1), 'met'],
    [2, exactly(1), 'fails'],
    [0, exactly(1), 'fails'],
    [Number.NaN, atMost(1, 1.03), 'fails'],
    [Number.NaN, exactly(1), 'fails'],
  ] as const)('of %p with %p is %s', (value, limit, expected) => {
    expect(verdictOf(value, limit)).toBe(expected);
  });
});

describe('the exit code', () => {
  const slow = timing(measured(2), atMost(1, 1.03), true);
  const broken = invariant(measured(2), exactly(1));

  it('is 1 for a broken invariant, also in a bounded run', () => {
    expect(exitCodeOf([broken], false)).toBe(1);
    expect(exitCodeOf(withoutJudgingTimes([broken]), false)).toBe(1);
  });

  it('is 1 for a timing that fails only where times are judged', () => {
    expect(exitCodeOf([slow], false)).toBe(0);
    expect(exitCodeOf([slow], true)).toBe(1);
    expect(exitCodeOf(withoutJudgingTimes([slow]), false)).toBe(0);
  });

  it('is 1 where times are judged and the run was void: it showed nothing', () => {
    const unknown = timing(measured(0.5), atMost(1, 1.03), false);
    expect(unknown.verdict).toBe('void');
    expect(exitCodeOf([unknown], true)).toBe(1);
    expect(exitCodeOf([unknown], false)).toBe(0);
  });

  it('is 0 for a missed goal short of failing, and for what was not measured', () => {
    const missed = timing(measured(1.01), atMost(1, 1.03), true);
    const absent = notMeasured({ goal: 5, what: 'a peer', unit: 'times' }, atLeast(40, 25), 'not installed');
    expect(exitCodeOf([missed, absent], true)).toBe(0);
  });
});

describe('reads and writes', () => {
  it('are met where every call made exactly the expected ones', () => {
    expect(verdicts(operationsRows('key', [{ reads: 1, writes: 0 }], 1))).toEqual(['met', 'met']);
  });

  it.each([
    [
      'one call among many read twice',
      [
        { reads: 1, writes: 0 },
        { reads: 2, writes: 0 },
      ],
      ['fails', 'met'],
    ],
    [
      'one call wrote',
      [
        { reads: 1, writes: 0 },
        { reads: 1, writes: 1 },
      ],
      ['met', 'fails'],
    ],
    ['a call read nothing', [{ reads: 0, writes: 0 }], ['fails', 'met']],
    ['nothing was seen at all', [], ['fails', 'fails']],
  ])('fail where %s', (_, perCall, expected) => {
    const rows = operationsRows('key', perCall, 1);
    expect(verdicts(rows)).toEqual(expected);
    expect(exitCodeOf(rows, false)).toBe(1);
  });
});
