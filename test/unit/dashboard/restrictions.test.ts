import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { localProblem } from '../../../dashboard/api/problem.ts';
import {
  accessInputOf,
  accessInWords,
  accessSummary,
  type Levels,
  levelOf,
  levelsOf,
  sameScopes,
  scopesOf,
} from '../../../dashboard/restrictions/access-input.ts';
import { addEntries, allowlistSummary, allowlistsOverlap } from '../../../dashboard/restrictions/allowlist-input.ts';
import { refusedFields } from '../../../dashboard/restrictions/refused-fields.ts';
import {
  fieldsOf,
  restrictionsInputFrom,
  restrictionsInputOf,
  UNRESTRICTED,
} from '../../../dashboard/restrictions/restrictions-input.ts';
import { parseScopes, RESOURCES, SCOPES, type Scope } from '../../../lambdas/domain/model/scopes.ts';
import { apiKey } from './api-key.ts';

const levels = (changes: Partial<Levels>): Levels => ({ ...levelsOf(() => 'none'), ...changes });
const anyLevels = fc.record(
  Object.fromEntries(RESOURCES.map((resource) => [resource, fc.constantFrom('none', 'read', 'write')])),
) as unknown as fc.Arbitrary<Levels>;

describe('access', () => {
  test.each([
    [['*'], 'full', 'Full access'],
    [['*:read'], 'read', 'Read only'],
    [['clients:write', 'balance:read'], 'chosen', 'Clients: write, Balance: read'],
    [['*:read', 'clients:write'], 'chosen', '8 of 8 resources'],
    [['clients:read', 'channels:read', 'flows:write'], 'chosen', '3 of 8 resources'],
    [['contracts:read'], 'chosen', 'Nothing known here'],
  ])('of %j is %s, in short: %s', (scopes, access, summary) => {
    expect(accessInputOf(scopes).access).toBe(access);
    expect(accessSummary(scopes)).toBe(summary);
    expect(accessInWords(scopes).length).toBeGreaterThanOrEqual('Read only'.length);
  });

  test.each([
    ['full', ['*']],
    ['read', ['*:read']],
    ['chosen', ['clients:read', 'flows:write']],
  ] as const)('that is %s is sent as %j', (access, scopes) => {
    expect(scopesOf({ access, levels: levels({ clients: 'read', flows: 'write' }) })).toEqual(scopes);
  });

  test('that is chosen is empty while nothing is', () => {
    expect(scopesOf({ access: 'chosen', levels: levels({}) })).toEqual([]);
  });

  test('that is chosen is sent in the form that the API keeps, and read back as it was chosen', () => {
    fc.assert(
      fc.property(anyLevels, (chosen) => {
        const scopes = scopesOf({ access: 'chosen', levels: chosen });
        fc.pre(scopes.length > 0);
        expect(parseScopes(scopes)).toEqual(scopes);
        expect(accessInputOf(scopes).levels).toEqual(chosen);
      }),
    );
  });

  test('is the same whatever the way to write it, and only then', () => {
    const everyRead: Scope[] = RESOURCES.map((resource) => `${resource}:read` as const);

    expect(sameScopes(everyRead.toReversed(), everyRead)).toBe(true);
    // What belongs to no resource can be read with this one alone.
    expect(sameScopes(everyRead, ['*:read'])).toBe(false);
    expect(sameScopes(everyRead, ['*'])).toBe(false);
    expect(sameScopes(['clients:read'], ['clients:write'])).toBe(false);
    expect(SCOPES.every((scope) => sameScopes([scope], [scope]))).toBe(true);
  });

  test('to one resource is the most that some scope allows', () => {
    expect(levelOf(['*:read', 'clients:write'], 'clients')).toBe('write');
    expect(levelOf(['*:read', 'clients:write'], 'flows')).toBe('read');
    expect(levelOf(['clients:read'], 'flows')).toBe('none');
    expect(levelOf(['*'], 'flows')).toBe('write');
  });
});

describe('addresses', () => {
  test.each([
    ['203.0.113.7', ['203.0.113.7'], ''],
    [' 203.0.113.7,2001:DB8::0/48;\n198.51.100.9/24 ', ['203.0.113.7', '2001:db8::/48', '198.51.100.0/24'], ''],
    ['', [], ''],
    ['office 203.0.113.7 10.0.0', ['203.0.113.7'], 'office 10.0.0'],
    ['::ffff:203.0.113.7 203.0.113.7', ['203.0.113.7'], ''],
    ['0.0.0.0/0 <b>', [], '0.0.0.0/0 <b>'],
  ])('typed as %j are %j, and what is none stays: %j', (text, entries, pending) => {
    expect(addEntries([], text)).toMatchObject({ entries, pending });
  });

  test('that are none are named one by one, with what to write', () => {
    expect(addEntries([], '10.0.0 0.0.0.0/0').errors).toEqual([
      { entries: ['10.0.0'], error: expect.stringContaining('for example 203.0.113.7') },
      { entries: ['0.0.0.0/0'], error: expect.stringContaining('leave the list empty') },
    ]);
  });

  test('that would together allow every address stay as typed, and the others are added', () => {
    const { entries, pending, errors } = addEntries(['0.0.0.0/1'], '203.0.113.7 128.0.0.0/1');

    expect(entries).toEqual(['0.0.0.0/1', '203.0.113.7']);
    expect(pending).toBe('128.0.0.0/1');
    expect(errors).toEqual([{ entries: ['128.0.0.0/1'], error: expect.stringContaining('leave the list empty') }]);
  });

  test('that are normalized are reported', () => {
    expect(addEntries(['203.0.113.7'], '198.51.100.9/24 203.0.113.7')).toMatchObject({
      entries: ['203.0.113.7', '198.51.100.0/24'],
      normalized: [{ typed: '198.51.100.9/24', kept: '198.51.100.0/24' }],
      repeated: ['203.0.113.7'],
    });
  });

  test('are at most fifty; the fifty-first stays as typed', () => {
    const all = Array.from({ length: 51 }, (_, index) => `203.0.113.${index}`);
    const { entries, pending, errors } = addEntries(all.slice(0, 49), all.slice(49).join('\n'));

    expect(entries).toHaveLength(50);
    expect(pending).toBe('203.0.113.50');
    expect(errors).toEqual([{ entries: ['203.0.113.50'], error: expect.stringContaining('at most 50') }]);
  });

  test.each([
    [[], 'From any address'],
    [['203.0.113.7'], 'From 203.0.113.7'],
    [['203.0.113.7', '::1'], 'From 2 addresses'],
  ])('%j are in short: %s', (entries, summary) => {
    expect(allowlistSummary(entries)).toBe(summary);
  });

  test.each([
    [[], ['10.0.0.0/8'], true],
    [['10.1.0.0/16'], ['10.0.0.0/8'], true],
    [['10.0.0.0/8'], ['192.0.2.1', '10.1.2.3'], true],
    [['10.0.0.0/8'], ['11.0.0.0/8', '2001:db8::/32'], false],
    [['of a newer API'], ['10.0.0.1'], true],
  ])('%j and %j share one: %p', (left, right, expected) => {
    expect(allowlistsOverlap(left, right)).toBe(expected);
    expect(allowlistsOverlap(right, left)).toBe(expected);
  });
});

describe('what was typed', () => {
  test('is the same after it was kept and read back', () => {
    const input = {
      access: { access: 'chosen' as const, levels: levels({ channels: 'write' }) },
      allowlist: { entries: ['203.0.113.7', '::1'], pending: 'half an addr' },
      expiry: { kind: 'date' as const, date: '2027-01-31' },
    };

    expect(restrictionsInputFrom(fieldsOf(input), UNRESTRICTED)).toEqual(input);
  });

  test('begins with what the key is, and is that where nothing or nonsense was kept', () => {
    const initial = restrictionsInputOf(apiKey({ scopes: ['*:read'], allowed_ips: ['::1'] }));

    expect(initial).toMatchObject({
      access: { access: 'read' },
      allowlist: { entries: ['::1'] },
      expiry: { kind: 'open' },
    });
    expect(restrictionsInputFrom({}, initial)).toEqual(initial);
    expect(restrictionsInputFrom({ access: 'root', levels: 'all', expiry: 'never' }, initial)).toEqual(initial);
  });
});

test('what the API says about a field is shown there, an address with its entry', () => {
  const errors = [
    { pointer: '/changes/allowed_ips/1', detail: 'Must be an address.' },
    { pointer: '/expires_at', detail: 'Must be in the future.' },
    { pointer: '/channel', detail: 'No phone.' },
  ];
  const problem = { ...localProblem('invalid_request'), errors };

  expect(refusedFields(problem, ['', '/changes'], ['::1', 'x'])).toEqual({
    scopes: null,
    allowlist: 'x: Must be an address.',
    expiry: 'Must be in the future.',
  });
  expect(refusedFields(null, [''], [])).toEqual({ scopes: null, allowlist: null, expiry: null });
});
