import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countUsage } from '../../../../lambdas/domain/usage-counting/count-usage.ts';
import type { LogBatch } from '../../../../lambdas/domain/usage-counting/read-log-batch.ts';
import { MAX_UPDATES } from '../../../../lambdas/domain/usage-counting/usage-counters.ts';
import { isLaterUse, MAX_REFUSALS } from '../../../../lambdas/domain/usage-counting/usage-plan.ts';
import { accessLine, refusalLine } from '../../../support/log-lines.ts';
import { MemoryUsageCounters } from '../../../support/memory/usage-counters.ts';
import {
  batchesOf,
  countedTotals,
  PARTNERS,
  replayed,
  type SentCall,
  sentCalls,
  sentTotals,
} from '../../../support/usage-batches.ts';

const NOW_MS = Date.parse('2026-12-01T10:00:05.000Z');
let batches = 0;

function batchOf(...messages: string[]): LogBatch {
  batches += 1;
  return {
    logGroup: 'group',
    logStream: `stream-${batches}`,
    events: messages.map((message, index) => ({ id: `event-${index}`, timestampMs: NOW_MS - 3000, message })),
  };
}

function count(batch: LogBatch, counters: MemoryUsageCounters, failures: unknown[] = []) {
  return countUsage(batch, { counters, report: (error) => failures.push(error), nowMs: NOW_MS });
}

/** Of one partner, from as many addresses. */
function flood(partnerId: string, lines: number): string[] {
  return Array.from({ length: lines }, (_, index) =>
    accessLine({
      'authorizer.partner_id': partnerId,
      'authorizer.credential_id': `key${String(index % 40).padStart(9, '0')}`,
      'identity.sourceIp': `198.51.${Math.floor(index / 250)}.${index % 250}`,
    }),
  );
}

describe('whatever the order and however often batches come', () => {
  it('every counter is what was sent', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(sentCalls, { maxLength: 60 }),
        fc.integer({ min: 1, max: 30 }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        async (calls: SentCall[], size, numbers) => {
          const counters = new MemoryUsageCounters(PARTNERS);
          const random = () => Number(numbers.next().value);
          const all = replayed(batchesOf(calls, size, 'any'), random);
          await Promise.all(all.map((batch) => count(batch, counters)));
          expect(countedTotals(counters.updates)).toEqual(sentTotals(calls));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('also where parts of them failed before', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(sentCalls, { minLength: 1, maxLength: 60 }),
        fc.infiniteStream(fc.nat(2)),
        async (calls, faults) => {
          const counters = new MemoryUsageCounters(PARTNERS);
          const all = batchesOf(calls, 20, 'failing');
          counters.failsAt = () => faults.next().value === 0;
          await Promise.all([...all, ...all].map((batch) => count(batch, counters)));
          counters.failsAt = () => false;
          for (const batch of all) expect((await count(batch, counters)).failures).toBe(0);
          expect(countedTotals(counters.updates)).toEqual(sentTotals(calls));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('a chunk holds what one transaction takes, and a batch is cut the same way again', async () => {
    const counters = new MemoryUsageCounters(PARTNERS);
    const sizes: number[] = [];
    const counting = counters.count.bind(counters);
    counters.count = (partnerId, chunk) => {
      sizes.push(chunk.updates.length);
      return counting(partnerId, chunk);
    };
    const batch = batchOf(...flood('firstPA', 1000));
    await count(batch, counters);
    const first = sizes.splice(0);
    const again = await count({ ...batch, events: batch.events.toReversed() }, counters);
    expect(first.length).toBeGreaterThan(2);
    expect(Math.max(...first)).toBe(MAX_UPDATES);
    expect(sizes).toEqual(first);
    expect(again.chunksCountedBefore).toBe(first.length);
  });

  it('what an earlier delivery left undone is all that a later one adds, also if its lines come in another order', async () => {
    const [failing, whole] = [new MemoryUsageCounters(PARTNERS), new MemoryUsageCounters(PARTNERS)];
    const batch = batchOf(...flood('firstPA', 1000));
    let writes = 0;
    failing.failsAt = () => ++writes === 2;
    expect((await count(batch, failing)).failures).toBe(1);
    const again = await count({ ...batch, events: batch.events.toReversed() }, failing);
    expect(again).toMatchObject({ failures: 0, chunksCountedBefore: 1 });
    await count(batch, whole);
    expect(countedTotals(failing.updates)).toEqual(countedTotals(whole.updates));
  });

  it('keys that were made up for a partner who was not there yet move no other figure', async () => {
    const [before, after] = [new MemoryUsageCounters([]), new MemoryUsageCounters(['demoPA'])];
    const batch = batchOf(refusalLine(), refusalLine({ reason: 'api_key_unknown' }));
    await count(batch, before);
    for (const mark of before.marks) after.marks.add(mark);
    after.updates.push(...before.updates);
    await count(batch, after);
    const totals = countedTotals(after.updates);
    expect(totals).toMatchObject({ 'demoPA *all 2026-12-01 total': 1, 'demoPA *unknown 2026-12-01 total': 1 });
  });

  it('but the same lines under other events count again, for nobody can tell that from other calls', async () => {
    const counters = new MemoryUsageCounters(PARTNERS);
    const line = accessLine();
    await count(batchOf(line), counters);
    await count(batchOf(line), counters);
    expect(countedTotals(counters.updates)['demoPA *all 2026-12-01 total']).toBe(2);
  });
});

// Each is written on every delivery, so a batch that is not brought again would lose what was not written.
it.each(['recordLastUse', 'recordSeen', 'recordRevokedUse', 'recordRefusal'] as const)(
  'a %s that fails brings the batch again, which then counts nothing twice',
  async (method) => {
    const counters = new MemoryUsageCounters(['demoPA']);
    const batch = batchOf(refusalLine());
    const failures: unknown[] = [];
    const record = counters[method];
    counters[method] = () => Promise.reject(new Error('made to fail'));
    expect((await count(batch, counters, failures)).failures).toBeGreaterThan(0);
    expect(failures).not.toEqual([]);
    Object.assign(counters, { [method]: record });
    expect((await count(batch, counters)).failures).toBe(0);
    expect(countedTotals(counters.updates)['demoPA *all 2026-12-01 total']).toBe(1);
  },
);

describe('one partner', () => {
  it('whose writes fail does not stop the others, and the failure shows', async () => {
    const counters = new MemoryUsageCounters([]);
    const failures: unknown[] = [];
    counters.failsAt = (partnerId) => partnerId === 'firstPA';
    const lines = ['firstPA', 'secondPA'].map((partner) => accessLine({ 'authorizer.partner_id': partner }));
    const result = await count(batchOf(...lines), counters, failures);
    expect(result.failures).toBe(1);
    expect(failures).toHaveLength(1);
    expect(countedTotals(counters.updates)).toMatchObject({ 'secondPA *all 2026-12-01 total': 1 });
    expect(counters.lastUses.size).toBe(1);
  });

  it('cannot fill the records with addresses: ten of a batch are kept, the busiest', async () => {
    const counters = new MemoryUsageCounters([]);
    const busy = Array.from({ length: 3 }, () => accessLine({ 'identity.sourceIp': '203.0.113.200' }));
    const lines = Array.from({ length: 200 }, (_, last) => accessLine({ 'identity.sourceIp': `203.0.113.${last}` }));
    await count(batchOf(...lines, ...busy, accessLine({ 'identity.sourceIp': null, status: 500 })), counters);
    const ofAll = counters.updates.filter(({ credentialId }) => credentialId === '*all');
    expect(ofAll).toHaveLength(11);
    expect(ofAll.find(({ ip }) => ip === '203.0.113.200')?.counters).toEqual({ total: 3, success: 3 });
    expect(ofAll.find(({ ip }) => ip === null)?.counters).toMatchObject({
      total: 204,
      other_addresses: 192,
      'other_addresses.success': 191,
    });
  });

  it('cannot fill the records with refusals: a hundred of a batch are explained, those of its own credentials first', async () => {
    const counters = new MemoryUsageCounters(['demoPA']);
    const forged = Array.from({ length: 300 }, () => refusalLine({ reason: 'api_key_unknown' }));
    const own = refusalLine({ code: 'ip_not_allowed', reason: 'ip_not_allowed' });
    await count(batchOf(...forged, own), counters);
    expect(counters.refusals.size).toBe(MAX_REFUSALS);
    expect([...counters.refusals.values()].filter(({ code }) => code === 'ip_not_allowed')).toHaveLength(1);
  });

  it('is told nothing by strangers: keys that were made up are under *unknown alone', async () => {
    const counters = new MemoryUsageCounters(['demoPA']);
    await count(batchOf(refusalLine({ reason: 'api_key_unknown' })), counters);
    expect(new Set(counters.updates.map(({ credentialId }) => credentialId))).toEqual(new Set(['*unknown']));
    expect([...counters.seen.keys()]).toEqual([expect.stringMatching(/\*unknown.*203\.0\.113\.7/)]);
    expect(counters.lastUses.size).toBe(0);
    expect(counters.revokedUses.size).toBe(0);
  });

  it('that does not exist gets no records', async () => {
    const counters = new MemoryUsageCounters([]);
    await count(batchOf(refusalLine({ reason: 'api_key_unknown' })), counters);
    expect(counters.updates).toEqual([]);
    expect(counters.refusals.size).toBe(0);
  });
});

describe('a refusal that is to be explained', () => {
  const unverified = { partner_id: null, credential_type: null, credential_id: null };
  it.each([
    [
      'the verified credential, not of the path',
      { path_partner_id: 'otherPA', code: 'partner_mismatch', reason: 'partner_mismatch' },
    ],
    ['the key that was sent', { reason: 'api_key_unknown', path_partner_id: 'otherPA' }],
    ['the path, where the credential says nothing', { reason: 'token_unknown', ...unverified }],
  ])('belongs to the partner of %s', async (_, changes) => {
    const counters = new MemoryUsageCounters(['demoPA', 'otherPA']);
    await count(batchOf(refusalLine(changes)), counters);
    expect([...counters.refusals.values()].map(({ ofPartner }) => ofPartner)).toEqual(['demoPA']);
  });
});

it('a deleted key that is used is noted once a day, by its first use', async () => {
  const counters = new MemoryUsageCounters([]);
  const times = ['2026-12-01T10:00:02.000Z', '2026-12-01T10:00:01.000Z', '2026-12-02T00:00:00.000Z'];
  await count(batchOf(...times.map((time) => refusalLine({ time }))), counters);
  expect([...counters.revokedUses.values()]).toEqual([
    { keyId: 'k3Jx81PqZr0B', day: '2026-12-01', atMs: Date.parse('2026-12-01T10:00:01.000Z'), ip: '203.0.113.7' },
    { keyId: 'k3Jx81PqZr0B', day: '2026-12-02', atMs: Date.parse('2026-12-02T00:00:00.000Z'), ip: '203.0.113.7' },
  ]);
});

it('the last use is the latest, whatever became of the call', async () => {
  const counters = new MemoryUsageCounters([]);
  const at = (time: string) => ({ requestTimeEpoch: Date.parse(time) });
  await count(
    batchOf(accessLine({ ...at('2026-12-01T10:00:02.000Z'), status: 403, 'authorizer.code': 'ip_not_allowed' })),
    counters,
  );
  await count(batchOf(accessLine(at('2026-12-01T10:00:01.000Z'))), counters);
  expect([...counters.lastUses.values()]).toMatchObject([{ credentialId: 'k3Jx81PqZr0B', status: 403 }]);
});

it('of two uses in the same millisecond one is the later, and always the same one', () => {
  const use = (requestId: string) => ({ credentialId: 'k', requestId, atMs: 1, status: 200, ip: null });
  expect(isLaterUse(use('b'), use('a'))).toBe(true);
  expect(isLaterUse(use('a'), use('b'))).toBe(false);
  expect(isLaterUse(use('a'), use('a'))).toBe(false);
});

it('lags by its oldest line', async () => {
  const { events, ...batch } = batchOf(accessLine(), accessLine());
  const aged = events.map((event, index) => ({ ...event, timestampMs: NOW_MS - 3000 + index * 2000 }));
  expect((await count({ ...batch, events: aged }, new MemoryUsageCounters([]))).lagMs).toBe(3000);
});

it('tells what the function has to say of itself', async () => {
  const line = accessLine();
  const refusals = [
    refusalLine(),
    refusalLine({ reason: 'no_credential', partner_id: null }),
    refusalLine({ code: 'ip_not_allowed', reason: 'ip_not_allowed' }),
  ];
  const batch = batchOf(line, line, 'neither', accessLine(), ...refusals, refusals[0] ?? '');
  expect(await count(batch, new MemoryUsageCounters([]))).toEqual({
    lines: 8,
    calls: 3,
    malformed: 1,
    repeated: 2,
    partners: 1,
    chunksCountedBefore: 0,
    failures: 0,
    lagMs: 3000,
    newestMs: NOW_MS - 3000,
    refused: new Map([
      ['unauthorized', 2],
      ['ip_not_allowed', 1],
    ]),
  });
});

it('takes the lag from the oldest line, and nothing from the future', async () => {
  const { events, ...batch } = batchOf(accessLine(), accessLine(), accessLine());
  const times = [NOW_MS - 8000, NOW_MS - 60_000, NOW_MS + 4000];
  const timed = events.map((event, index) => ({ ...event, timestampMs: times[index] ?? NOW_MS }));
  const result = await count({ ...batch, events: timed }, new MemoryUsageCounters([]));
  expect(result).toMatchObject({ lagMs: 60_000, newestMs: NOW_MS });
});
