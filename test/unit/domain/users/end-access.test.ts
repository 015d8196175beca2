import { beforeEach, describe, expect, it } from '@jest/globals';
import { type AccessEnd, endAccess } from '../../../../lambdas/domain/users/end-access.ts';
import { NOW, NOW_MS, recordsWith, USER } from '../../../handlers/records-of-a-partner.ts';
import type { MemoryRecords } from '../../../support/memory/records.ts';
import { MemoryUserStore } from '../../../support/memory/user-store.ts';

const SIGN_OUT: AccessEnd = { action: 'user.signed_out', actor: USER.email, ip: '203.0.113.9' };
const RESET: AccessEnd = { action: 'user.password_reset', actor: USER.email, ip: null };
let records: MemoryRecords;
let users: MemoryUserStore;

beforeEach(() => {
  records = recordsWith();
  users = new MemoryUserStore(records);
});

const end = (how: AccessEnd, { nowMs = NOW_MS, store = users } = {}) =>
  endAccess(USER.userId, how, { users: store, nowMs });
const stored = () => records.users.get(USER.userId);

it('nothing is ended of a user who does not exist', async () => {
  records.users.clear();
  expect(await end(SIGN_OUT)).toEqual({ outcome: 'not_found' });
  expect(records.events).toEqual([]);
});

describe('the access of a user ends', () => {
  it('by a sign-out everywhere: every session so far, every token so far', async () => {
    expect(await end(SIGN_OUT)).toEqual({ outcome: 'ended' });
    expect(stored()).toMatchObject({ generation: 2, revision: 2, sessionsValidAfter: NOW, passwordResetAt: null });
    expect(records.generations.get(USER.userId)?.generation).toBe(2);
    expect(records.events).toMatchObject([
      { event: { action: 'user.signed_out', actor: USER.email, target: USER.email, ip: '203.0.113.9' } },
    ]);
  });

  it('by a password reset, whose time is kept by later sign-outs', async () => {
    await end(RESET);
    expect(stored()).toMatchObject({ sessionsValidAfter: NOW, passwordResetAt: NOW });
    await end(SIGN_OUT, { nowMs: NOW_MS + 60_000 });
    expect(stored()).toMatchObject({ generation: 3, sessionsValidAfter: NOW + 60, passwordResetAt: NOW });
    expect(records.events.map(({ event }) => event.action)).toEqual(['user.password_reset', 'user.signed_out']);
  });

  it('never earlier than before, if a clock is slow', async () => {
    await end(SIGN_OUT);
    await end(SIGN_OUT, { nowMs: NOW_MS - 5000 });
    expect(stored()?.sessionsValidAfter).toBe(NOW);
  });

  it('once for each of many at once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => end(SIGN_OUT)));
    expect(stored()?.generation).toBe(6);
    expect(records.generations.get(USER.userId)?.generation).toBe(6);
  });
});
