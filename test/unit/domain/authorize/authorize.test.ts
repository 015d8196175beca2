import { describe, expect, it } from '@jest/globals';
import { authorize, type PartnerRequest } from '../../../../lambdas/domain/authorize/authorize.ts';
import {
  decide,
  elsewhere,
  generated,
  NOW,
  type Records,
  storeOf,
  whoami,
  withKey,
  withToken,
} from '../../../support/authorization.ts';

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
    ['a revoked token', withToken, { partner: { revokedBelow: 2 } }, 'token_revoked'],
    ['a revoked token, on /whoami', { ...withToken, ...whoami }, { partner: { revokedBelow: 2 } }, 'token_revoked'],
    [
      'a token of an earlier generation than the last revocation',
      withToken,
      { token: { generation: 6 }, partner: { revokedBelow: 7 } },
      'token_revoked',
    ],
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
    'x-http-method',
    'x-http-method-override',
    'x-method-override',
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
    ['revoked, then mismatch', { ...withToken, ...elsewhere }, { partner: { revokedBelow: 2 } }, 'token_revoked'],
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
      resource: 'clients',
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
    expect(store.findTokenPartner).not.toHaveBeenCalled();
  });

  it('a token until the second before a scheduled switch-off', async () => {
    expect(await decide(withToken, { partner: { legacyTokenOffAt: NOW + 1 } })).toBe('allowed');
  });

  it('a token of the generation that a revocation began', async () => {
    expect(await decide(withToken, { token: { generation: 7 }, partner: { revokedBelow: 7 } })).toBe('allowed');
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
    expect(store.findTokenPartner).not.toHaveBeenCalled();
    expect(await decide({ ...withToken, ...whoami }, {}, { store })).toBe('allowed');
    expect(store.findTokenPartner).toHaveBeenCalledTimes(1);
  });
});
