import { describe, expect, test } from '@jest/globals';
import { groupByDay } from '../../../dashboard/activity/group-by-day.ts';
import { clockTime, dayName, exactTime, shortTime, timeLeft } from '../../../dashboard/time/moments.ts';
import type { ActivityEvent } from '../../../lambdas/http/management-api/schemas/activity.ts';

const NOW = Date.parse('2026-11-24T22:30:00Z');
const BERLIN = { locale: 'en-GB', timeZone: 'Europe/Berlin' };
const ago = (seconds: number) => NOW - seconds * 1000;

test.each([
  [0, 'now'],
  [59, 'now'],
  [60, '1 minute ago'],
  [3599, '59 minutes ago'],
  [3600, '1 hour ago'],
  [86_399, '23 hours ago'],
  [86_400, 'yesterday'],
  [6 * 86_400, '6 days ago'],
  [7 * 86_400, '17 Nov 2026'],
  // A clock that runs late sees what has just happened in the future.
  [-90, 'in 1 minute'],
])('%d seconds ago is %s', (seconds, words) => {
  expect(shortTime(ago(seconds), NOW, BERLIN)).toBe(words);
});

test.each([
  [-5, '0 seconds'],
  [59, '59 seconds'],
  [60, '1 minute'],
  [3600, '1 hour'],
  [86_399, '23 hours'],
  [7 * 86_400, '7 days'],
])('%d seconds are left as %s', (seconds, words) => {
  expect(timeLeft(NOW + seconds * 1000, NOW, BERLIN)).toBe(words);
});

test('the exact time has seconds and the zone', () => {
  expect(exactTime(NOW, BERLIN)).toBe('Tuesday, 24 November 2026 at 23:30:00 CET');
});

test.each([
  [10, '23:30:10'],
  [20 * 60, '23:50'],
  [45 * 60, 'Wednesday 00:15'],
  [24 * 3600, 'Wednesday 23:30'],
])('a wait of %d seconds ends at %s', (seconds, words) => {
  expect(clockTime(NOW + seconds * 1000, NOW, BERLIN).replace(',', '')).toBe(words);
});

describe('the days of a timeline', () => {
  test('are those of the viewer', () => {
    expect(dayName(NOW, NOW, BERLIN)).toBe('Today');
    expect(dayName(ago(86_400), NOW, BERLIN)).toBe('Yesterday');
    expect(dayName(ago(2 * 86_400), NOW, BERLIN)).toBe('Sunday, 22 November 2026');
    // 23:30 in UTC is the next day in Berlin.
    expect(dayName(Date.parse('2026-11-23T23:30:00Z'), NOW, BERLIN)).toBe('Today');
    expect(dayName(NOW, NOW, { locale: 'de', timeZone: 'Europe/Berlin' })).toBe('Heute');
  });

  test('hold their events in their order', () => {
    const event = (id: string, at: number): ActivityEvent => ({
      id,
      at: new Date(at).toISOString(),
      action: 'api_key.created',
      actor: 'operator',
      target: null,
      ip: null,
    });
    const days = groupByDay([event('c', NOW), event('b', ago(60)), event('a', ago(90_000))], NOW, BERLIN);

    expect(days.map(({ name, events }) => [name, events.map(({ id }) => id)])).toEqual([
      ['Today', ['c', 'b']],
      ['Yesterday', ['a']],
    ]);
  });
});
