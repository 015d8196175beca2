import { gzipSync } from 'node:zlib';
import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { logDelivery } from '../support/log-delivery.ts';
import { accessLine } from '../support/log-lines.ts';
import { MemoryUsageCounters } from '../support/memory-usage-counters.ts';

let createUsageCounter: typeof import('../../lambdas/handlers/usage-counter.ts').createUsageCounter;
let lines: string[];

beforeAll(async () => {
  // The module makes its own handler from the environment when it is loaded, as in Lambda.
  Object.assign(process.env, { TABLE_NAME: 'records', AWS_REGION: 'eu-central-1' });
  ({ createUsageCounter } = await import('../../lambdas/handlers/usage-counter.ts'));
});
beforeEach(() => {
  lines = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    lines.push(String(chunk));
    return true;
  });
});

describe('fails, so that Lambda brings the batch again', () => {
  it('when something was not counted; and says what failed, not of whom', async () => {
    const counters = new MemoryUsageCounters([]);
    counters.failsAt = (partnerId) => partnerId === 'demoPA';
    const other = accessLine({ 'authorizer.partner_id': 'otherPA' });
    await expect(createUsageCounter({ counters })(logDelivery([accessLine(), other]))).rejects.toThrow('not counted');
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
    await expect(createUsageCounter({ counters: new MemoryUsageCounters([]) })(event)).rejects.toThrow();
  });
});

it('does nothing for a message by which CloudWatch Logs tests the way', async () => {
  const counters = new MemoryUsageCounters([]);
  await createUsageCounter({ counters })(logDelivery([accessLine()], { messageType: 'CONTROL_MESSAGE' }));
  expect(counters.updates).toEqual([]);
  expect(lines).toEqual([]);
});

it('counts, skips what is malformed and tells how many lines that were', async () => {
  const counters = new MemoryUsageCounters([]);
  await createUsageCounter({ counters })(logDelivery([accessLine(), 'nonsense', accessLine()]));
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
