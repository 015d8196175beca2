import { expect, test } from '@jest/globals';
import { lastSeen, successfulCalls, usersSince } from '../../../dashboard/legacy-token/recent-traffic.ts';
import type { Usage } from '../../../lambdas/http/management-api/schemas/usage.ts';

const user = (email: string, last_used_at: string | null) => ({
  ...{ email, last_used_at },
  ...{ total: 3, success: 3, addresses: ['203.0.113.7'], resources: ['clients'] },
});

const seen = (...moments: (string | null)[]): Usage => ({
  days: [],
  resources: [],
  addresses: moments.map((last_seen_at) => ({ ip: '203.0.113.7', total: 1, last_seen_at })),
  other_addresses: 0,
  addresses_complete: true,
  updated_at: null,
});

test('users count from the first moment of the day on', () => {
  const users = [
    user('before@demo.example', '2026-11-30T23:59:59.999Z'),
    user('at@demo.example', '2026-12-01T00:00:00.000Z'),
    user('never@demo.example', null),
  ];

  expect(usersSince(users, '2026-12-01').map(({ email }) => email)).toEqual(['at@demo.example']);
});

test.each([
  [
    'an address',
    seen('2026-12-01T10:00:00Z', null, '2026-12-02T10:00:00Z'),
    '2026-12-01T11:00:00Z',
    '2026-12-02T10:00:00Z',
  ],
  ['a user', seen('2026-12-01T10:00:00Z'), '2026-12-01T10:00:00.001Z', '2026-12-01T10:00:00.001Z'],
  ['nobody', seen(null), null, null],
])('the latest call is that of %s', (_, usage, lastUsedAt, latest) => {
  expect(lastSeen(usage, [user('ana@demo.example', lastUsedAt)])).toBe(latest);
});

test('calls that succeeded are those of all days', () => {
  const day = { date: '2026-12-01', total: 9, client_error: 5, server_error: 1, refused: { token_expired: 2 } };
  const days = [
    { ...day, success: 3 },
    { ...day, success: 0 },
    { ...day, success: 4 },
  ];

  expect(successfulCalls({ ...seen(), days })).toBe(7);
});
