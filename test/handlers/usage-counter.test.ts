import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createUsageCounter } from '../../lambdas/handlers/usage-counter.ts';
import { embeddedMetrics } from '../../lambdas/http/metrics.ts';
import { logDelivery } from '../support/log-delivery.ts';
import { accessLine, refusalLine } from '../support/log-lines.ts';
import { MemoryUsageCounters } from '../support/memory/usage-counters.ts';
import { metricsDocuments } from '../support/metrics-documents.ts';

let lines: string[];
const metrics = embeddedMetrics('Own/test');

beforeEach(() => {
  lines = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    lines.push(String(chunk));
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
});

describe('fails, so that Lambda brings the batch again', () => {
  it('when something was not counted; and says what failed, not of whom', async () => {
    const counters = new MemoryUsageCounters([]);
    counters.failsAt = (partnerId) => partnerId === 'demoPA';
    const other = accessLine({ 'authorizer.partner_id': 'otherPA' });
    await expect(createUsageCounter({ counters, metrics })(logDelivery([accessLine(), other]))).rejects.toThrow(
      'not counted',
    );
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'error', message: 'usage_not_counted', error: 'Error' },
      { message: 'usage_counted', calls: 2, failures: 1 },
    ]);
    expect(lines.join('')).not.toContain('demoPA');
    expect(counters.updates.every(({ partnerId }) => partnerId === 'otherPA')).toBe(true);
  });

  it.each([
    ['no gzip', { awslogs: { data: Buffer.from('{}').toString('base64') } }],
    ['no JSON', { awslogs: { data: gzipSync('no JSON').toString('base64') } }],
  ])('for what is no delivery: %s', async (_, event) => {
    await expect(createUsageCounter({ counters: new MemoryUsageCounters([]), metrics })(event)).rejects.toThrow();
  });
});

it('does nothing for a message by which CloudWatch Logs tests the way', async () => {
  const counters = new MemoryUsageCounters([]);
  await createUsageCounter({ counters, metrics })(logDelivery([accessLine()], { messageType: 'CONTROL_MESSAGE' }));
  expect(counters.updates).toEqual([]);
  expect(lines).toEqual([]);
});

it('counts, skips what is malformed and tells how many lines that were', async () => {
  const counters = new MemoryUsageCounters([]);
  await createUsageCounter({ counters, metrics })(logDelivery([accessLine(), 'nonsense', accessLine()]));
  expect(counters.updates.find(({ credentialId }) => credentialId === '*all')?.counters.total).toBe(2);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    message: 'usage_counted',
    log_group: 'group',
    lines: 3,
    calls: 2,
    malformed: 1,
    failures: 0,
    lag_ms: expect.any(Number),
  });
});

describe('a batch is measured', () => {
  const REFUSALS = [
    refusalLine(),
    refusalLine({ reason: 'no_credential', partner_id: null, credential_type: null, credential_id: null }),
    refusalLine({ code: 'ip_not_allowed', reason: 'ip_not_allowed' }),
    '{"level":"nonsense',
  ];
  const WRITTEN_MS = Date.now() - 20_000;
  const measured = () => metricsDocuments(lines);
  const total = (name: string) => measured().reduce((sum, { values }) => sum + (values[name] ?? 0), 0);
  const aged = (messages: readonly string[]) => logDelivery(messages, { timestampMs: WRITTEN_MS });

  it('with its refusals by code and in total, under the time at which they happened', async () => {
    const delivery = aged(REFUSALS);
    await createUsageCounter({ counters: new MemoryUsageCounters([]), metrics })(delivery);
    const refused = measured().filter(({ code }) => code !== null);
    expect(refused).toMatchObject([
      { code: 'unauthorized', values: { Refused: 2 }, dimensions: [[], ['Code']], namespace: 'Own/test' },
      { code: 'ip_not_allowed', values: { Refused: 1 }, dimensions: [[], ['Code']], namespace: 'Own/test' },
    ]);
    for (const { atMs } of refused) expect(atMs).toBe(WRITTEN_MS);
  });

  it('with its lines, calls and lag', async () => {
    await createUsageCounter({ counters: new MemoryUsageCounters([]), metrics })(aged([...REFUSALS, accessLine()]));
    const figures = Object.assign({}, ...measured().map(({ values }) => values));
    expect(figures).toMatchObject({ LogLines: 5, CountedCalls: 2, MalformedLines: 1 });
    // Under the time of counting: an alarm does not look back for it.
    const [counted] = measured().filter(({ values }) => values.CountingLag !== undefined);
    expect(counted?.atMs).toBe(WRITTEN_MS + figures.CountingLag);
    expect(figures.CountingLag).toBeGreaterThan(0);
  });

  it('once, however often it comes, also side by side', async () => {
    const count = createUsageCounter({ counters: new MemoryUsageCounters([]), metrics });
    const delivery = aged(REFUSALS);
    await Promise.all([count(delivery), count(delivery)]);
    await count(delivery);
    expect(total('Refused')).toBe(3);
    expect(measured().filter(({ values }) => values.CountingLag !== undefined)).toHaveLength(1);
  });

  it('when all of it is counted: not in a try that failed, and then not twice', async () => {
    const counters = new MemoryUsageCounters([]);
    const count = createUsageCounter({ counters, metrics });
    const delivery = aged([...REFUSALS, accessLine()]);
    counters.failsAt = (partnerId) => partnerId === 'demoPA';
    await expect(count(delivery)).rejects.toThrow('not counted');
    expect(measured()).toEqual([]);
    counters.failsAt = () => false;
    await count(delivery);
    await count(delivery);
    expect(total('Refused')).toBe(3);
  });

  // Every value of a dimension is a metric that is paid for, and whoever may see metrics need not know of partners.
  it('without a word on whose calls they were', async () => {
    await createUsageCounter({ counters: new MemoryUsageCounters([]), metrics })(aged([...REFUSALS, accessLine()]));
    const text = lines.filter((line) => line.includes('"_aws"')).join('');
    expect(text).toContain('Refused');
    for (const secret of ['demoPA', 'k3Jx81PqZr0B', '203.0.113.7']) expect(text).not.toContain(secret);
  });
});
