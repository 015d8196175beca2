import { describe, expect, it } from '@jest/globals';
import { choosePeriod, daysOf, latestPeriod } from '../../../../lambdas/domain/usage-figures/usage-period.ts';

const NOW = Date.parse('2026-11-24T23:59:59Z');

describe('periods that are refused', () => {
  it('one that ends before it begins', () => {
    expect(choosePeriod({ from: '2026-11-02', to: '2026-11-01' }, NOW)).toMatchObject({ parameter: 'from' });
  });

  it('one that begins after today, without an end', () => {
    expect(choosePeriod({ from: '2026-11-25' }, NOW)).toMatchObject({ parameter: 'from' });
  });

  // Where a date gets another form, days would be counted for ever.
  it.each([
    ['to', { to: '0000-01-01' }],
    ['to', { to: '1999-12-31' }],
    ['to', { to: '2100-01-01' }],
    ['to', { from: '9998-12-31', to: '9999-12-31' }],
    ['from', { from: '1999-12-31', to: '2000-01-05' }],
    ['from', { from: '9999-12-31' }],
  ])('one whose %s is beyond all records: %j', (parameter, period) => {
    expect(choosePeriod(period, NOW)).toMatchObject({ parameter, detail: expect.stringContaining('2000-01-01') });
  });

  it('one of 367 days', () => {
    expect(choosePeriod({ from: '2025-11-23', to: '2026-11-24' }, NOW)).toMatchObject({ parameter: 'from' });
  });
});

describe('periods that are taken', () => {
  it('366 days', () => {
    const period = { from: '2025-11-24', to: '2026-11-24' };
    expect(choosePeriod(period, NOW)).toEqual({ period });
    expect(daysOf(period)).toHaveLength(366);
  });

  it('a single day', () => {
    const period = { from: '2026-11-24', to: '2026-11-24' };
    expect(choosePeriod(period, NOW)).toEqual({ period });
    expect(daysOf(period)).toEqual(['2026-11-24']);
  });

  it('the last 30 days where nothing is said', () => {
    const period = { from: '2026-10-26', to: '2026-11-24' };
    expect(choosePeriod({}, NOW)).toEqual({ period });
    expect(latestPeriod(NOW)).toEqual(period);
    expect(daysOf(period)).toHaveLength(30);
  });

  it('30 days up to the end that is given', () => {
    expect(choosePeriod({ to: '2026-03-01' }, NOW)).toEqual({ period: { from: '2026-01-31', to: '2026-03-01' } });
  });

  it('every day over the end of a February, in order', () => {
    expect(daysOf({ from: '2024-02-27', to: '2024-03-01' })).toEqual([
      '2024-02-27',
      '2024-02-28',
      '2024-02-29',
      '2024-03-01',
    ]);
  });
});
