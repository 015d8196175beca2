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
    ['one that was issued to another client', () => tokenOf({ aud: ['hub', 'other'], azp: 'other' })],
    ['one without a subject', () => tokenOf({ sub: undefined })],
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
    expect(await one.verify(tokenOf())).toEqual({ subject: 'somebody' });
    expect(await one.verify(tokenOf({ sub: 'other' }))).toEqual({ subject: 'other' });
    expect(fetches).toBe(1);
  });

  // Else a key that was stolen and withdrawn would open the hub for as long as an instance lives.
  it('of a key that was withdrawn is refused after an hour at the latest', async () => {
    let nowMs = 0;
    const issuer = { issuer: 'https://issuer.example', clientId: 'hub', jwksUri: `${origin}/jwks.json` };
    const one = new JwtIdTokenVerifier(issuer, () => nowMs);
    expect(await one.verify(tokenOf())).toEqual({ subject: 'somebody' });
    keySet = published(jwk('second', second));
    nowMs = 3_600_000;
    expect(await one.verify(tokenOf())).toBeNull();
  });

  it.each([[{ header: { typ: 'JWT' } }], [{ header: { typ: 'jwt' } }]])(
    'with the header %j is one',
    async (options) => {
      expect(await verifier().verify(tokenOf({ typ: 'ID', azp: 'hub' }, options))).toEqual({ subject: 'somebody' });
    },
  );

  it('of a provider that does not know token_use is accepted', async () => {
    expect(await verifier().verify(tokenOf({ token_use: undefined }))).toEqual({ subject: 'somebody' });
  });

  it('signed by a key that was published later is accepted', async () => {
    const one = verifier();
    await one.verify(tokenOf());
    keySet = published(jwk('first', first), jwk('second', second));
    const token = tokenOf({}, { key: second.privateKey, header: { kid: 'second' } });
    expect(await one.verify(token)).toEqual({ subject: 'somebody' });
  });
});
