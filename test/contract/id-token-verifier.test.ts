import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { JwtIdTokenVerifier } from '../../lambdas/adapters/staff/jwt-id-token-verifier.ts';
import { DependencyError } from '../../lambdas/domain/base/dependency-error.ts';

const now = () => Math.floor(Date.now() / 1000);
const keyPair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const [first, second] = [keyPair(), keyPair()];
let server: Server;
let origin: string;
let keySet: { status: number; body: string };
let fetches = 0;

const jwk = (kid: string, { publicKey }: { publicKey: KeyObject }) => ({
  ...publicKey.export({ format: 'jwk' }),
  kid,
  use: 'sig',
  alg: 'RS256',
});
const published = (...keys: object[]) => ({ status: 200, body: JSON.stringify({ keys }) });

beforeAll(async () => {
  server = createServer((_, response) => {
    fetches++;
    response.writeHead(keySet.status).end(keySet.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  keySet = published(jwk('first', first));
  fetches = 0;
});

const SOMEBODY = { issuer: 'https://issuer.example', subject: 'somebody', email: null, authTime: 1_700_000_000 };
const DAY = 24 * 3600;
const verifier = () =>
  new JwtIdTokenVerifier({ issuer: 'https://issuer.example', clientId: 'hub', jwksUri: `${origin}/jwks.json` });

function tokenOf(
  claims: Record<string, unknown> = {},
  { key = first.privateKey, header = {} }: { key?: KeyObject; header?: Record<string, unknown> } = {},
): string {
  const all = {
    iss: 'https://issuer.example',
    aud: 'hub',
    sub: 'somebody',
    exp: now() + 60,
    iat: now(),
    auth_time: 1_700_000_000,
    token_use: 'id',
    ...claims,
  };
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${encode({ alg: 'RS256', kid: 'first', ...header })}.${encode(all)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key).toString('base64url')}`;
}

describe('no ID token is', () => {
  it.each<[string, () => string]>([
    ['an expired one', () => tokenOf({ exp: now() - 1 })],
    ['one that never expires', () => tokenOf({ exp: undefined })],
    ['one for later', () => tokenOf({ nbf: now() + 60 })],
    ['one of another issuer', () => tokenOf({ iss: 'https://issuer.example/' })],
    ['one without an issuer', () => tokenOf({ iss: undefined })],
    ['one for another client', () => tokenOf({ aud: 'token-client' })],
    ['one for nobody', () => tokenOf({ aud: undefined })],
    ['an access token', () => tokenOf({ token_use: 'access' })],
    ['an access token as Cognito makes it', () => tokenOf({ token_use: 'access', aud: undefined, client_id: 'hub' })],
    ['an access token as RFC 9068 has it', () => tokenOf({ token_use: undefined }, { header: { typ: 'at+jwt' } })],
    ['a logout token', () => tokenOf({ token_use: undefined }, { header: { typ: 'logout+jwt' } })],
    ['an access token as Keycloak makes it', () => tokenOf({ token_use: undefined, typ: 'Bearer' })],
    ['an access token that says nothing about its kind', () => tokenOf({ token_use: undefined, scope: 'openid' })],
    [
      'an access token with the nonce of its sign-in',
      () => tokenOf({ token_use: undefined, nonce: 'n', scope: 'openid email' }),
    ],
    ['an access token as Entra ID makes it', () => tokenOf({ token_use: undefined, nonce: 'n', scp: 'access' })],
    ['one of an unknown kind', () => tokenOf({ token_use: undefined })],
    ['one with an empty nonce and nothing else', () => tokenOf({ token_use: undefined, nonce: '' })],
    ['one that was issued to another client', () => tokenOf({ aud: ['hub', 'other'], azp: 'other' })],
    ['one for several clients that was issued to none of them', () => tokenOf({ aud: ['hub', 'other'] })],
    ['one with a list of audiences that holds the client twice', () => tokenOf({ aud: ['hub', 'hub'] })],
    ['one with an extension that must be understood', () => tokenOf({}, { header: { crit: ['b64'], b64: true } })],
    ['one with an empty list of extensions', () => tokenOf({}, { header: { crit: [] } })],
    ['one whose time of issue is missing', () => tokenOf({ iat: undefined })],
    ['one of a later time', () => tokenOf({ iat: now() + 120, exp: now() + 180 })],
    ['one of the far future', () => tokenOf({ iat: 4_000_000_000, exp: 4_000_000_060 })],
    ['one that was issued more than a day ago', () => tokenOf({ iat: now() - DAY - 60 })],
    ['one that lives longer than a day', () => tokenOf({ exp: now() + DAY + 60 })],
    ['one that lives nearly forever', () => tokenOf({ exp: 1e300 })],
    ['one that does not tell when the user signed in', () => tokenOf({ auth_time: undefined })],
    ['one whose time of sign-in is a text', () => tokenOf({ auth_time: '1700000000' })],
    ['one whose sign-in is yet to come', () => tokenOf({ auth_time: now() + 120 })],
    ['one without a subject', () => tokenOf({ sub: undefined })],
    ['one with an empty subject', () => tokenOf({ sub: '' })],
    ['one with a subject of 256 characters', () => tokenOf({ sub: 's'.repeat(256) })],
    ['one with a control character in its subject', () => tokenOf({ sub: 'some\nbody' })],
    ['one with a space in its subject', () => tokenOf({ sub: 'some body' })],
    ['one with a number sign in its subject', () => tokenOf({ sub: 'some#body' })],
    ['one with letters beyond ASCII in its subject', () => tokenOf({ sub: 'jürgen' })],
    ['one signed by somebody else', () => tokenOf({}, { key: second.privateKey })],
    ['one of an unknown key', () => tokenOf({}, { header: { kid: 'other' } })],
    ['one without a key ID', () => tokenOf({}, { header: { kid: undefined } })],
    [
      'one that brings its own key',
      () => tokenOf({}, { key: second.privateKey, header: { kid: 'other', jwk: jwk('other', second) } }),
    ],
    [
      'an unsigned one',
      () =>
        `${tokenOf({}, { header: { alg: 'none' } })
          .split('.')
          .slice(0, 2)
          .join('.')}.`,
    ],
    ['one that says it is unsigned', () => tokenOf({}, { header: { alg: 'none' } })],
    ['one with a shared secret', () => tokenOf({}, { header: { alg: 'HS256' } })],
    ['half a token', () => tokenOf().slice(0, -20)],
    ['nonsense', () => 'a.b.c'],
  ])('%s', async (_, token) => {
    expect(await verifier().verify(token())).toBeNull();
  });
});

describe('keys that cannot be had are a failed dependency', () => {
  it.each([
    ['an error', { status: 500, body: '' }],
    ['no JSON', { status: 200, body: '<html>' }],
    ['no key set', { status: 200, body: '{}' }],
    ['a key without its type', published({ ...jwk('first', first), kty: undefined })],
  ])('%s', async (_, answer) => {
    keySet = answer;
    await expect(verifier().verify(tokenOf())).rejects.toThrow(DependencyError);
  });
});

describe('an ID token', () => {
  it('names its subject, and the keys are fetched once', async () => {
    const one = verifier();
    expect(await one.verify(tokenOf())).toEqual(SOMEBODY);
    expect(await one.verify(tokenOf({ sub: 'other' }))).toEqual({ ...SOMEBODY, subject: 'other' });
    expect(fetches).toBe(1);
  });

  // Else a key that was stolen and withdrawn would open the hub for as long as an instance lives.
  it('of a key that was withdrawn is refused after an hour at the latest', async () => {
    let nowMs = Date.now();
    const issuer = { issuer: 'https://issuer.example', clientId: 'hub', jwksUri: `${origin}/jwks.json` };
    const one = new JwtIdTokenVerifier(issuer, () => nowMs);
    expect(await one.verify(tokenOf())).toEqual(SOMEBODY);
    keySet = published(jwk('second', second));
    nowMs += 3_600_000;
    expect(await one.verify(tokenOf())).toBeNull();
  });

  it.each([[{ header: { typ: 'JWT' } }], [{ header: { typ: 'jwt' } }]])(
    'with the header %j is one',
    async (options) => {
      expect(await verifier().verify(tokenOf({ typ: 'ID', azp: 'hub' }, options))).toEqual(SOMEBODY);
    },
  );

  it.each([{ nonce: 'the nonce of a sign-in' }, { at_hash: 'hash-of-an-access-token' }, { typ: 'ID' }])(
    'without token_use is known by %j',
    async (claims) => {
      expect(await verifier().verify(tokenOf({ token_use: undefined, ...claims }))).toEqual(SOMEBODY);
    },
  );

  it('for several audiences is accepted if it was issued to the hub', async () => {
    expect(await verifier().verify(tokenOf({ aud: ['hub', 'other'], azp: 'hub' }))).toEqual(SOMEBODY);
    expect(await verifier().verify(tokenOf({ aud: ['hub'] }))).toEqual(SOMEBODY);
  });

  it('is good for a day at most, and with a clock that is a little ahead', async () => {
    expect(await verifier().verify(tokenOf({ iat: now() - DAY + 120, exp: now() + 60 }))).toEqual(SOMEBODY);
    expect(await verifier().verify(tokenOf({ iat: now() + 20, auth_time: 1_700_000_000 }))).toEqual(SOMEBODY);
  });

  it('may have any subject that is visible ASCII without a number sign', async () => {
    const subject = `auth0|${'!~'.repeat(124)}s`;
    expect(subject).toHaveLength(255);
    expect(await verifier().verify(tokenOf({ sub: subject }))).toEqual({ ...SOMEBODY, subject });
  });

  it('names an e-mail address only if the provider has verified it', async () => {
    const email = 'Owner@demo.example';
    expect(await verifier().verify(tokenOf({ email, email_verified: true }))).toEqual({ ...SOMEBODY, email });
    for (const verified of [undefined, false, 'true', 1, null]) {
      expect(await verifier().verify(tokenOf({ email, email_verified: verified }))).toEqual(SOMEBODY);
    }
    expect(await verifier().verify(tokenOf({ email: '', email_verified: true }))).toEqual(SOMEBODY);
    expect(await verifier().verify(tokenOf({ email: [email], email_verified: true }))).toEqual(SOMEBODY);
  });

  it('signed by a key that was published later is accepted', async () => {
    const one = verifier();
    await one.verify(tokenOf());
    keySet = published(jwk('first', first), jwk('second', second));
    const token = tokenOf({}, { key: second.privateKey, header: { kid: 'second' } });
    expect(await one.verify(token)).toEqual(SOMEBODY);
  });
});
