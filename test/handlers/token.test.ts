import { describe, expect, it } from '@jest/globals';
import { FORBIDDEN } from '../../lambdas/contract/forbidden.ts';
import { authorize } from '../../lambdas/domain/authorize/authorize.ts';
import { DependencyError } from '../../lambdas/domain/base/dependency-error.ts';
import { sha256Hex } from '../../lambdas/domain/base/sha256.ts';
import { removeUser } from '../../lambdas/domain/users/manage-users.ts';
import { createTokenHandler } from '../../lambdas/handlers/token.ts';
import type { TokenRuntime } from '../../lambdas/runtime/partner-api.ts';
import { MemoryCredentialStore } from '../support/memory/credential-store.ts';
import { MemoryLegacyTokenStore, MemoryPasswordVerifier } from '../support/memory/legacy-tokens.ts';
import { MemoryPasswordFailures } from '../support/memory/password-failures.ts';
import { MemoryUserStore } from '../support/memory/user-store.ts';
import { REQUEST_ID } from './management-call.ts';
import { observeFunctions } from './observed.ts';
import { envelope, type PartnerRequest, partnerCall } from './partner-call.ts';
import { DAY, type Differences, NOW, PARTNER, recordsWith, USER } from './records-of-a-partner.ts';

const { lines, logged } = observeFunctions();
const PASSWORD = 'hunter2-Hunter2';
const USERNAME = USER.email;
const [IDENTITY = { issuer: '', subject: '' }] = USER.identities;
const ACCOUNT = { ...IDENTITY, email: USER.email };
const CALL = {
  path: '/api/v2/partners/demoPA/clients',
  partnerIdParameter: 'demoPA',
  method: 'GET',
  sourceIp: '203.0.113.9',
};
const WRONG_GRANT =
  'User name or password is wrong: check both, or generate an API key in the Partner Hub and send it as x-api-key.';

function tokenPorts(differences: Differences = {}) {
  const records = recordsWith(differences);
  const passwords = new MemoryPasswordVerifier();
  passwords.accounts.set(USERNAME, { password: PASSWORD, account: ACCOUNT });
  const failures = new MemoryPasswordFailures();
  const hubUrl = 'https://hub.example.com';
  const [users, store] = [new MemoryUserStore(records), new MemoryLegacyTokenStore(records)];
  return { records, passwords, failures, users, store, hubUrl, trustedCdn: null };
}
type TokenPorts = Omit<ReturnType<typeof tokenPorts>, 'trustedCdn'> & Pick<TokenRuntime, 'trustedCdn'>;

type Caller = Pick<PartnerRequest, 'sourceIp' | 'headers'>;
const post = (ports: TokenPorts, { username = USERNAME, password = PASSWORD } = {}, caller: Caller = {}) =>
  postBody(ports, JSON.stringify({ username, password }), 'application/json', caller);
const postBody = (
  ports: TokenPorts,
  body: string,
  contentType: string | null = 'application/json',
  caller: Caller = {},
) => {
  const header = contentType === null ? {} : { contentType };
  return partnerCall(createTokenHandler(ports), { method: 'POST', route: '/token', body, ...header, ...caller });
};
/** The counts that the attempts so far were in. */
const counts = ({ failures }: TokenPorts) =>
  [...failures.windows].map(([count, { taken, failures: failed }]) => ({ ...JSON.parse(count), taken, failed }));
const RELEASED = [
  expect.objectContaining({ kind: 'network', taken: 0, failed: 0 }),
  expect.objectContaining({ kind: 'other_addresses', taken: 0, failed: 0 }),
];

describe('POST /token refuses', () => {
  it.each([
    ['no JSON', '{"username":', 'application/json', /^The body is neither valid JSON nor form-encoded/],
    ['no password', '{"username":"a@b.cd"}', 'application/json', /^username or password is missing or ill-formed/],
    ['a body of 17 KB', 'x'.repeat(17_000), 'application/json', /^The body is too large/],
  ])('%s', async (_, body, contentType, message) => {
    const ports = tokenPorts();
    const { status, json } = await postBody(ports, body, contentType);
    expect({ status, json }).toEqual({ status: 400, json: envelope(400, 'invalid_request') });
    expect(json.message).toMatch(message);
    expect(counts(ports)).toEqual([]);
  });

  // The same answer for all of these: nobody learns which accounts there are.
  it.each<[string, Differences, { username?: string; password?: string }]>([
    ['a wrong password', {}, { password: 'guessed' }],
    ['an unknown user name', {}, { username: 'nobody@demo.example' }],
    ['an account that is no user', { user: { identities: [], email: 'another@demo.example' } }, {}],
    ['a second account of the same address', { user: { identities: [{ ...IDENTITY, subject: 'first' }] } }, {}],
    ['a user whose partner is gone', { user: { partnerId: 'gonePA' } }, {}],
  ])('%s with invalid_grant', async (_, differences, credentials) => {
    const ports = tokenPorts(differences);
    const { status, json, headers } = await post(ports, credentials);
    expect({ status, json }).toEqual({ status: 400, json: envelope(400, 'invalid_grant', WRONG_GRANT) });
    expect(headers.deprecation).toBeUndefined();
    expect(logged()).toEqual([
      {
        level: 'info',
        message: 'token_refused',
        time: expect.any(String),
        request_id: REQUEST_ID,
        code: 'invalid_grant',
        source_ip: '203.0.113.9',
      },
    ]);
    expect(ports.records.tokens.size).toBe(0);
  });

  it.each<[code: 'partner_suspended' | 'legacy_token_disabled', Differences['partner']]>([
    ['partner_suspended', { status: 'suspended' }],
    ['legacy_token_disabled', { legacyTokenEnabled: false }],
    ['legacy_token_disabled', { legacyTokenOffAt: NOW }],
  ])('with %s whoever knows the password', async (code, partner = {}) => {
    const { status, json } = await post(tokenPorts({ partner }));
    expect({ status, json }).toEqual({ status: 403, json: envelope(403, code, FORBIDDEN[code].text) });
    const guessed = await post(tokenPorts({ partner }), { password: 'guessed' });
    expect(guessed.json.error).toBe('invalid_grant');
  });

  it('an account that needs more than a password', async () => {
    const ports = tokenPorts();
    ports.passwords.says = 'interaction_required';
    const { status, json } = await post(ports);
    expect({ status, json }).toEqual({ status: 403, json: envelope(403, 'interaction_required') });
  });

  it('for a while when the provider throttles, without a failed attempt', async () => {
    const ports = tokenPorts();
    ports.passwords.says = 'throttled';
    const { status, json, headers } = await post(ports);
    expect({ status, json }).toEqual({ status: 429, json: envelope(429, 'rate_limited') });
    expect(headers['retry-after']).toBe('5');
    expect(counts(ports)).toEqual(RELEASED);
  });

  // The provider takes an account's subject as a user name, too: that would be a second budget for the same password.
  it.each([
    'sub-of-the-account',
    '5f0c4f2e-1111-4a7b-9a53-0123456789ab',
    'demoPA',
    'a@b',
    'a@b.c d',
    `${'a'.repeat(250)}@b.cd`,
  ])('a user name that is no e-mail address, before the provider is asked: %s', async (username) => {
    const ports = tokenPorts();
    ports.passwords.accounts.set(username, { password: PASSWORD, account: ACCOUNT });
    const { status, json } = await post(ports, { username });
    expect({ status, json }).toEqual({ status: 400, json: envelope(400, 'invalid_request') });
    expect(json.message).not.toContain(username);
    expect(ports.passwords.asked).toEqual([]);
    expect(counts(ports)).toEqual([]);
  });
});

describe('POST /token stops guessing', () => {
  const HOME = { sourceIp: '192.0.2.1' };
  const LIMITED = { status: 429, json: envelope(429, 'rate_limited') };
  const guess = async (ports: TokenPorts, times: number, caller: Caller = {}, username = USERNAME) => {
    for (let n = 0; n < times; n++) {
      const { status, json } = await post(ports, { username, password: 'guessed' }, caller);
      expect([status, json.error]).toEqual([400, 'invalid_grant']);
    }
  };
  const refusedFor = async (ports: TokenPorts, caller: Caller = {}, username = USERNAME) => {
    const asked = ports.passwords.asked.length;
    const { status, json, headers } = await post(ports, { username }, caller);
    expect({ status, json }).toEqual(LIMITED);
    expect(ports.passwords.asked).toHaveLength(asked);
    return { retryAfter: headers['retry-after'], limit: logged().at(-1)?.limit };
  };

  it('after 8 wrong passwords for a name, from whatever addresses, the right one included', async () => {
    const ports = tokenPorts();
    for (let n = 0; n < 8; n++) await guess(ports, 1, { sourceIp: `203.0.113.${n}` });
    expect(await refusedFor(ports)).toEqual({ retryAfter: '900', limit: 'other_addresses' });
    expect(await refusedFor(ports, {}, USERNAME.toUpperCase())).toEqual({
      retryAfter: '900',
      limit: 'other_addresses',
    });
  });

  it('of strangers, without locking out the address from which the password was right', async () => {
    const ports = tokenPorts();
    expect((await post(ports, {}, HOME)).status).toBe(200);
    await guess(ports, 8);
    expect((await refusedFor(ports)).limit).toBe('other_addresses');
    expect((await post(ports, {}, HOME)).status).toBe(200);
  });

  it('after 20 wrong passwords from the address from which it was right', async () => {
    const ports = tokenPorts();
    await post(ports, {}, HOME);
    await guess(ports, 20, HOME);
    expect(await refusedFor(ports, HOME)).toEqual({ retryAfter: '900', limit: 'known_address' });
    expect((await post(ports)).status).toBe(200);
  });

  it.each<[string, Caller, Caller]>([
    ['an IPv4 address', { sourceIp: '203.0.113.9' }, { sourceIp: '203.0.113.9' }],
    ['the /64 of an IPv6 address', { sourceIp: '2001:db8::1' }, { sourceIp: '2001:db8::ffff:2' }],
  ])('after 100 wrong passwords from %s, whatever the names', async (_, first, second) => {
    const ports = tokenPorts();
    for (let n = 0; n < 100; n++) await guess(ports, 1, first, `user${n}@demo.example`);
    expect(await refusedFor(ports, second)).toEqual({ retryAfter: '900', limit: 'network' });
    expect(counts(ports)).not.toContainEqual(expect.objectContaining({ nameHash: sha256Hex(USERNAME) }));
    expect((await post(ports, {}, { sourceIp: '2001:db8:0:1::1' })).status).toBe(200);
  });

  it('without counting what was refused', async () => {
    const ports = tokenPorts();
    await guess(ports, 8);
    for (let n = 0; n < 120; n++) await refusedFor(ports);
    expect(counts(ports)).toContainEqual(expect.objectContaining({ kind: 'network', taken: 8, failed: 8 }));
  });

  it('and asks to wait a second while as many passwords are being checked', async () => {
    const ports = tokenPorts();
    const { promise, resolve } = Promise.withResolvers<void>();
    ports.passwords.delay = promise;
    const pending = Array.from({ length: 8 }, () => post(ports));
    // The ninth is refused while the others wait for the provider.
    const { status, headers } = await post(ports);
    resolve();
    expect([status, headers['retry-after']]).toEqual([429, '1']);
    expect((await Promise.all(pending)).map((response) => response.status)).toEqual(Array(8).fill(200));
  });

  describe('behind a trusted CDN, by the address that it names', () => {
    const trustedCdn = { ranges: ['203.0.113.0/24'], header: 'x-viewer' };
    const viewer = (address: string) => ({ headers: { 'x-viewer': address } });

    it('and by no header of anybody else', async () => {
      const ports = { ...tokenPorts(), trustedCdn };
      expect((await post(ports, {}, viewer('192.0.2.1'))).status).toBe(200);
      await guess(ports, 8, viewer('192.0.2.2'));
      expect((await post(ports, {}, viewer('192.0.2.1'))).status).toBe(200);
      expect((await refusedFor(ports, { sourceIp: '198.51.100.1', ...viewer('192.0.2.1') })).limit).toBe(
        'other_addresses',
      );
    });

    it('and knows no address where the CDN names none', async () => {
      const ports = { ...tokenPorts(), trustedCdn };
      expect((await post(ports)).status).toBe(200);
      expect(ports.failures.rightAt.size).toBe(0);
      await guess(ports, 8);
      expect((await refusedFor(ports)).limit).toBe('other_addresses');
    });
  });
});

describe('POST /token does not let a failure through', () => {
  const dependency = new DependencyError('cognito', 'Cognito failed: InternalError.');
  const fault = new TypeError(`of ${PASSWORD}`);

  it.each<['passwords' | 'failures' | 'records', Error, number, string, string | undefined]>([
    ['passwords', dependency, 503, 'temporarily_unavailable', '5'],
    ['failures', dependency, 503, 'temporarily_unavailable', '5'],
    ['records', dependency, 503, 'temporarily_unavailable', '5'],
    ['passwords', fault, 500, 'internal_error', undefined],
  ])('of %s: %s is answered with %s', async (broken, failure, expected, code, retryAfter) => {
    const ports = tokenPorts();
    ports[broken].failure = failure;
    const { status, json, headers, body } = await post(ports);
    expect({ status, json }).toEqual({ status: expected, json: envelope(expected, code) });
    expect(headers['retry-after']).toBe(retryAfter);
    expect(body).not.toContain('Cognito');
    expect(body + lines.join('')).not.toContain(PASSWORD);
    expect(counts(ports).every(({ taken }) => taken === 0)).toBe(true);
  });
});

describe('POST /token issues a token', () => {
  it.each<[string, string, string | null]>([
    ['JSON', JSON.stringify({ username: USERNAME, password: PASSWORD }), 'application/json; charset=utf-8'],
    [
      'a form',
      new URLSearchParams({ username: USERNAME, password: PASSWORD }).toString(),
      'application/x-www-form-urlencoded',
    ],
    ['JSON without the header Content-Type', JSON.stringify({ username: USERNAME, password: PASSWORD }), null],
    ['JSON without a type', JSON.stringify({ username: USERNAME.toUpperCase(), password: PASSWORD }), ''],
  ])('for %s', async (_, body, contentType) => {
    const ports = tokenPorts();
    const { status, json, headers } = await postBody(ports, body, contentType);
    expect({ status, json }).toEqual({
      status: 200,
      json: { access_token: expect.any(String), token_type: 'bearer', expires_in: 86_400 },
    });
    expect(headers).toMatchObject({
      deprecation: '@1793491200',
      link: '<https://hub.example.com>; rel="deprecation"; type="text/html"',
    });
    expect(headers).not.toHaveProperty('sunset');
    expect(ports.records.tokens.get(sha256Hex(json.access_token))).toMatchObject({
      userId: USER.userId,
      generation: 1,
    });
    expect(counts(ports)).toEqual(RELEASED);
    expect(lines).toEqual([]);
  });

  it('to a user who signs in for the first time, and to the same user in all of many logins at once', async () => {
    const ports = tokenPorts({ user: { identities: [] } });
    // Right passwords that are being checked hold places; here all of them may.
    ports.failures.take = async (count) => ({ outcome: 'taken', attempt: { count, startedAt: NOW } });
    ports.failures.takeIfKnown = async () => null;
    const answers = await Promise.all(Array.from({ length: 1000 }, () => post(ports)));
    expect(new Set(answers.map(({ json }) => json.access_token)).size).toBe(1000);
    expect(ports.records.users.get(USER.userId)).toMatchObject({ identities: [IDENTITY], revision: 2 });
    expect(ports.records.tokens.size).toBe(1000);
    const authorizer = new MemoryCredentialStore(ports.records);
    const allowed = async () => {
      const decisions = answers.map(async ({ json }) => {
        const headers = new Map([['authorization', [`Bearer ${json.access_token}`]]]);
        const options = { store: authorizer, environment: 'test' as const, now: NOW };
        return (await authorize({ ...CALL, headers }, options)).outcome;
      });
      return [...new Set(await Promise.all(decisions))];
    };
    expect(await allowed()).toEqual(['allowed']);
    expect(await removeUser(ports.users, PARTNER.partnerId, USER.email)).toEqual({ outcome: 'removed' });
    expect(await allowed()).toEqual(['unauthorized']);
  });

  it('with the time at which it will be refused', async () => {
    const { headers } = await post(tokenPorts({ partner: { legacyTokenOffAt: NOW + DAY } }));
    expect(headers.sunset).toBe('Wed, 02 Dec 2026 10:00:00 GMT');
  });
});
