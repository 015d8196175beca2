import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { keyChangesFrom, newRestrictionsFrom } from '../../../dashboard/restrictions/changes-from-input.ts';
import { latestExpiry, parseExpiry } from '../../../dashboard/restrictions/expiry-input.ts';
import {
  areMade,
  areSettingsMade,
  describeKeyChanges,
  describeSettingsChanges,
} from '../../../dashboard/restrictions/key-changes.ts';
import { restrictionsInputOf, UNRESTRICTED } from '../../../dashboard/restrictions/restrictions-input.ts';
import { graceFrom, oldKeyExpiryText, parseGrace, USUAL_GRACE } from '../../../dashboard/rotate-key/grace.ts';
import { parseLifetime } from '../../../dashboard/security/lifetime-input.ts';
import { localDay } from '../../../dashboard/time/days.ts';
import { keyBroadenings } from '../../../lambdas/domain/model/restrictions.ts';
import { RESOURCES, SCOPES, type Scope } from '../../../lambdas/domain/model/scopes.ts';
import { apiKey } from './api-key.ts';

const NOW = new Date(2026, 10, 24, 12, 0, 0).getTime();
const DAY_MS = 86_400_000;
const day = (days: number) => localDay(NOW + days * DAY_MS);
const iso = (moment: number) => new Date(moment).toISOString();
const lastSecondOf = (days: number) => new Date(2026, 10, 25 + days).getTime() - 1000;

describe('the expiry of a key', () => {
  test('is the last second of the chosen day', () => {
    expect(parseExpiry(day(0), null, NOW)).toEqual({ at: lastSecondOf(0) });
    expect(parseExpiry(day(30), null, NOW)).toEqual({ at: lastSecondOf(30) });
  });

  test('is the latest that is allowed where the day goes beyond it, and never later', () => {
    const latest = latestExpiry(30, NOW) ?? 0;

    expect(latest).toBeLessThanOrEqual(NOW + 30 * DAY_MS);
    expect(parseExpiry(day(30), latest, NOW)).toEqual({ at: latest });
    expect(parseExpiry(day(29), latest, NOW)).toEqual({ at: lastSecondOf(29) });
    expect(parseExpiry(day(31), latest, NOW)).toEqual({ error: expect.stringContaining('or earlier') });
    expect(latestExpiry(null, NOW)).toBeNull();
  });

  test.each(['', '2026-02-30', '2026-13-01', '26-1-1', 'tomorrow', day(-1)])('is not on %j', (date) => {
    expect(parseExpiry(date, null, NOW)).toEqual({ error: expect.stringMatching(/^Choose a day/) });
  });
});

describe('a new key', () => {
  test('is limited by nothing unless that is chosen, and leaves its end to the API', () => {
    expect(newRestrictionsFrom(UNRESTRICTED, 30, NOW)).toMatchObject({ value: { scopes: ['*'], allowed_ips: [] } });
    expect(newRestrictionsFrom(UNRESTRICTED, 30, NOW)).not.toHaveProperty('value.expires_at');
  });

  test('takes an address along that was typed and not added', () => {
    const allowlist = { entries: ['::1'], pending: '203.0.113.7' };

    expect(newRestrictionsFrom({ ...UNRESTRICTED, allowlist }, null, NOW)).toMatchObject({
      value: { allowed_ips: ['::1', '203.0.113.7'] },
    });
  });

  test('is not sent while something is wrong, and each error is shown', () => {
    const input = {
      access: { access: 'chosen' as const, levels: restrictionsInputOf(apiKey({ scopes: [] })).access.levels },
      allowlist: { entries: [], pending: 'nonsense' },
      expiry: { kind: 'date' as const, date: '' },
    };

    expect(newRestrictionsFrom(input, null, NOW)).toMatchObject({
      errors: { access: expect.any(String), allowlist: true, expiry: expect.any(String) },
      added: { pending: 'nonsense' },
    });
  });
});

describe('the changes of a key', () => {
  const key = apiKey({
    scopes: ['*:read', 'clients:write'],
    allowed_ips: ['203.0.113.0/24'],
    expires_at: '2027-01-31T12:00:00Z',
  });
  const initial = restrictionsInputOf(key);
  const changesOf = (changes: Partial<typeof initial>, now = key, maxDays: number | null = null) =>
    keyChangesFrom({ ...initial, ...changes }, initial, now, maxDays, NOW);

  test('are none while nothing was touched, even if somebody else has changed the key', () => {
    expect(changesOf({})).toMatchObject({ value: {} });
    expect(changesOf({}, apiKey({ scopes: ['*'], allowed_ips: [], expires_at: null }))).toMatchObject({ value: {} });
    expect(Object.keys((changesOf({}) as { value: object }).value)).toEqual([]);
  });

  test('are what was touched', () => {
    expect(changesOf({ allowlist: { entries: [], pending: '' } })).toMatchObject({ value: { allowed_ips: [] } });
    expect(changesOf({ expiry: { kind: 'open', date: '2027-01-31' } })).toMatchObject({ value: { expires_at: null } });
    expect(changesOf({ expiry: { kind: 'date', date: day(3) } })).toMatchObject({
      value: { expires_at: iso(lastSecondOf(3)) },
    });
    expect(changesOf({ access: { ...initial.access, access: 'read' } })).toMatchObject({
      value: { scopes: ['*:read'] },
    });
  });

  test('hold no later end than the maximum, or than that of a key that was replaced', () => {
    const replaced = { ...key, rotated_to: 'abcDEF123457', expires_at: iso(NOW + 2 * DAY_MS) };
    const end = (days: number) => ({ expiry: { kind: 'date' as const, date: day(days) } });

    expect(changesOf(end(40), key, 30)).toMatchObject({ errors: { expiry: expect.any(String) } });
    expect(changesOf(end(3), replaced)).toMatchObject({ errors: { expiry: expect.any(String) } });
    expect(changesOf(end(2), replaced)).toMatchObject({ value: { expires_at: iso(NOW + 2 * DAY_MS) } });
    expect(changesOf(end(1), replaced)).toMatchObject({ value: { expires_at: iso(lastSecondOf(1)) } });
  });

  test('are made when the key is as they want it, and only then', () => {
    expect(areMade(key, { scopes: ['clients:write', '*:read'], expires_at: '2027-01-31T12:00:00.900Z' })).toBe(true);
    expect(areMade(key, { allowed_ips: [] })).toBe(false);
    expect(areMade(key, { scopes: ['*'] })).toBe(false);
    expect(areMade(key, { expires_at: null })).toBe(false);
    expect(areMade(key, { status: 'disabled' })).toBe(false);
    expect(areMade({ ...key, status: 'expired' }, { status: 'active' })).toBe(true);
    expect(areSettingsMade({ allowed_ips: [], max_key_lifetime_days: 30 }, { max_key_lifetime_days: null })).toBe(
      false,
    );
    expect(areSettingsMade({ allowed_ips: ['::1'], max_key_lifetime_days: 30 }, { allowed_ips: ['::1'] })).toBe(true);
  });
});

describe('the words for a change', () => {
  const broadens = (before: Parameters<typeof apiKey>[0], changes: Parameters<typeof describeKeyChanges>[1]) =>
    describeKeyChanges(apiKey(before), changes).map((line) => line.broadens);

  test.each([
    [['*:read'], ['*'], 'everything, also what the Partner API adds later'],
    [['clients:read'], ['clients:write', 'flows:read'], 'Clients: write, Flows: read'],
    [
      RESOURCES.map((resource) => `${resource}:read`),
      ['*:read'],
      'reading everything else, also what the Partner API adds later',
    ],
    [['*'], ['*:read'], null],
    [['*:read'], ['clients:read'], null],
  ])('about access name what is new from %j to %j', (before, after, more) => {
    expect(broadens({ scopes: before }, { scopes: after })).toEqual([more]);
  });

  test.each([
    [['203.0.113.7'], [], 'every address'],
    [['203.0.113.0/24'], ['203.0.113.7', '198.51.100.1'], '198.51.100.1'],
    [[], ['203.0.113.7'], null],
    [['203.0.113.0/25', '203.0.113.128/25'], ['203.0.113.0/24'], null],
  ])('about addresses name what is new from %j to %j', (before, after, more) => {
    expect(broadens({ allowed_ips: before }, { allowed_ips: after })).toEqual([more]);
  });

  test('about the end and the status say whether the key works longer, or again', () => {
    expect(broadens({ expires_at: '2027-01-01T00:00:00Z' }, { expires_at: null })).toEqual(['it works longer']);
    expect(broadens({ expires_at: null }, { expires_at: '2027-01-01T00:00:00Z' })).toEqual([null]);
    expect(broadens({ status: 'disabled' }, { status: 'active' })).toEqual(['it works again']);
    expect(broadens({ status: 'active' }, { status: 'disabled' })).toEqual([null]);
    expect(broadens({ status: 'expired' }, { status: 'active' })).toEqual([null]);
  });

  test('are there for every line, before and after, and none is undefined', () => {
    const lines = describeSettingsChanges(
      { allowed_ips: ['::1'], max_key_lifetime_days: 30 },
      { allowed_ips: [], max_key_lifetime_days: null },
    );

    expect(lines).toEqual([
      { what: 'Addresses', parts: [{ text: 'Any address', was: '::1' }], broadens: 'every address' },
      {
        what: 'Maximum key lifetime',
        parts: [{ text: 'No limit', was: '30 days' }],
        broadens: 'keys may live longer',
      },
    ]);
  });

  test('tell of long lists what comes and what goes', () => {
    const key = apiKey({ scopes: ['clients:read', 'flows:write'], allowed_ips: ['::1', '10.0.0.0/8'] });
    const changes = { scopes: ['clients:write', 'flows:write'], allowed_ips: ['10.0.0.0/8', '192.0.2.1'] };

    expect(describeKeyChanges(key, changes).map(({ parts }) => parts)).toEqual([
      [{ text: 'Clients: write', was: 'read' }],
      [
        { text: 'Added: 192.0.2.1', was: null },
        { text: 'Removed: ::1', was: null },
      ],
    ]);
    expect(describeKeyChanges(key, { scopes: ['*'] })[0]?.parts).toEqual([
      { text: 'Full access', was: 'Clients: read, Flows: write' },
    ]);
  });

  test('say of a change that it takes a code exactly where the API demands one', () => {
    const scopes = fc.uniqueArray(fc.constantFrom(...SCOPES), { minLength: 1, maxLength: 4 });
    const entries = fc.uniqueArray(
      fc.constantFrom('10.0.0.0/8', '10.1.0.0/16', '10.1.2.3', '192.0.2.1', '2001:db8::/32'),
    );
    const end = fc.constantFrom(null, '2027-01-01T00:00:00.000Z', '2027-06-01T00:00:00.000Z');
    const status = fc.constantFrom('active' as const, 'disabled' as const);
    const controls = fc.record({ scopes, allowed_ips: entries, expires_at: end, status });
    const domain = (one: {
      scopes: Scope[];
      allowed_ips: string[];
      expires_at: string | null;
      status: 'active' | 'disabled';
    }) => ({
      scopes: one.scopes,
      allowedIps: one.allowed_ips,
      expiresAt: one.expires_at === null ? null : Date.parse(one.expires_at) / 1000,
      status: one.status,
    });
    fc.assert(
      fc.property(controls, controls, (before, after) => {
        const predicted = describeKeyChanges(apiKey(before), after).filter(({ broadens: more }) => more !== null);
        expect(predicted).toHaveLength(keyBroadenings(domain(before), domain(after)).length);
        expect(predicted.every(({ broadens: more }) => more !== '')).toBe(true);
      }),
    );
  });
});

describe('the grace of a rotation', () => {
  test.each([
    ['0', 0],
    ['604800', 604_800],
  ])('of choice %s is %d s', (choice, seconds) => {
    expect(parseGrace({ ...USUAL_GRACE, choice })).toEqual({ seconds });
  });

  test.each([
    ['0', 'seconds', { seconds: 0 }],
    [' 90 ', 'minutes', { seconds: 5400 }],
    ['7', 'days', { seconds: 604_800 }],
    ['169', 'hours', { error: 'At most 7 days.' }],
    ['604801', 'seconds', { error: 'At most 7 days.' }],
    ['', 'hours', { error: 'Give a whole number.' }],
    ['-1', 'hours', { error: 'Give a whole number.' }],
    ['1.5', 'days', { error: 'Give a whole number.' }],
  ] as const)('of %j %s is %j', (amount, unit, parsed) => {
    expect(parseGrace({ choice: 'other', amount, unit })).toEqual(parsed);
  });

  test('is as usual where nothing or nonsense was kept', () => {
    expect(graceFrom({})).toEqual(USUAL_GRACE);
    expect(graceFrom({ choice: '1', unit: 'toString' })).toEqual(USUAL_GRACE);
    expect(graceFrom({ choice: 'other', amount: '5', unit: 'hours' })).toEqual({
      choice: 'other',
      amount: '5',
      unit: 'hours',
    });
  });

  test('says what becomes of the old key', () => {
    const old = (changes: Parameters<typeof apiKey>[0]) => oldKeyExpiryText(apiKey(changes), 3600, NOW);

    expect(old({})).toMatch(/^Both keys work until .*; then the old one ends by itself\.$/);
    expect(oldKeyExpiryText(apiKey(), 0, NOW)).toMatch(/ends at once/);
    expect(old({ expires_at: iso(NOW + 60_000) })).toMatch(/anyway/);
    expect(old({ expires_at: iso(NOW) })).toMatch(/has ended already/);
    expect(old({ status: 'disabled' })).toMatch(/stays disabled/);
  });
});

test.each([
  ['1', { days: 1 }],
  [' 3650 ', { days: 3650 }],
  ['0', { error: expect.stringContaining('1 or more') }],
  ['3651', { error: 'At most 3650 days.' }],
  ['', { error: expect.stringContaining('whole number') }],
  ['9.5', { error: expect.stringContaining('whole number') }],
])('a longest life of %j days is %j', (days, parsed) => {
  expect(parseLifetime({ limit: 'days', days })).toEqual(parsed);
  expect(parseLifetime({ limit: 'none', days })).toEqual({ days: null });
});
