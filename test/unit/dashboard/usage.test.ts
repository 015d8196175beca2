import { describe, expect, test } from '@jest/globals';
import { readOffAt } from '../../../dashboard/legacy-token/off-at-input.ts';
import { keySetting, pageAt, refusedRequest, usageCredential, usagePath } from '../../../dashboard/navigation/pages.ts';
import { dayInWords, lastDays, periodError } from '../../../dashboard/time/days.ts';
import { dayBars } from '../../../dashboard/usage/day-bars.ts';
import { refusalsOf } from '../../../dashboard/usage/refusals.ts';
import type { Usage } from '../../../lambdas/http/management-api/schemas/usage.ts';

const NOW = Date.parse('2026-11-24T23:30:00Z');

describe('a period', () => {
  test.each([
    [{ from: '', to: '2026-11-01' }, 'Choose both days.'],
    [{ from: '2026-11-02', to: '2026-11-01' }, 'The first day is after the last: choose an earlier one.'],
    [{ from: '2025-11-23', to: '2026-11-24' }, 'Choose at most 366 days.'],
  ])('is refused: %j', (period, error) => {
    expect(periodError(period)).toBe(error);
  });

  test('may be a day, and a year with its leap day', () => {
    expect(periodError({ from: '2026-11-01', to: '2026-11-01' })).toBeNull();
    expect(periodError({ from: '2025-11-24', to: '2026-11-24' })).toBeNull();
  });

  test('of the last days holds today, as UTC has it', () => {
    expect(lastDays(7, NOW)).toEqual({ from: '2026-11-18', to: '2026-11-24' });
  });
});

test('a day is shown with its year if it may come twice', () => {
  expect(dayInWords('2025-11-24', { locale: 'en-GB' })).toBe('24 Nov');
  expect(dayInWords('2025-11-24', { years: true, locale: 'en-GB' })).toBe('24 Nov 2025');
});

describe('the bars of a day', () => {
  const day = { date: '2026-11-01', total: 1_000_003, success: 1_000_000, client_error: 2, server_error: 1 };

  test('show a single call beside a million, within the height', () => {
    const bars = dayBars({ ...day, refused: { ip_not_allowed: 1 } }, day.total, 160);
    expect(bars.slice(1)).toEqual([2, 2, 2]);
    expect(bars.reduce((sum, height) => sum + height, 0)).toBeLessThanOrEqual(160);
  });

  test('are as long as there are calls, and none where there are none', () => {
    const [success = 0, ...others] = dayBars({ ...day, client_error: 0, server_error: 0, refused: {} }, 2_000_000, 160);
    expect(success).toBe(77);
    expect(others).toEqual([0, 0, 0]);
  });
});

describe('the time of a switch-off', () => {
  test.each([[''], ['soon'], ['2026-11-24T10:00']])('is refused: %j', (text) => {
    expect(readOffAt(text, NOW)).toEqual({ error: expect.any(String) });
  });

  test('is sent in UTC', () => {
    const moment = new Date('2027-01-31T10:00');
    expect(readOffAt('2027-01-31T10:00', NOW)).toEqual({ offAt: moment.toISOString().replace('.000', '') });
  });
});

describe('the address of a usage page', () => {
  test.each(['/usage/', '/usage/a/b', '/usage/*all', '/usages/a'])('%s names no credential', (path) => {
    expect(usageCredential(path)).toBeNull();
  });

  test('names a credential', () => {
    expect(usageCredential(usagePath('k3Jx81PqZr0B'))).toBe('k3Jx81PqZr0B');
    expect(pageAt(usagePath('k3Jx81PqZr0B'))).toBe('/usage');
    expect(pageAt(usagePath(null))).toBe('/usage');
    expect(usageCredential(usagePath('unknown'))).toBe('unknown');
    expect(pageAt('/usage/a/b')).toBeNull();
  });

  test.each(['/usage/legacy/', '/api-keys/k3Jx81PqZr0B/change/', '/denials/JJbxmF0VoAMFbnA=/'])(
    '%s says the same as without its last slash',
    (path) => {
      const plain = path.slice(0, -1);
      expect(pageAt(path)).not.toBeNull();
      expect([pageAt(path), usageCredential(path), keySetting(path), refusedRequest(path)]).toEqual([
        pageAt(plain),
        usageCredential(plain),
        keySetting(plain),
        refusedRequest(plain),
      ]);
    },
  );

  test('never shows all credentials for one', () => {
    expect(usageCredential('/usage/legacy/')).toBe('legacy');
  });
});

test('refusals are summed over the days, most frequent first, and a newer reason is listed, too', () => {
  const day = { date: '2026-11-01', total: 0, success: 0, client_error: 0, server_error: 0 };
  const usage = {
    days: [
      { ...day, refused: { api_key_expired: 2, ip_not_allowed: 1 } },
      { ...day, refused: { ip_not_allowed: 4, moon_phase: 1 } },
    ],
  } as unknown as Usage;

  expect(refusalsOf(usage).map(({ code, total }) => [code, total])).toEqual([
    ['ip_not_allowed', 5],
    ['api_key_expired', 2],
    ['moon_phase', 1],
  ]);
  expect(refusalsOf(usage).every(({ meaning }) => meaning !== '')).toBe(true);
});
