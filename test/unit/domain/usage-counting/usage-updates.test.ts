import { expect, it } from '@jest/globals';
import type { CountedCall } from '../../../../lambdas/domain/usage-counting/counted-call.ts';
import { usageFigures } from '../../../../lambdas/domain/usage-counting/usage-updates.ts';

const call = (id: string, ip: string, time: string): CountedCall => ({
  requestId: `${id}${time}`,
  partnerId: 'demoPA',
  credential: { type: 'api_key', id },
  atMs: Date.parse(time),
  status: 200,
  refusedFor: null,
  resource: 'clients',
  ip,
  latencyMs: null,
});
const CALLS = [
  call('aaaa', '192.0.2.2', '2026-12-02T10:00:00.000Z'),
  call('aaaa', '192.0.2.2', '2026-12-02T09:00:00.000Z'),
  call('aaaa', '192.0.2.1', '2026-12-02T08:00:00.000Z'),
  call('bbbb', '192.0.2.1', '2026-12-01T08:00:00.000Z'),
];

// A batch that comes again must be cut into the same chunks, or what was counted of it counts twice.
it.each([[CALLS], [CALLS.toReversed()]])('updates have a fixed order: by credential, day and IP address', (calls) => {
  const { updates } = usageFigures(calls);
  expect(updates.map(({ credentialId, day, ip }) => [credentialId, day, ip])).toEqual([
    ['*all', '2026-12-01', null],
    ['*all', '2026-12-01', '192.0.2.1'],
    ['*all', '2026-12-02', null],
    ['*all', '2026-12-02', '192.0.2.1'],
    ['*all', '2026-12-02', '192.0.2.2'],
    ['aaaa', '2026-12-02', null],
    ['aaaa', '2026-12-02', '192.0.2.1'],
    ['aaaa', '2026-12-02', '192.0.2.2'],
    ['bbbb', '2026-12-01', null],
    ['bbbb', '2026-12-01', '192.0.2.1'],
  ]);
});

it('an IP address was last seen at its latest call of the day', () => {
  const { seen } = usageFigures(CALLS);
  expect(seen.find(({ credentialId, ip }) => credentialId === 'aaaa' && ip === '192.0.2.2')).toMatchObject({
    atMs: Date.parse('2026-12-02T10:00:00.000Z'),
  });
});
