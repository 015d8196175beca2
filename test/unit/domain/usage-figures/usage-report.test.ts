import { describe, expect, it } from '@jest/globals';
import { legacyUsage } from '../../../../lambdas/domain/legacy-tokens/legacy-usage.ts';
import { previewAllowedIps } from '../../../../lambdas/domain/usage-figures/preview-allowed-ips.ts';
import { usageReport } from '../../../../lambdas/domain/usage-figures/usage-report.ts';
import { dayFigures, ipFigures, usageReaderOf } from '../../../support/usage-reader.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const OF_KEY = { partnerId: 'demoPA', credentialId: 'k' };
const PERIOD = { from: '2026-11-22', to: '2026-11-24' };
const manyAddresses = (count: number) =>
  Array.from({ length: count }, (_, index) => ipFigures(`192.0.2.${index + 1}`, count - index));

describe('usage report', () => {
  it('shows nothing of another partner', async () => {
    const reader = usageReaderOf('demoPA', { '*all': { days: [dayFigures('2026-11-24', 5)] } });
    const report = await usageReport(reader, 'otherPA', '*all', PERIOD);
    expect(report.days.map(({ total }) => total)).toEqual([0, 0, 0]);
    expect(report).toMatchObject({ resources: [], addresses: [], otherAddresses: 0, updatedAt: null });
  });

  it('has every day of the period, also those without calls', async () => {
    const refused = { ip_not_allowed: 2 };
    const reader = usageReaderOf('demoPA', {
      k: {
        days: [dayFigures('2026-11-22', 3), dayFigures('2026-11-24', 4, { success: 2, clientError: 2, refused })],
      },
    });
    const { days, updatedAt } = await usageReport(reader, 'demoPA', 'k', PERIOD);
    expect(days.map(({ date, total }) => [date, total])).toEqual([
      ['2026-11-22', 3],
      ['2026-11-23', 0],
      ['2026-11-24', 4],
    ]);
    expect(days[2]).toMatchObject({ success: 2, clientError: 2, serverError: 0, refused });
    expect(updatedAt).toBe('2026-11-24T12:00:00.000Z');
  });

  it('loses no call between the ten addresses that it lists and the others', async () => {
    const otherAddresses = { total: 7, success: 0 };
    const reader = usageReaderOf('demoPA', {
      k: { days: [dayFigures('2026-11-24', 85, { otherAddresses })], addresses: manyAddresses(12) },
    });
    const report = await usageReport(reader, 'demoPA', 'k', PERIOD);
    expect(report.addresses).toHaveLength(10);
    expect(report.addresses[0]).toMatchObject({ ip: '192.0.2.1', total: 12 });
    const listed = report.addresses.reduce((all, { total }) => all + total, 0);
    expect(listed + report.otherAddresses).toBe(85);
  });

  it('adds up an address and a resource over days, and keeps the latest time', async () => {
    const reader = usageReaderOf('demoPA', {
      k: {
        days: [
          dayFigures('2026-11-23', 1, { resources: { clients: 1 } }),
          dayFigures('2026-11-24', 4, { resources: { clients: 1, balance: 3 } }),
        ],
        addresses: [
          ipFigures('192.0.2.1', 4, { lastSeenMs: 2_000 }),
          ipFigures('192.0.2.1', 1, { lastSeenMs: 1_000, success: 0 }),
        ],
        complete: false,
      },
    });
    const report = await usageReport(reader, 'demoPA', 'k', PERIOD);
    expect(report.addresses).toEqual([{ ip: '192.0.2.1', total: 5, success: 4, lastSeenMs: 2_000 }]);
    expect(report.resources).toEqual([
      { resource: 'balance', total: 3 },
      { resource: 'clients', total: 2 },
    ]);
    expect(report.addressesComplete).toBe(false);
  });

  it.each([
    [2_000, 1_000],
    [1_000, 2_000],
    [2_000, null],
    [null, 2_000],
  ])('keeps the time that is known of an address, and the later one of two: %s and %s', async (first, second) => {
    const addresses = [first, second].map((lastSeenMs) => ipFigures('192.0.2.1', 1, { lastSeenMs }));
    const report = await usageReport(usageReaderOf('demoPA', { k: { addresses } }), 'demoPA', 'k', PERIOD);
    expect(report.addresses).toMatchObject([{ ip: '192.0.2.1', lastSeenMs: 2_000 }]);
  });

  it('knows no time of an address where no day has one', async () => {
    const addresses = [ipFigures('192.0.2.1', 1), ipFigures('192.0.2.1', 1)];
    const report = await usageReport(usageReaderOf('demoPA', { k: { addresses } }), 'demoPA', 'k', PERIOD);
    expect(report.addresses).toMatchObject([{ total: 2, lastSeenMs: null }]);
  });

  it.each(['192.0.2.1 192.0.2.2 192.0.2.3', '192.0.2.3 192.0.2.2 192.0.2.1'])(
    'lists the busiest IP address first, and equally busy ones in order: %s',
    async (order) => {
      const totals: Record<string, number> = { '192.0.2.1': 1, '192.0.2.2': 1, '192.0.2.3': 5 };
      const addresses = order.split(' ').map((ip) => ipFigures(ip, totals[ip] ?? 0));
      const reader = usageReaderOf('demoPA', { k: { addresses } });
      const report = await usageReport(reader, 'demoPA', 'k', PERIOD);
      const sorted = ['192.0.2.3', '192.0.2.1', '192.0.2.2'];
      expect(report.addresses.map(({ ip }) => ip)).toEqual(sorted);
      expect((await previewAllowedIps(reader, OF_KEY, [], NOW)).suggestion).toEqual(sorted);
    },
  );
});

describe('preview of an address list', () => {
  const reader = usageReaderOf('demoPA', {
    k: {
      days: [dayFigures('2026-11-24', 20, { otherAddresses: { total: 9, success: 4 } })],
      addresses: [
        ipFigures('192.0.2.1', 5),
        ipFigures('198.51.100.9', 6, { success: 2 }),
        ipFigures('203.0.113.66', 50, { success: 0 }),
      ],
    },
  });

  it('names good traffic outside the list, how often it came, and none that failed anyway', async () => {
    const preview = await previewAllowedIps(reader, OF_KEY, ['192.0.2.0/24'], NOW);
    expect(preview.wouldRefuse).toEqual([{ ip: '198.51.100.9', total: 6, success: 2, lastSeenMs: null }]);
    expect(preview).toMatchObject({ refusedAddresses: 1, refusedCalls: 2, otherCalls: 4 });
  });

  it('lists those with as many successful calls in order, however many calls failed', async () => {
    const addresses = [
      ipFigures('192.0.2.2', 9, { success: 1 }),
      ipFigures('192.0.2.1', 1),
      ipFigures('192.0.2.3', 5, { success: 1 }),
    ];
    const { suggestion } = await previewAllowedIps(usageReaderOf('demoPA', { k: { addresses } }), OF_KEY, [], NOW);
    expect(suggestion).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.3']);
  });

  it('refuses nothing by an empty list, which allows every address', async () => {
    const preview = await previewAllowedIps(reader, OF_KEY, [], NOW);
    expect(preview).toMatchObject({ wouldRefuse: [], refusedAddresses: 0, refusedCalls: 0 });
  });

  it('suggests the addresses of good traffic, busiest first, and never more than a list holds', async () => {
    const few = await previewAllowedIps(reader, OF_KEY, [], NOW);
    expect(few.suggestion).toEqual(['192.0.2.1', '198.51.100.9']);
    const crowd = usageReaderOf('demoPA', { k: { addresses: manyAddresses(120) } });
    const many = await previewAllowedIps(crowd, OF_KEY, ['203.0.113.1'], NOW);
    expect(many.suggestion).toHaveLength(50);
    expect(many.wouldRefuse).toHaveLength(100);
    expect(many.refusedAddresses).toBe(120);
    // Also of those that are not listed.
    expect(many.refusedCalls).toBe(manyAddresses(120).reduce((calls, { success }) => calls + success, 0));
  });
});

describe('legacy usage', () => {
  const at = (time: string) => ({ atMs: Date.parse(time), ip: '192.0.2.1', status: 200 });
  const reader = usageReaderOf('demoPA', {
    '*legacy': { days: [dayFigures('2026-11-20', 12)] },
    ann: {
      days: [dayFigures('2026-11-20', 3, { resources: { clients: 3 } })],
      addresses: [ipFigures('192.0.2.1', 3)],
      lastUse: at('2026-11-20T08:00:00Z'),
    },
    bob: { days: [dayFigures('2026-11-20', 7, { success: 4, clientError: 3 })], lastUse: at('2026-11-20T09:00:00Z') },
    cyd: { days: [dayFigures('2026-11-20', 1)], lastUse: at('2026-11-20T10:00:00Z') },
    // Called, but is not counted yet.
    dan: { lastUse: at('2026-11-20T11:00:00Z') },
    old: { days: [dayFigures('2026-09-01', 9)], lastUse: at('2026-09-01T09:00:00Z') },
  });
  const members = ['ann', 'bob', 'cyd', 'dan', 'old', 'never'].map((userId) => ({
    userId,
    email: `${userId}@demo.example`,
  }));

  it('names those who called in the last 30 days, busiest first, and nobody else', async () => {
    const { users } = await legacyUsage(reader, 'demoPA', members, NOW);
    expect(users.map(({ email, total, success }) => [email, total, success])).toEqual([
      ['bob@demo.example', 7, 4],
      ['ann@demo.example', 3, 3],
      ['cyd@demo.example', 1, 1],
    ]);
    expect(users[1]).toMatchObject({
      lastUsedAtMs: Date.parse('2026-11-20T08:00:00Z'),
      addresses: ['192.0.2.1'],
      resources: ['clients'],
    });
  });

  it('reads the figures of the fifty users who called last, and of none who did not call in 30 days', async () => {
    const userIds = Array.from({ length: 60 }, (_, index) => `user-${String(index).padStart(2, '0')}`);
    const asked: string[] = [];
    const busy = usageReaderOf(
      'demoPA',
      Object.fromEntries(
        userIds.map((userId, index) => [
          userId,
          {
            days: [dayFigures('2026-11-20', 1)],
            lastUse: {
              atMs: index === 59 ? Date.parse('2026-10-25T23:59:59.999Z') : Date.parse('2026-11-20') + index,
              ip: null,
              status: 200,
            },
          },
        ]),
      ),
    );
    const listening = {
      ...busy,
      listDays: (...[partnerId, credentialId, period]: Parameters<typeof busy.listDays>) => {
        asked.push(credentialId);
        return busy.listDays(partnerId, credentialId, period);
      },
    };
    const all = userIds.map((userId) => ({ userId, email: `${userId}@demo.example` }));
    const { users } = await legacyUsage(listening, 'demoPA', all, NOW);
    expect(users).toHaveLength(50);
    expect(asked.toSorted()).toEqual(['*legacy', ...userIds.slice(9, 59)]);
    asked.length = 0;
    await legacyUsage(listening, 'demoPA', all.slice(-2), NOW);
    expect(asked.toSorted()).toEqual(['*legacy', 'user-58']);
  });

  it('holds calls of users who are removed by now in the total', async () => {
    expect(await legacyUsage(reader, 'demoPA', [], NOW)).toEqual({ total: 12, success: 12, users: [] });
  });
});
