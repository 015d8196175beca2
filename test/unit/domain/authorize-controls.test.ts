import { describe, expect, it } from '@jest/globals';
import { authorize, type PartnerRequest } from '../../../lambdas/domain/authorize/authorize.ts';
import { decide, NOW, type Records, storeOf, whoami, withKey, withToken } from '../../support/authorization.ts';

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
      { apiKey: { scopes: ['clients:read'] } },
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
      { apiKey: { scopes: ['clients:read'] } },
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
      refusal: { code: 'ip_not_allowed', ip: '203.0.113.9' },
    });
    const scoped = { ...options, store: storeOf({ apiKey: { scopes: ['clients:read'] } }) };
    expect(
      await authorize({ ...withKey, method: 'PATCH', path: '/api/v2/partners/demoPA/clients/x' }, scoped),
    ).toMatchObject({
      refusal: { code: 'insufficient_scope', requiredScope: 'clients:write' },
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
