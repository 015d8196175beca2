import { describe, expect, it, jest } from '@jest/globals';
import { generateApiKey } from '../../../lambdas/domain/api-key.ts';
import { type AuthorizeOptions, authorize, type PartnerRequest } from '../../../lambdas/domain/authorize.ts';
import type { CredentialStore } from '../../../lambdas/domain/ports.ts';
import type { ApiKeyRecord, LegacyTokenRecord, PartnerRecord } from '../../../lambdas/domain/records.ts';

const NOW = 1_800_000_000;
const generated = generateApiKey('test', 'demoPA');
const partner: PartnerRecord = {
  partnerId: 'demoPA',
  name: 'Demo',
  status: 'active',
  legacyTokenEnabled: true,
  legacyTokenOffAt: null,
  allowedIps: [],
};
const apiKey: ApiKeyRecord = {
  keyId: generated.keyId,
  hash: generated.hash,
  name: 'ci',
  status: 'active',
  scopes: ['*'],
  allowedIps: [],
  expiresAt: null,
};
const token: LegacyTokenRecord = { subject: 'user-1', partnerId: 'demoPA', status: 'active', expiresAt: NOW + 10 };

interface Records {
  apiKey?: Partial<ApiKeyRecord> | null;
  token?: Partial<LegacyTokenRecord> | null;
  partner?: Partial<PartnerRecord> | null;
}

function storeOf(records: Records) {
  const of = <T>(base: T, change: Partial<T> | null | undefined): T | null =>
    change === null ? null : { ...base, ...change };
  const found = of(partner, records.partner);
  return {
    findApiKey: jest.fn<CredentialStore['findApiKey']>(async () => ({
      apiKey: of(apiKey, records.apiKey),
      partner: found,
    })),
    findLegacyToken: jest.fn<CredentialStore['findLegacyToken']>(async (_, expected) => ({
      token: of(token, records.token),
      partner: expected === 'demoPA' ? found : null,
    })),
    findPartner: jest.fn<CredentialStore['findPartner']>(async () => found),
  };
}

const withKey: PartnerRequest = {
  headers: new Map([['x-api-key', [generated.key]]]),
  method: 'GET',
  sourceIp: '203.0.113.9',
  path: '/api/v2/partners/demoPA/clients',
  partnerIdParameter: 'demoPA',
};
const withToken: PartnerRequest = { ...withKey, headers: new Map([['authorization', ['Bearer t']]]) };
const elsewhere = { path: '/api/v2/partners/otherPA', partnerIdParameter: 'otherPA' };
const whoami = { path: '/api/v2/whoami', partnerIdParameter: null };

async function decide(request: PartnerRequest, records: Records = {}, options: Partial<AuthorizeOptions> = {}) {
  const authorization = await authorize(request, {
    store: storeOf(records),
    environment: 'test',
    now: NOW,
    ...options,
  });
  switch (authorization.outcome) {
    case 'allowed':
      return 'allowed';
    case 'denied':
      return authorization.denial.code;
    case 'unauthorized':
      return authorization.reason;
  }
}

// Each row is one check; without it, somebody gets in who must not.
describe('authorize refuses', () => {
  it.each<[string, PartnerRequest, Records, string]>([
    ['a key that is not on record', withKey, { apiKey: null }, 'api_key_unknown'],
    ['a key whose partner is not on record', withKey, { partner: null }, 'api_key_unknown'],
    ['a key with another secret', withKey, { apiKey: { hash: 'ab'.repeat(32) } }, 'api_key_unknown'],
    ['a key whose stored digest is empty', withKey, { apiKey: { hash: '' } }, 'api_key_unknown'],
    ['a deleted key', withKey, { apiKey: { status: 'deleted' } }, 'api_key_deleted'],
    ['a key on the path of another partner', { ...withKey, ...elsewhere }, {}, 'partner_mismatch'],
    [
      'a key on its partner in another case',
      { ...withKey, path: '/api/v2/partners/DEMOPA', partnerIdParameter: 'DEMOPA' },
      {},
      'partner_mismatch',
    ],
    ['a key of a suspended partner', withKey, { partner: { status: 'suspended' } }, 'partner_suspended'],
    ['a key that expires this second', withKey, { apiKey: { expiresAt: NOW } }, 'api_key_expired'],
    ['a token that is not on record', withToken, { token: null }, 'token_unknown'],
    ['a revoked token', withToken, { token: { status: 'revoked' } }, 'token_revoked'],
    ['a token that expires this second', withToken, { token: { expiresAt: NOW } }, 'token_expired'],
    ['a token on the path of another partner', { ...withToken, ...elsewhere }, {}, 'partner_mismatch'],
    [
      'a token on an impossible partner ID',
      { ...withToken, path: '/api/v2/partners/a-b', partnerIdParameter: 'a-b' },
      {},
      'partner_mismatch',
    ],
    ['a token whose partner is not on record', withToken, { partner: null }, 'token_unknown'],
    ['a token of a suspended partner', withToken, { partner: { status: 'suspended' } }, 'partner_suspended'],
    [
      'a token where legacy tokens are off',
      withToken,
      { partner: { legacyTokenEnabled: false } },
      'legacy_token_disabled',
    ],
    [
      'a token from the very second of a scheduled switch-off',
      withToken,
      { partner: { legacyTokenOffAt: NOW } },
      'legacy_token_disabled',
    ],
    [
      'a token where legacy tokens are off, on /whoami',
      { ...withToken, ...whoami },
      { partner: { legacyTokenEnabled: false } },
      'legacy_token_disabled',
    ],
    [
      'a token of a suspended partner, on /whoami',
      { ...withToken, ...whoami },
      { partner: { status: 'suspended' } },
      'partner_suspended',
    ],
  ])('%s', async (_, request, records, expected) => {
    expect(await decide(request, records)).toBe(expected);
  });

  it('a key of the other environment, without a read', async () => {
    const store = storeOf({});
    expect(await decide(withKey, {}, { environment: 'live', store })).toBe('api_key_environment');
    expect(store.findApiKey).not.toHaveBeenCalled();
  });

  it.each([
    'x-partner-id',
    'x-credential-id',
    'x-credential-type',
    'x-http-method-override',
    'x-original-url',
    'x-rewrite-url',
    'x_partner_id',
    'x-partner_id',
  ])('the reserved header %s before anything else, without a read', async (name) => {
    const store = storeOf({});
    const request = { ...withKey, path: '/api//v2', headers: new Map([...withKey.headers, [name, ['x']]]) };
    expect(await decide(request, {}, { store })).toBe('reserved_header');
    expect(store.findApiKey).not.toHaveBeenCalled();
  });

  it('an invalid path before a missing credential', async () => {
    expect(await decide({ ...withKey, path: '/api/v2/partners/demoPA/../otherPA', headers: new Map() })).toBe(
      'invalid_path',
    );
  });

  it('when the store fails, by failing too', async () => {
    const store = { ...storeOf({}), findApiKey: async () => Promise.reject(new Error('down')) };
    await expect(decide(withKey, {}, { store })).rejects.toThrow('down');
  });
});

describe('authorize checks in the order of the contract', () => {
  it.each<[string, PartnerRequest, Records, string]>([
    ['deleted, then mismatch', { ...withKey, ...elsewhere }, { apiKey: { status: 'deleted' } }, 'api_key_deleted'],
    [
      'mismatch, then suspended',
      { ...withKey, ...elsewhere },
      { partner: { status: 'suspended' } },
      'partner_mismatch',
    ],
    [
      'suspended, then legacy off',
      withToken,
      { partner: { status: 'suspended', legacyTokenEnabled: false } },
      'partner_suspended',
    ],
    [
      'suspended, then expired',
      withKey,
      { partner: { status: 'suspended' }, apiKey: { expiresAt: 1 } },
      'partner_suspended',
    ],
    [
      'token expired, then legacy off',
      withToken,
      { token: { expiresAt: 1 }, partner: { legacyTokenEnabled: false } },
      'token_expired',
    ],
  ])('%s', async (_, request, records, expected) => {
    expect(await decide(request, records)).toBe(expected);
  });
});

describe('authorize allows', () => {
  it('a key on the path of its partner, with one read', async () => {
    const store = storeOf({});
    expect(await authorize(withKey, { store, environment: 'test', now: NOW })).toEqual({
      outcome: 'allowed',
      partnerId: 'demoPA',
      credential: {
        type: 'api_key',
        id: generated.keyId,
        name: 'ci',
        scopes: ['*'],
        expiresAt: null,
        legacyOffAt: null,
      },
    });
    expect(store.findApiKey).toHaveBeenCalledTimes(1);
    expect(store.findPartner).not.toHaveBeenCalled();
  });

  it('a token until the second before a scheduled switch-off', async () => {
    expect(await decide(withToken, { partner: { legacyTokenOffAt: NOW + 1 } })).toBe('allowed');
  });

  it('a key where legacy tokens are off', async () => {
    expect(await decide(withKey, { partner: { legacyTokenEnabled: false } })).toBe('allowed');
  });

  it('a partner ID that the client has percent-encoded', async () => {
    expect(await decide({ ...withKey, path: '/api/v2/partners/%64emoPA', partnerIdParameter: '%64emoPA' })).toBe(
      'allowed',
    );
  });

  it('a token with one read, and with two only where the path names no partner', async () => {
    const store = storeOf({});
    expect(await decide(withToken, {}, { store })).toBe('allowed');
    expect(store.findPartner).not.toHaveBeenCalled();
    expect(await decide({ ...withToken, ...whoami }, {}, { store })).toBe('allowed');
    expect(store.findPartner).toHaveBeenCalledTimes(1);
  });
});

const LISTED = { allowedIps: ['203.0.113.9'] };
const ELSEWHERE = { allowedIps: ['198.51.100.0/24'] };

describe('authorize refuses by the controls of key and partner', () => {
  it.each<[string, PartnerRequest, Records, string]>([
    ['a disabled key', withKey, { apiKey: { status: 'disabled' } }, 'api_key_disabled'],
    ['an address that the key does not list', withKey, { apiKey: ELSEWHERE }, 'ip_not_allowed'],
    ['an address that the partner does not list', withKey, { partner: ELSEWHERE }, 'ip_not_allowed'],
    ['an address that only one of both lists', withKey, { apiKey: LISTED, partner: ELSEWHERE }, 'ip_not_allowed'],
    ['an address that only the other lists', withKey, { apiKey: ELSEWHERE, partner: LISTED }, 'ip_not_allowed'],
    ['an address on whoami', { ...withKey, ...whoami }, { apiKey: ELSEWHERE }, 'ip_not_allowed'],
    ['an address with a token', withToken, { partner: ELSEWHERE }, 'ip_not_allowed'],
    ['an address with a token on whoami', { ...withToken, ...whoami }, { partner: ELSEWHERE }, 'ip_not_allowed'],
    [
      'writing with a key that reads',
      { ...withKey, method: 'PATCH' },
      { apiKey: { scopes: ['*:read'] } },
      'insufficient_scope',
    ],
    ['another resource', withKey, { apiKey: { scopes: ['flows:write'] } }, 'insufficient_scope'],
    [
      'a path that is in no table',
      { ...withKey, path: '/api/v2/partners/demoPA/new' },
      { apiKey: { scopes: ['*:read'] } },
      'insufficient_scope',
    ],
    [
      'a resource that is written in code',
      { ...withKey, path: '/api/v2/partners/demoPA/%63lients' },
      { apiKey: { scopes: ['flows:write'] } },
      'insufficient_scope',
    ],
    [
      'a path in another case',
      { ...withKey, path: '/api/v2/partners/demoPA/Clients' },
      { apiKey: { scopes: ['*:read'] } },
      'insufficient_scope',
    ],
  ])('%s', async (_, request, records, code) => {
    expect(await decide(request, records)).toBe(code);
  });

  it('in the order of the contract', async () => {
    const all = { apiKey: { status: 'disabled', expiresAt: NOW, ...ELSEWHERE, scopes: ['flows:read'] } } as Records;
    expect(await decide(withKey, { ...all, partner: { status: 'suspended' } })).toBe('partner_suspended');
    expect(await decide(withKey, all)).toBe('api_key_disabled');
    Object.assign(all.apiKey as object, { status: 'active' });
    expect(await decide(withKey, all)).toBe('api_key_expired');
    Object.assign(all.apiKey as object, { expiresAt: NOW + 1 });
    expect(await decide(withKey, all)).toBe('ip_not_allowed');
    Object.assign(all.apiKey as object, LISTED);
    expect(await decide(withKey, all)).toBe('insufficient_scope');
    Object.assign(all.apiKey as object, { scopes: ['clients:read'] });
    expect(await decide(withKey, all)).toBe('allowed');
  });

  it('and says the address that was seen, and the scope that is missing', async () => {
    const options = { store: storeOf({ apiKey: ELSEWHERE }), environment: 'test' as const, now: NOW };
    const mapped = { ...withKey, sourceIp: '::ffff:203.0.113.9' };
    expect(await authorize(mapped, options)).toMatchObject({
      denial: { code: 'ip_not_allowed', address: '203.0.113.9' },
    });
    const scoped = { ...options, store: storeOf({ apiKey: { scopes: ['clients:read'] } }) };
    expect(
      await authorize({ ...withKey, method: 'PATCH', path: '/api/v2/partners/demoPA/clients/x' }, scoped),
    ).toMatchObject({
      denial: { code: 'insufficient_scope', requiredScope: 'clients:write' },
    });
  });

  // What cannot be judged is not allowed; the gateway answers 503.
  it.each<[string, PartnerRequest, Records]>([
    ['a list of the key', withKey, { apiKey: { allowedIps: ['203.0.113.9', 'nonsense'] } }],
    ['a list of the partner', withKey, { partner: { allowedIps: ['203.0.113.9/99'] } }],
    ['the address', { ...withKey, sourceIp: 'test-invoke-source-ip' }, { apiKey: LISTED }],
  ])('by failing where %s cannot be read', async (_, request, records) => {
    await expect(decide(request, records)).rejects.toThrow(RangeError);
  });
});

describe('authorize allows', () => {
  it.each<[string, PartnerRequest, Records]>([
    ['an address that both list', withKey, { apiKey: LISTED, partner: { allowedIps: ['203.0.113.0/24'] } }],
    ['whoami with any scope', { ...withKey, ...whoami }, { apiKey: { scopes: ['flows:read'] } }],
    ['a token whatever the call', { ...withToken, method: 'DELETE', path: '/api/v2/partners/demoPA/new' }, {}],
    ['writing where reading is enough', withKey, { apiKey: { scopes: ['clients:write'] } }],
    [
      'a trailing slash',
      { ...withKey, path: '/api/v2/partners/demoPA/clients/' },
      { apiKey: { scopes: ['clients:read'] } },
    ],
    ['the partner itself', { ...withKey, path: '/api/v2/partners/demoPA' }, { apiKey: { scopes: ['partner:read'] } }],
  ])('%s', async (_, request, records) => {
    expect(await decide(request, records)).toBe('allowed');
  });
});
