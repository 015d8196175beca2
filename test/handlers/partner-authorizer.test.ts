import { describe, expect, it, jest } from '@jest/globals';
import { FORBIDDEN } from '../../lambdas/contract/forbidden.ts';
import { DependencyError } from '../../lambdas/domain/base/dependency-error.ts';
import { sha256Hex } from '../../lambdas/domain/base/sha256.ts';
import { generateApiKey } from '../../lambdas/domain/model/api-key.ts';
import type { LegacyTokenRecord } from '../../lambdas/domain/model/records.ts';
import type { AuthorizerRuntime } from '../../lambdas/runtime/partner-api.ts';
import { MemoryCredentialStore } from '../support/memory/credential-store.ts';
import { type AuthorizerRequest, authorizerCall, policy, REQUEST_ID } from './authorizer-call.ts';
import { observeFunctions } from './observed.ts';
import { DAY, type Differences, GENERATED, KEY, NOW, PARTNER, recordsWith, USER } from './records-of-a-partner.ts';

// Otherwise the module calls its own table while it is loaded.
jest.unstable_mockModule('../../lambdas/http/partner-api/prime.ts', () => ({ prime: async () => {} }));
const { createPartnerAuthorizer } = await import('../../lambdas/handlers/partner-authorizer.ts');

const { lines, logged } = observeFunctions();
const BEARER = 'opaque-token';
const WITH_KEY = { headers: { 'x-api-key': GENERATED.key } };
const WITH_TOKEN = { headers: { authorization: `Bearer ${BEARER}` } };
const ELSEWHERE = { path: '/api/v2/partners/otherPA', partnerId: 'otherPA' };

interface Case extends Differences {
  readonly request: AuthorizerRequest;
  readonly token?: Partial<LegacyTokenRecord>;
  /** Tokens of the user with a lower generation are revoked. */
  readonly revokedBelow?: number;
  readonly trustedCdn?: AuthorizerRuntime['trustedCdn'];
  readonly failure?: Error;
}

async function authorize({ request, token, revokedBelow, trustedCdn = null, failure, ...differences }: Case) {
  const records = recordsWith(differences);
  const active = {
    userId: USER.userId,
    partnerId: PARTNER.partnerId,
    generation: 1,
    expiresAt: NOW + 10,
  };
  records.tokens.set(sha256Hex(BEARER), { ...active, ...token });
  if (revokedBelow !== undefined) records.generations.set(USER.userId, { generation: revokedBelow, until: NOW + 10 });
  records.failure = failure ?? null;
  const authorizer = createPartnerAuthorizer({
    store: new MemoryCredentialStore(records),
    environment: 'test',
    trustedCdn,
  });
  return authorizerCall(authorizer, request);
}

const withKey = (more: AuthorizerRequest = {}): AuthorizerRequest => ({ ...WITH_KEY, ...more });
const keyTrace = { partner_id: 'demoPA', credential_type: 'api_key', credential_id: KEY.keyId };
const tokenTrace = { partner_id: 'demoPA', credential_type: 'legacy_token', credential_id: USER.userId };
const noTrace = { partner_id: null, credential_type: null, credential_id: null };
const foreign = generateApiKey('live', 'demoPA');
const unknown = generateApiKey('test', 'demoPA');
const foreignTrace = { ...keyTrace, credential_id: foreign.keyId };
const unknownTrace = { ...keyTrace, credential_id: unknown.keyId };

// Clients see one 401 for all of these. Any other error would be answered with 503, and a policy with 403.
describe('throws exactly Unauthorized, and logs the reason, for', () => {
  it.each<[reason: string, Case, trace: object]>([
    ['no_credential', { request: {} }, noTrace],
    ['credential_repeated', { request: { headers: { 'x-api-key': 'a', 'X-API-Key': 'b' } } }, noTrace],
    ['api_key_malformed', { request: { headers: { 'x-api-key': 'dpa_test_slip' } } }, noTrace],
    ['api_key_environment', { request: { headers: { 'x-api-key': foreign.key } } }, foreignTrace],
    ['api_key_unknown', { request: { headers: { 'x-api-key': unknown.key } } }, unknownTrace],
    ['api_key_unknown', { request: WITH_KEY, key: { hash: sha256Hex('another secret') } }, keyTrace],
    ['api_key_deleted', { request: WITH_KEY, key: { status: 'deleted' } }, keyTrace],
    ['token_malformed', { request: { headers: { authorization: 'Basic abc' } } }, noTrace],
    ['token_unknown', { request: { headers: { authorization: 'Bearer another' } } }, noTrace],
    ['token_revoked', { request: WITH_TOKEN, revokedBelow: 2 }, tokenTrace],
    ['token_expired', { request: WITH_TOKEN, token: { expiresAt: NOW } }, tokenTrace],
  ])('%s', async (reason, refused, trace) => {
    await expect(authorize(refused)).rejects.toThrow(/^Unauthorized$/);
    expect(logged()).toEqual([
      {
        level: 'info',
        message: 'refused',
        time: expect.any(String),
        request_id: REQUEST_ID,
        code: 'unauthorized',
        reason,
        ...trace,
        source_ip: '203.0.113.9',
        method: 'GET',
        path_partner_id: 'demoPA',
        required_scope: 'clients:read',
      },
    ]);
    for (const secret of Object.values(refused.request.headers ?? {}))
      expect(lines.join('')).not.toContain(` ${secret}`);
  });
});

// Whoever reads logs must not be able to call anything with what stands there.
describe('logs nothing that a client wrote where a method or a partner ID belongs', () => {
  it.each<[string, AuthorizerRequest, object]>([
    ['a key as the method', { method: GENERATED.key }, { method: 'OTHER' }],
    ['a field as the method', { method: 'GET","code":"allowed' }, { method: 'OTHER' }],
    ['a one-time code as the partner', { partnerId: '123456' }, { path_partner_id: null }],
    ['a key as the partner', { partnerId: GENERATED.key }, { path_partner_id: null }],
    ['a token as the partner', { partnerId: 'x'.repeat(43) }, { path_partner_id: null }],
    ['a password as the partner', { partnerId: 'Aa1!password-of-user' }, { path_partner_id: null }],
  ])('%s', async (_, request, fields) => {
    await expect(authorize({ request })).rejects.toThrow(/^Unauthorized$/);
    expect(logged()).toMatchObject([fields]);
  });
});

const RESERVED = { headers: { ...WITH_KEY.headers, 'X-Partner-Id': 'otherPA' } };
const ADDRESS_SENTENCE =
  'The call came from 203.0.113.9, which is not on the allowlist: add this address in the Partner Hub, or call from one that is on it.';
const SCOPE_SENTENCE =
  'The call needs the scope clients:read, which the API key does not have: give the key that access in the Partner Hub, or send another key.';
const NONE = { partner_id: 'none', credential_type: 'none', credential_id: 'none' };

describe('returns a Deny with every value that the gateway maps, for', () => {
  it.each<[code: string, Case, trace: object, message?: string]>([
    ['reserved_header', { request: RESERVED }, NONE],
    ['invalid_path', { request: withKey({ path: '/api/v2/partners/demoPA/../otherPA' }) }, NONE],
    ['wrong_header', { request: { headers: { authorization: `Bearer ${GENERATED.key}` } } }, NONE],
    ['partner_mismatch', { request: withKey(ELSEWHERE) }, keyTrace],
    ['partner_mismatch', { request: { ...WITH_TOKEN, ...ELSEWHERE } }, tokenTrace],
    ['partner_suspended', { request: WITH_KEY, partner: { status: 'suspended' } }, keyTrace],
    ['partner_suspended', { request: WITH_TOKEN, partner: { status: 'suspended' } }, tokenTrace],
    ['legacy_token_disabled', { request: WITH_TOKEN, partner: { legacyTokenEnabled: false } }, tokenTrace],
    ['legacy_token_disabled', { request: WITH_TOKEN, partner: { legacyTokenOffAt: NOW } }, tokenTrace],
    ['api_key_disabled', { request: WITH_KEY, key: { status: 'disabled' } }, keyTrace],
    ['api_key_expired', { request: WITH_KEY, key: { expiresAt: NOW } }, keyTrace],
    ['ip_not_allowed', { request: WITH_KEY, partner: { allowedIps: ['192.0.2.0/24'] } }, keyTrace, ADDRESS_SENTENCE],
    ['ip_not_allowed', { request: WITH_KEY, key: { allowedIps: ['192.0.2.0/24'] } }, keyTrace, ADDRESS_SENTENCE],
    ['insufficient_scope', { request: WITH_KEY, key: { scopes: ['sharing:read'] } }, keyTrace, SCOPE_SENTENCE],
  ])('%s', async (code, refused, trace, message = FORBIDDEN[code as keyof typeof FORBIDDEN].text) => {
    const result = await authorize(refused);
    const credentialId = (trace as typeof NONE).credential_id;
    const resource = ['reserved_header', 'invalid_path'].includes(code)
      ? 'none'
      : code === 'partner_mismatch'
        ? 'partner'
        : 'clients';
    const errorData = code === 'insufficient_scope' ? `${code}","required_scope":"clients:read` : code;
    expect(result).toEqual({
      principalId: credentialId,
      policyDocument: policy('Deny'),
      context: { ...trace, code, message, error_data: errorData, legacy_sunset: 'none', resource, method: 'GET' },
    });
    expect(logged()).toMatchObject([{ message: 'refused', code, reason: code }]);
    expect(lines.join('')).not.toContain(GENERATED.key);
  });
});

describe('throws something else than Unauthorized, so that the gateway answers 503', () => {
  it.each<[string, Error, object]>([
    [
      'when the records cannot be read',
      new DependencyError('dynamodb', 'DynamoDB failed: TimeoutError.', { cause: new Error(GENERATED.key) }),
      { error: 'DependencyError', detail: 'DynamoDB failed: TimeoutError.' },
    ],
    ['for a fault of its own', new TypeError(`undefined ${GENERATED.key}`), { error: 'TypeError' }],
  ])('%s', async (_, failure, fields) => {
    await expect(authorize({ request: WITH_KEY, failure })).rejects.toThrow(/^The check failed\.$/);
    expect(logged()).toMatchObject([
      { level: 'error', message: 'check_failed', request_id: REQUEST_ID, source_ip: '203.0.113.9', ...fields },
    ]);
    expect(lines.join('')).not.toContain(GENERATED.key);
  });

  it('for an address that cannot be judged against an IP allowlist', async () => {
    const key = { allowedIps: ['192.0.2.0/24'] };
    await expect(authorize({ request: withKey({ sourceIp: '' }), key })).rejects.toThrow(/^The check failed\.$/);
  });
});

const ALLOWED = {
  code: 'allowed',
  message: 'none',
  error_data: 'none',
  legacy_sunset: 'none',
  resource: 'clients',
  method: 'GET',
};

describe('returns an Allow for exactly the call at hand', () => {
  it('with an API key', async () => {
    expect(await authorize({ request: WITH_KEY })).toEqual({
      principalId: KEY.keyId,
      policyDocument: policy('Allow'),
      context: { ...ALLOWED, ...keyTrace, credential_name: 'ERP', credential_scopes: '*' },
    });
    expect(lines).toEqual([]);
  });

  it('with its scopes and its expiry', async () => {
    const scopes = ['clients:read', 'sharing:read'] as const;
    const { context } = await authorize({ request: WITH_KEY, key: { scopes, expiresAt: NOW + DAY } });
    expect(context).toMatchObject({
      credential_scopes: 'clients:read sharing:read',
      credential_expires_at: NOW + DAY,
    });
  });

  it('with a legacy token, and when it will be refused', async () => {
    const allowed = { ...ALLOWED, ...tokenTrace, credential_scopes: '*' };
    const legacyTokenOffAt = NOW + DAY;
    expect(await authorize({ request: WITH_TOKEN })).toEqual({
      principalId: USER.userId,
      policyDocument: policy('Allow'),
      context: allowed,
    });
    const { context } = await authorize({ request: WITH_TOKEN, partner: { legacyTokenOffAt } });
    expect(context).toEqual({ ...allowed, legacy_sunset: 'Wed, 02 Dec 2026 10:00:00 GMT' });
  });

  it.each([WITH_KEY, WITH_TOKEN])('on a path without a partner', async (credential) => {
    const { policyDocument, context } = await authorize({
      request: { ...credential, path: '/api/v2/whoami', partnerId: null },
    });
    expect(policyDocument).toEqual(policy('Allow'));
    expect(context).toMatchObject({ resource: 'whoami' });
  });
});

describe('behind a trusted CDN', () => {
  const trustedCdn = { ranges: ['203.0.113.0/24'], header: 'x-viewer' };
  const viewedBy = (address: string) => withKey({ headers: { ...WITH_KEY.headers, 'X-Viewer': address } });

  it('refuses by the address that the CDN names, and logs that one', async () => {
    const key = { allowedIps: ['203.0.113.0/24'] };
    const { policyDocument, context } = await authorize({ request: viewedBy('198.51.100.4'), key, trustedCdn });
    expect(policyDocument).toEqual(policy('Deny'));
    expect(context).toMatchObject({ code: 'ip_not_allowed', caller_ip: '198.51.100.4' });
    expect(logged()).toMatchObject([{ source_ip: '198.51.100.4' }]);
  });

  it.each([
    ['198.51.100.4', '198.51.100.4'],
    ['no address', 'none'],
  ])('hands over %s as %s', async (named, callerIp) => {
    const { context } = await authorize({ request: viewedBy(named), trustedCdn });
    expect(context).toMatchObject({ code: 'allowed', caller_ip: callerIp });
  });
});
