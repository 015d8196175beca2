import { describe, expect, it } from '@jest/globals';
import { DependencyError } from '../../../../lambdas/domain/base/dependency-error.ts';
import {
  passwordAttempt,
  reserveAttempt,
  settleAttempt,
} from '../../../../lambdas/domain/legacy-tokens/password-attempts.ts';
import type { PasswordFailures } from '../../../../lambdas/domain/legacy-tokens/password-check.ts';
import { MemoryPasswordFailures } from '../../../support/memory/password-failures.ts';

const NOW = 1_800_000_000;
const NAME = 'ana@demo.example';
const IP = '203.0.113.9';

const taken = ({ windows }: MemoryPasswordFailures) =>
  Object.fromEntries([...windows].map(([count, window]) => [JSON.parse(count).kind, window.taken]));

async function reserve(failures: PasswordFailures, ip = IP) {
  const attempt = passwordAttempt(NAME, ip);
  const reservation = await reserveAttempt(failures, attempt, NOW);
  if (reservation.outcome !== 'reserved') throw new Error('There is no place left.');
  return { attempt, taken: reservation.taken };
}

describe('whose attempt it is', () => {
  it.each([
    ['ana@demo.example', 'ANA@Demo.Example'],
    // Full-width letters, and the sign for Kelvin.
    ['ana@demo.example', 'ａｎａ@demo.example'],
    ['karl@demo.example', '\u212Aarl@demo.example'],
  ])('%s and %s have one name', (one, other) => {
    expect(passwordAttempt(one, IP)).toEqual(passwordAttempt(other, IP));
  });

  it('different names have different hashes, which do not repeat what was typed', () => {
    const one = passwordAttempt('ana@demo.example', IP);
    expect(one.nameHash).not.toBe(passwordAttempt('ana@demo.exampl', IP).nameHash);
    expect(JSON.stringify(one)).not.toContain('ana');
    expect(JSON.stringify(one)).not.toContain(IP);
  });

  it.each<[string, string, sameAddress: boolean, sameNetwork: boolean]>([
    ['203.0.113.9', '203.0.113.10', false, false],
    ['203.0.113.9', '::ffff:203.0.113.9', true, true],
    ['2001:db8::1', '2001:0DB8:0::0:1', true, true],
    ['2001:db8::1', '2001:db8::ffff:ffff:ffff:ffff', false, true],
    ['2001:db8::1', '2001:db8:0:1::1', false, false],
    ['', 'unknown', true, true],
    ['', '203.0.113.9:443', true, true],
  ])('%s and %s: same address %s, same network %s', (one, other, sameAddress, sameNetwork) => {
    const [first, second] = [passwordAttempt(NAME, one), passwordAttempt(NAME, other)];
    expect(JSON.stringify(first.address) === JSON.stringify(second.address)).toBe(sameAddress);
    expect(first.networkHash === second.networkHash).toBe(sameNetwork);
  });

  it('an unknown IP address is known to nobody', async () => {
    expect(passwordAttempt(NAME, '').address).toBeNull();
    const failures = new MemoryPasswordFailures();
    const { attempt, taken: places } = await reserve(failures, '');
    await settleAttempt(failures, attempt, places, 'right', NOW);
    expect(failures.rightAt.size).toBe(0);
  });
});

describe('an attempt', () => {
  it('that finds no place for its name gives back that of its network', async () => {
    const failures = new MemoryPasswordFailures();
    for (let i = 0; i < 8; i++) await reserve(failures);
    expect(await reserveAttempt(failures, passwordAttempt(NAME, IP), NOW)).toMatchObject({
      outcome: 'exhausted',
      count: { kind: 'other_addresses' },
    });
    expect(taken(failures)).toEqual({ network: 8, other_addresses: 8 });
  });

  it.each<['right' | 'wrong' | 'unchecked', number, number]>([
    ['right', 0, 1],
    ['wrong', 1, 0],
    ['unchecked', 0, 0],
  ])('that was %s leaves %s place taken, and %s known address', async (verdict, places, known) => {
    const failures = new MemoryPasswordFailures();
    const { attempt, taken: reserved } = await reserve(failures);
    await settleAttempt(failures, attempt, reserved, verdict, NOW);
    expect(taken(failures)).toEqual({ network: places, other_addresses: places });
    expect(failures.rightAt.size).toBe(known);
  });

  it('at a known address takes no place of the others', async () => {
    const failures = new MemoryPasswordFailures();
    const { attempt, taken: reserved } = await reserve(failures);
    await settleAttempt(failures, attempt, reserved, 'right', NOW);
    await reserve(failures);
    expect(taken(failures)).toEqual({ network: 1, other_addresses: 0, known_address: 1 });
  });

  // The response is decided already: an attempt that keeps its place only makes the limit stricter.
  it.each(['right', 'wrong', 'unchecked'] as const)(
    'that was %s is over even if that cannot be written',
    async (verdict) => {
      const failures = new MemoryPasswordFailures();
      const { attempt, taken: reserved } = await reserve(failures);
      failures.failure = new DependencyError('dynamodb', 'down');
      await settleAttempt(failures, attempt, reserved, verdict, NOW);
      failures.failure = new TypeError('defect');
      await expect(settleAttempt(failures, attempt, reserved, verdict, NOW)).rejects.toThrow(TypeError);
    },
  );

  it.each(['take', 'takeIfKnown'] as const)('is not made if %s fails', async (method) => {
    const failures = new MemoryPasswordFailures();
    Object.assign(failures, { [method]: () => Promise.reject(new DependencyError('dynamodb', 'down')) });
    await expect(reserveAttempt(failures, passwordAttempt(NAME, IP), NOW)).rejects.toThrow(DependencyError);
    expect(taken(failures).network ?? 0).toBe(0);
  });
});
