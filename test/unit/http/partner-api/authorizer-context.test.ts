import { describe, expect, it } from '@jest/globals';
import type {
  Authorization,
  CredentialTrace,
  VerifiedCredential,
} from '../../../../lambdas/domain/authorize/authorize.ts';
import type { Refusal } from '../../../../lambdas/domain/model/refusals.ts';
import { authorizerContext, verifiedCredentialOf } from '../../../../lambdas/http/partner-api/authorizer-context.ts';

const OFF_AT = Date.parse('2026-12-01T00:00:00Z') / 1000;
const KEY: VerifiedCredential = {
  type: 'api_key',
  id: 'k3Jx81PqZr0B',
  name: 'ERP',
  scopes: ['clients:read', 'balance:read'],
  expiresAt: 1_800_000_000,
  legacyOffAt: null,
};
const TOKEN: VerifiedCredential = {
  type: 'legacy_token',
  id: 'subject',
  name: null,
  scopes: ['*'],
  expiresAt: null,
  legacyOffAt: OFF_AT,
};
const NOBODY: CredentialTrace = {
  partnerId: null,
  credentialId: null,
  credentialType: null,
  pathPartnerId: null,
  requiredScope: null,
  resource: null,
};
const allowed = (credential: VerifiedCredential): Extract<Authorization, { outcome: 'allowed' }> => ({
  outcome: 'allowed',
  partnerId: 'demoPA',
  credential,
  resource: 'clients',
});
const denied = (
  refusal: Refusal,
  trace: Partial<CredentialTrace> = {},
): Extract<Authorization, { outcome: 'denied' }> => ({
  outcome: 'denied',
  refusal,
  trace: { ...NOBODY, ...trace },
});
/** As the gateway hands it on: every value a string. */
const throughGateway = (credential: VerifiedCredential) =>
  Object.fromEntries(
    Object.entries(authorizerContext(allowed(credential), 'GET')).map(([name, value]) => [name, String(value)]),
  );

// A function that is reached without its authorizer must not act for anybody.
describe('no credential is read from', () => {
  it.each([[undefined], [null], [{}]])('%j', (foreign) => {
    expect(() => verifiedCredentialOf(foreign)).toThrow(TypeError);
  });

  it.each(
    ['partner_id', 'credential_type', 'credential_id', 'credential_name', 'credential_scopes', 'legacy_sunset'].flatMap(
      (name) => [null, '', 1].map((value) => [name, value] as const),
    ),
  )('a context whose %s is %j', (name, value) => {
    const context = { ...throughGateway(KEY), [name]: value };
    expect(() => verifiedCredentialOf(context)).toThrow(`The authorizer context lacks ${name}.`);
  });

  it.each(['none', 'API_KEY', 'session'])('a context of the type %s', (type) => {
    expect(() => verifiedCredentialOf({ ...throughGateway(KEY), credential_type: type })).toThrow(
      'Unknown credential type.',
    );
  });
});

it.each<[string, VerifiedCredential]>([
  ['an API key', KEY],
  ['an API key that never expires', { ...KEY, expiresAt: null }],
  ['a legacy token', TOKEN],
  ['a legacy token of a partner without a scheduled switch-off', { ...TOKEN, legacyOffAt: null }],
])('%s comes through the gateway as it was verified', (_, credential) => {
  expect(verifiedCredentialOf(throughGateway(credential))).toEqual({ partnerId: 'demoPA', credential });
});

describe('a context', () => {
  it('of an allowed call has every value that is mapped', () => {
    expect(authorizerContext(allowed(TOKEN), 'PATCH')).toEqual({
      partner_id: 'demoPA',
      credential_type: 'legacy_token',
      credential_id: 'subject',
      code: 'allowed',
      message: 'none',
      error_data: 'none',
      legacy_sunset: 'Tue, 01 Dec 2026 00:00:00 GMT',
      resource: 'clients',
      method: 'PATCH',
      credential_scopes: '*',
    });
  });

  it('of a refusal has them, too, whatever is known of the caller', () => {
    expect(authorizerContext(denied({ code: 'invalid_path' }), 'DELETE')).toEqual({
      partner_id: 'none',
      credential_type: 'none',
      credential_id: 'none',
      code: 'invalid_path',
      message: expect.stringContaining('normal form'),
      error_data: 'invalid_path',
      legacy_sunset: 'none',
      resource: 'none',
      method: 'DELETE',
    });
    const trace = {
      partnerId: 'demoPA',
      credentialType: 'api_key',
      credentialId: KEY.id,
      resource: 'clients',
    } as const;
    expect(
      authorizerContext(denied({ code: 'insufficient_scope', requiredScope: 'clients:read' }, trace), 'GET'),
    ).toMatchObject({
      partner_id: 'demoPA',
      credential_type: 'api_key',
      credential_id: KEY.id,
      resource: 'clients',
      error_data: 'insufficient_scope","required_scope":"clients:read',
    });
  });

  it('names the caller only where the gateway does not see it', () => {
    for (const authorization of [allowed(KEY), denied({ code: 'invalid_path' })]) {
      expect(authorizerContext(authorization, 'GET')).not.toHaveProperty('caller_ip');
      expect(authorizerContext(authorization, 'GET', null)).toHaveProperty('caller_ip', 'none');
      expect(authorizerContext(authorization, 'GET', '203.0.113.7')).toHaveProperty('caller_ip', '203.0.113.7');
    }
  });

  // The access log would otherwise hold whatever a client writes there, a credential for instance.
  it.each(['PROPFIND', 'get', `dpa_test_demoPA_${KEY.id}`, 'GET","code":"allowed', ''])(
    'does not repeat the method %j',
    (method) => {
      expect(authorizerContext(allowed(KEY), method)).toHaveProperty('method', 'OTHER');
    },
  );
});
