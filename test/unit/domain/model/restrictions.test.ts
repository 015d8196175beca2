import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { requiredScope } from '../../../../lambdas/domain/authorize/required-scope.ts';
import { includesIp, parseIpAllowlist } from '../../../../lambdas/domain/model/ip-allowlist.ts';
import {
  type KeyRestrictions,
  keyBroadenings,
  settingsBroadenings,
} from '../../../../lambdas/domain/model/restrictions.ts';
import { includesScope, parseScopes, SCOPES, type Scope } from '../../../../lambdas/domain/model/scopes.ts';

const FULL: KeyRestrictions = { scopes: ['*'], allowedIps: [], expiresAt: null, status: 'active' };
const key = (changes: Partial<KeyRestrictions>): KeyRestrictions => ({ ...FULL, ...changes });

const allows = (list: readonly string[], address: string) => list.length === 0 || includesIp(list, address);
/**
 * From a few networks, so that ranges touch, overlap, contain each other and leave a gap of one address; some of IPv6 are
 * the same numbers as those of IPv4.
 */
const ADDRESSES = [0, 1].flatMap((third) =>
  [0, 1, 2, 3, 4, 128].flatMap((fourth) => [
    `10.0.${third}.${fourth}`,
    `::a00:${(third * 256 + fourth).toString(16)}`,
    `2001:db8::${third}:${fourth}`,
  ]),
);
const entry = fc
  .tuple(fc.constantFrom(...ADDRESSES), fc.constantFrom('', '', '/23', '/24', '/25', '/30', '/31', '/126', '/127'))
  .filter(([address, prefix]) => address.includes(':') || prefix.length < 4)
  .map(([address, prefix]) => address + prefix);
const list = fc.array(entry, { maxLength: 6 }).map((entries) => {
  const parsed = parseIpAllowlist(entries);
  if (!('list' in parsed)) throw new Error(parsed.detail);
  return parsed.list;
});
const scopes = fc.subarray([...SCOPES], { minLength: 1 }).map((entries) => parseScopes(entries) as readonly Scope[]);
const calls = fc.tuple(
  fc.constantFrom('GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS'),
  fc.constantFrom(
    '',
    'webhook_url',
    'clients',
    'clients/c',
    'clients/c/info/balance',
    'balance',
    'channels',
    'channels/c',
    'channels/c/api_keys',
    'clients/c/channels/h/control/reactivate',
    'waba_accounts/w/waba_templates',
    'waba_accounts/w/waba_templates/t',
    'waba_accounts/w/flows',
    'waba_accounts/w/flows/f/publish',
    'sharing',
    'new',
  ),
);

describe('nothing widens without being named', () => {
  // An address that is let in unnoticed is what the one-time code is there to prevent.
  it('by addresses', () => {
    fc.assert(
      fc.property(list, list, (before, after) => {
        fc.pre(ADDRESSES.some((from) => allows(after, from) && !allows(before, from)));
        expect(keyBroadenings(key({ allowedIps: before }), key({ allowedIps: after }))).toEqual(['allowed_ips']);
        const settings = { maxKeyLifetimeDays: null };
        expect(settingsBroadenings({ ...settings, allowedIps: before }, { ...settings, allowedIps: after })).toEqual([
          'allowed_ips',
        ]);
      }),
      { numRuns: 500 },
    );
  });

  it('by scopes', () => {
    fc.assert(
      fc.property(scopes, scopes, calls, (before, after, [method, path]) => {
        const needed = requiredScope(method, path === '' ? [] : path.split('/'));
        fc.pre(includesScope(after, needed) && !includesScope(before, needed));
        expect(keyBroadenings(key({ scopes: before }), key({ scopes: after }))).toEqual(['scopes']);
      }),
      { numRuns: 2_000 },
    );
  });

  it('by time', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (before, after) => {
        fc.pre(after > before);
        expect(keyBroadenings(key({ expiresAt: before }), key({ expiresAt: after }))).toEqual(['expires_at']);
        expect(keyBroadenings(key({ expiresAt: before }), key({ expiresAt: null }))).toEqual(['expires_at']);
      }),
    );
  });
});

describe('nothing is named that does not widen', () => {
  it('a list that is a part of the other, or the same', () => {
    fc.assert(
      fc.property(list, (before) => {
        expect(keyBroadenings(key({ allowedIps: before }), key({ allowedIps: before }))).toEqual([]);
        const part = before.slice(1);
        if (part.length > 0) expect(keyBroadenings(key({ allowedIps: before }), key({ allowedIps: part }))).toEqual([]);
        expect(keyBroadenings(key({ allowedIps: [] }), key({ allowedIps: before }))).toEqual([]);
      }),
    );
  });

  it.each<[string, Partial<KeyRestrictions>, Partial<KeyRestrictions>]>([
    ['two halves of a range', { allowedIps: ['10.0.0.0/8'] }, { allowedIps: ['10.0.0.0/9', '10.128.0.0/9'] }],
    ['the range of two halves', { allowedIps: ['10.0.0.0/9', '10.128.0.0/9'] }, { allowedIps: ['10.0.0.0/8'] }],
    ['a range for overlapping ones', { allowedIps: ['10.0.0.0/23', '10.0.1.0/24'] }, { allowedIps: ['10.0.0.0/23'] }],
    ['reading instead of writing', { scopes: ['clients:write'] }, { scopes: ['clients:read'] }],
    ['one resource of all', { scopes: ['*:read'] }, { scopes: ['flows:read'] }],
    ['an end', { expiresAt: null }, { expiresAt: 5 }],
    ['an earlier end', { expiresAt: 6 }, { expiresAt: 5 }],
    ['disabling', { status: 'active' }, { status: 'disabled' }],
  ])('%s', (_, before, after) => {
    expect(keyBroadenings(key(before), key(after))).toEqual([]);
  });
});

it.each<[string, Partial<KeyRestrictions>, Partial<KeyRestrictions>, string]>([
  ['an emptied list', { allowedIps: ['10.0.0.1'] }, { allowedIps: [] }, 'allowed_ips'],
  ['the other family', { allowedIps: ['10.0.0.1'] }, { allowedIps: ['10.0.0.1', '::1'] }, 'allowed_ips'],
  ['one address more', { allowedIps: ['10.0.0.0/31'] }, { allowedIps: ['10.0.0.0/30'] }, 'allowed_ips'],
  ['a gap filled', { allowedIps: ['10.0.0.0/32', '10.0.0.2/31'] }, { allowedIps: ['10.0.0.0/30'] }, 'allowed_ips'],
  ['writing', { scopes: ['clients:read'] }, { scopes: ['clients:write'] }, 'scopes'],
  ['everything', { scopes: SCOPES.filter((scope) => scope !== '*') }, { scopes: ['*'] }, 'scopes'],
  ['enabling', { status: 'disabled' }, { status: 'active' }, 'status'],
])('%s widens', (_, before, after, name) => {
  expect(keyBroadenings(key(before), key(after))).toEqual([name]);
});
