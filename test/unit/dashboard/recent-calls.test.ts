import { describe, expect, test } from '@jest/globals';
import { OUTCOMES, type UsageDay } from '../../../dashboard/usage/outcomes.ts';
import { barsOf, recentCalls, recentCallsInWords } from '../../../dashboard/usage/recent-calls.ts';

function day(success: number, client_error = 0, server_error = 0, refused: Record<string, number> = {}): UsageDay {
  const total = success + client_error + server_error;
  return { date: '2026-11-01', total, success, client_error, server_error, refused };
}

describe('the calls of a key in words', () => {
  test.each([
    [[day(0), day(1)], '1 call in the last 30 days, at most 1 a day'],
    [[day(1144), day(90)], '1,234 calls in the last 30 days, at most 1,144 a day'],
    [[day(5, 2), day(1, 0, 3)], '11 calls in the last 30 days, at most 7 a day, 5 of them unsuccessful'],
    // A refusal is a client error already.
    [[day(0, 2, 0, { ip_not_allowed: 2 })], '2 calls in the last 30 days, at most 2 a day, 2 of them unsuccessful'],
  ])('%j: %s', (days, words) => {
    expect(recentCallsInWords(recentCalls(days), 'en')).toBe(words);
  });
});

describe('the bars of a sparkline', () => {
  test('stand on the ground where every call succeeded', () => {
    expect(barsOf([day(10), day(5), day(0)], 17)).toEqual({
      baseline: 17,
      days: [
        { up: 17, down: 0 },
        { up: 9, down: 0 },
        { up: 0, down: 0 },
      ],
    });
  });

  test('hang from the top where none did', () => {
    expect(barsOf([day(0, 10), day(0, 0, 5)], 17)).toEqual({
      baseline: 0,
      days: [
        { up: 0, down: 17 },
        { up: 0, down: 9 },
      ],
    });
  });

  test('have one scale in both directions', () => {
    expect(barsOf([day(30, 30)], 16)).toEqual({ baseline: 8, days: [{ up: 8, down: 8 }] });
  });

  test('show what is rare, on either side', () => {
    const { baseline, days } = barsOf([day(100_000), day(1, 1)], 17);
    expect(baseline).toBe(13);
    expect(days).toEqual([
      { up: 13, down: 0 },
      { up: 1, down: 4 },
    ]);
    expect(barsOf([day(1, 100_000)], 17).days).toEqual([{ up: 4, down: 13 }]);
  });

  test('are none without calls', () => {
    expect(barsOf([day(0), day(0)], 17).days).toEqual([
      { up: 0, down: 0 },
      { up: 0, down: 0 },
    ]);
  });
});

describe('each call has one outcome', () => {
  const outcomes = (of: UsageDay) => Object.fromEntries(OUTCOMES.map(({ id, calls }) => [id, calls(of)]));

  test('so refusals are taken out of the client errors that hold them', () => {
    const busy = day(10, 7, 2, { ip_not_allowed: 3, insufficient_scope: 1 });

    expect(outcomes(busy)).toEqual({ success: 10, refused: 4, client_error: 3, server_error: 2 });
  });

  test('and together they are all calls, whatever refusals are listed', () => {
    const odd = day(1, 1, 0, { ip_not_allowed: 3 });

    expect(outcomes(odd)).toEqual({ success: 1, refused: 1, client_error: 0, server_error: 0 });
  });
});
