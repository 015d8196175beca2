import { describe, expect, it } from '@jest/globals';
import { DependencyError } from '../../lambdas/domain/base/dependency-error.ts';
import { createManagementAuthorizer } from '../../lambdas/handlers/management-authorizer.ts';
import { MemoryIdTokenVerifier, MemoryOriginProof } from '../support/memory/partner-staff.ts';
import { MemoryUserStore } from '../support/memory/user-store.ts';
import { authorizerCall, policy, REQUEST_ID } from './authorizer-call.ts';
import { observeFunctions } from './observed.ts';
import { recordsWith, USER } from './records-of-a-partner.ts';

const { lines, logged } = observeFunctions();
const SECRET = 'origin-secret';
const TOKEN = 'header.payload.signature';
const STRANGER = 'header.stranger.signature';
const GOOD = { 'X-Origin-Secret': SECRET, Authorization: `Bearer ${TOKEN}`, 'X-Viewer-Ip': '198.51.100.4' };

type Headers = Readonly<Record<string, string>>;
type Broken = 'origin' | 'tokens' | 'records';

async function authorize(headers: Headers, broken?: Broken, failure = new Error()) {
  const records = recordsWith();
  const origin = new MemoryOriginProof(SECRET);
  const tokens = new MemoryIdTokenVerifier();
  const verified = { issuer: 'https://issuer.example', email: null, authTime: 1_700_000_000 };
  tokens.valid.set(TOKEN, { ...verified, subject: 'subject-1' });
  tokens.valid.set(STRANGER, { ...verified, subject: 'somebody-else' });
  if (broken !== undefined) ({ origin, tokens, records })[broken].failure = failure;
  const users = new MemoryUserStore(records);
  return authorizerCall(createManagementAuthorizer({ origin, tokens, users }), { headers });
}

const without = (name: keyof typeof GOOD): Headers =>
  Object.fromEntries(Object.entries(GOOD).filter(([one]) => one !== name));
const logLine = (code: string, viewerIp: string | null) => ({
  level: 'info',
  message: 'refused',
  time: expect.any(String),
  request_id: REQUEST_ID,
  code,
  method: 'GET',
  viewer_ip: viewerIp,
  source_ip: '203.0.113.9',
});
const NOBODY = { user_id: 'none', email: 'none', partner_id: 'none', method: 'GET' };

// What does not come through the distribution may claim any address, so none is believed.
describe('returns a Deny for a request that does not prove its origin', () => {
  it.each<[string, Headers]>([
    ['without the secret', without('X-Origin-Secret')],
    ['with another one', { ...GOOD, 'X-Origin-Secret': 'guessed' }],
    ['with the secret twice', { ...GOOD, 'x-origin-secret': SECRET }],
  ])('%s', async (_, headers) => {
    expect(await authorize(headers)).toEqual({
      principalId: 'none',
      policyDocument: policy('Deny'),
      context: {
        ...NOBODY,
        viewer_ip: 'none',
        code: 'forbidden_origin',
        title: 'Forbidden origin',
        detail: 'The Management API answers at the address of the Partner Hub only: call it there.',
      },
    });
    expect(logged()).toEqual([logLine('forbidden_origin', null)]);
    expect(lines.join('')).not.toContain(SECRET);
  });
});

// The one message that the gateway answers with 401.
describe('throws exactly Unauthorized', () => {
  it.each<[string, Headers]>([
    ['without a token', without('Authorization')],
    ['for a token that is not valid', { ...GOOD, Authorization: 'Bearer header.other.signature' }],
    ['for another scheme', { ...GOOD, Authorization: `Basic ${TOKEN}` }],
    ['for an API key', { ...GOOD, Authorization: 'Bearer dpa_test_demoPA' }],
    ['for a token sent twice', { ...GOOD, authorization: `Bearer ${TOKEN}` }],
  ])('%s', async (_, headers) => {
    await expect(authorize(headers)).rejects.toThrow(/^Unauthorized$/);
    expect(logged()).toEqual([logLine('unauthenticated', '198.51.100.4')]);
    expect(lines.join('')).not.toContain(TOKEN);
  });
});

describe('returns a Deny for an account without a user record', () => {
  it.each<[string, Headers, string | null, string]>([
    ['whose address is known', GOOD, '198.51.100.4', '198.51.100.4'],
    ['whose address is unknown', without('X-Viewer-Ip'), null, 'none'],
  ])('%s', async (_, headers, loggedIp, viewerIp) => {
    expect(await authorize({ ...headers, Authorization: `Bearer ${STRANGER}` })).toEqual({
      principalId: 'none',
      policyDocument: policy('Deny'),
      context: {
        ...NOBODY,
        viewer_ip: viewerIp,
        code: 'not_a_partner_user',
        title: 'Not a partner user',
        detail: 'This account belongs to no partner, or was removed from it: ask an owner of your account.',
      },
    });
    expect(logged()).toEqual([logLine('not_a_partner_user', loggedIp)]);
  });
});

describe('throws something else than Unauthorized, so that the gateway answers 503', () => {
  const failures = [new DependencyError('service', 'The service failed.'), new TypeError(`of ${TOKEN}`)];

  it.each(
    (['origin', 'tokens', 'records'] as const).flatMap((broken) => failures.map((failure) => ({ broken, failure }))),
  )('when $broken fails with $failure.name', async ({ broken, failure }) => {
    await expect(authorize(GOOD, broken, failure)).rejects.toThrow(/^The check failed\.$/);
    expect(logged()).toMatchObject([
      { level: 'error', message: 'check_failed', request_id: REQUEST_ID, error: failure.name },
    ]);
    expect(lines.join('')).not.toContain(TOKEN);
    expect(lines.join('')).not.toContain(SECRET);
  });
});

describe('returns an Allow for exactly the call at hand, with the user of the record', () => {
  const allowed = { user_id: USER.userId, email: 'owner@demo.example', partner_id: 'demoPA', method: 'GET' };

  it.each<[string, Headers, string]>([
    ['and the address that the distribution saw', GOOD, '198.51.100.4'],
    ['an IPv6 address', { ...GOOD, 'X-Viewer-Ip': '2001:db8::4' }, '2001:db8::4'],
    ['no address', without('X-Viewer-Ip'), 'unknown'],
    ['what is no address', { ...GOOD, 'X-Viewer-Ip': '<script>' }, 'unknown'],
    ['an address with a zone, which is free text', { ...GOOD, 'X-Viewer-Ip': 'fe80::1%x' }, 'unknown'],
    ['two addresses', { ...GOOD, 'x-viewer-ip': '192.0.2.1' }, 'unknown'],
  ])('%s', async (_, headers, viewerIp) => {
    expect(await authorize(headers)).toEqual({
      principalId: USER.userId,
      policyDocument: policy('Allow'),
      context: { ...allowed, viewer_ip: viewerIp },
    });
    expect(lines).toEqual([]);
  });
});
