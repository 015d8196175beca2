import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { JwtVerifier } from 'aws-jwt-verify';
import type { Jwks } from 'aws-jwt-verify/jwk';
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import { Accounts } from '../../local/cognito/accounts.ts';
import { type SignInServer, startSignIn } from '../../local/sign-in/start-sign-in.ts';
import { locationOf, SignInBrowser, type Tokens } from './sign-in-browser.ts';

const EMAIL = 'owner@demo.example';
const PASSWORD = 'Demo-Passw0rd!';
const HUB = 'http://localhost:3601';
const client = {
  id: 'hub-client',
  redirectUris: [`${HUB}/callback`],
  postLogoutRedirectUris: [`${HUB}/`],
  allowedOrigins: [HUB],
};
let directory: string;
let accounts: Accounts;
let server: SignInServer;
/** Whatever is printed: by a start, by a whole sign-in, by refusals. */
const printed: unknown[] = [];

const start = () =>
  startSignIn({
    port: 0,
    portFile: join(directory, 'sign-in-port'),
    accounts,
    keysFile: join(directory, 'sign-in-keys.json'),
    issuerPath: '/eu-central-1_testpool',
    client,
  });
const browser = () => new SignInBrowser(server.issuer, client.id, `${HUB}/callback`);
const payloadOf = (token: string) => decomposeUnverifiedJwt(token).payload;
const signOut = (query: Record<string, string>) => `${server.origin}/logout?${new URLSearchParams(query)}`;

beforeAll(async () => {
  for (const method of ['log', 'info', 'warn', 'error'] as const) {
    jest.spyOn(console, method).mockImplementation((...values) => void printed.push(...values));
  }
  directory = mkdtempSync(join(tmpdir(), 'partner-auth-sign-in-'));
  accounts = new Accounts(join(directory, 'accounts.json'));
  for (const email of [EMAIL, 'owner@other.example']) accounts.setPassword(accounts.create(email, null), PASSWORD);
  accounts.create('invited@demo.example', null);
  server = await start();
});

afterAll(async () => {
  await server.close();
  rmSync(directory, { recursive: true, force: true });
  jest.restoreAllMocks();
  expect(printed).toEqual([]);
});

describe('the form refuses', () => {
  it('a wrong password and an unknown account with the very same page', async () => {
    const visitor = browser();
    const form = await visitor.form();
    const pages = await Promise.all(
      [EMAIL, 'nobody@demo.example', 'invited@demo.example'].map(async (email) => {
        const response = await visitor.submit(form, email, 'Wrong-Passw0rd!');
        return [response.status, response.headers.get('location'), (await response.text()).replaceAll(email, '')];
      }),
    );
    expect(pages[0]).toEqual([400, null, expect.stringContaining('The e-mail address or the password is wrong.')]);
    expect(pages[1]).toEqual(pages[0]);
    expect(pages[2]).toEqual(pages[0]);
  });

  it('a form sent from another page, or without the cookie of the sign-in', async () => {
    const visitor = browser();
    const form = await visitor.form();
    expect((await visitor.submit(form, EMAIL, PASSWORD, { origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await browser().submit(form, EMAIL, PASSWORD)).status).toBe(400);
    expect((await visitor.submit(form, EMAIL, PASSWORD, { origin: server.origin })).status).toBe(303);
  });

  it('scripts in what was typed', async () => {
    const visitor = browser();
    const response = await visitor.submit(await visitor.form(), '"><script>alert(1)</script>', 'x');
    expect(await response.text()).not.toContain('<script');
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none';.* frame-ancestors 'none'$/);
  });
});

describe('the authorization endpoint refuses', () => {
  it.each(['offline_access', 'openid email offline_access', 'openid profile', 'aws.cognito.signin.user.admin'])(
    'the scope %s',
    async (scope) => {
      const callback = locationOf(await browser().authorize({ scope, nonce: undefined }), server.issuer);
      expect(callback.href).toMatch(/^http:\/\/localhost:3601\/callback\?/);
      expect(callback.searchParams.get('error')).toBe('invalid_scope');
      expect(callback.searchParams.get('state')).toBe('the state');
    },
  );

  it('a missing or plain challenge', async () => {
    for (const changes of [
      { code_challenge: undefined, code_challenge_method: undefined },
      { code_challenge_method: 'plain' },
    ]) {
      const callback = locationOf(await browser().authorize(changes), server.issuer);
      expect(callback.searchParams.get('error')).toBe('invalid_request');
    }
  });

  it.each(['https://elsewhere.example/callback', `${HUB}/callback/`, `${HUB}/callback?x=1`])(
    'the foreign address %s without going there',
    async (redirect_uri) => {
      const response = await browser().authorize({ redirect_uri });
      expect(response.status).toBe(400);
      expect(response.headers.get('location')).toBeNull();
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    },
  );

  it('an unknown client, and other response types', async () => {
    expect((await browser().authorize({ client_id: 'token-client' })).status).toBe(400);
    for (const response_type of ['token', 'id_token', 'code id_token']) {
      const callback = locationOf(await browser().authorize({ response_type }), server.issuer);
      expect(callback.href).toMatch(/[?#&]error=unsupported_response_type/);
    }
  });
});

describe('the token endpoint refuses', () => {
  const refused = async (response: Response, error: string) => {
    expect(response.status).toBe(400);
    expect(await response.json()).toHaveProperty('error', error);
  };

  it('a wrong verifier, another address, an invented code', async () => {
    const visitor = browser();
    const code = await visitor.code(EMAIL, PASSWORD);
    await refused(await visitor.exchange(code, { code_verifier: 'v'.repeat(43) }), 'invalid_grant');
    await refused(await visitor.exchange(code, { redirect_uri: `${HUB}/` }), 'invalid_grant');
    await refused(await visitor.exchange('invented'), 'invalid_grant');
  });

  it('a code used twice', async () => {
    const visitor = browser();
    const code = await visitor.code(EMAIL, PASSWORD);
    expect((await visitor.exchange(code)).status).toBe(200);
    await refused(await visitor.exchange(code), 'invalid_grant');
  });

  it('a password instead of a code', async () => {
    const response = await browser().token({ grant_type: 'password', username: EMAIL, password: PASSWORD });
    await refused(response, 'unsupported_grant_type');
  });

  it('a refresh token that was revoked', async () => {
    const visitor = browser();
    const { refresh_token } = await visitor.signIn(EMAIL, PASSWORD);
    const body = new URLSearchParams({ client_id: client.id, token: refresh_token });
    const revoked = await fetch(`${server.issuer}/oauth2/revoke`, { method: 'POST', headers: { origin: HUB }, body });
    expect(revoked.status).toBe(200);
    expect(revoked.headers.get('access-control-allow-origin')).toBe(HUB);
    await refused(await visitor.refresh(refresh_token), 'invalid_grant');
  });

  it('pages of other origins', async () => {
    const visitor = browser();
    const { refresh_token } = await visitor.signIn(EMAIL, PASSWORD);
    const parameters = { grant_type: 'refresh_token', refresh_token };
    const foreign = await visitor.token(parameters, { origin: 'http://localhost:9999' });
    await refused(foreign, 'invalid_request');
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    const own = await visitor.token(parameters, { origin: HUB });
    expect(own.status).toBe(200);
    expect(own.headers.get('access-control-allow-origin')).toBe(HUB);
  });
});

describe('sign-out', () => {
  it.each([
    { client_id: client.id, logout_uri: 'https://elsewhere.example/' },
    { client_id: client.id, logout_uri: HUB },
    { client_id: 'token-client', logout_uri: `${HUB}/` },
    { client_id: client.id },
  ])('refuses %j and keeps the session', async (query) => {
    const visitor = browser();
    await visitor.signIn(EMAIL, PASSWORD);
    const response = await visitor.open(signOut(query));
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    expect(locationOf(await visitor.authorize(), server.issuer).searchParams.has('code')).toBe(true);
  });

  it('ends the session, but no refresh token, as Cognito has it', async () => {
    const visitor = browser();
    const { refresh_token } = await visitor.signIn(EMAIL, PASSWORD);
    const response = await visitor.open(signOut({ client_id: client.id, logout_uri: `${HUB}/` }));
    expect([response.status, response.headers.get('location')]).toEqual([302, `${HUB}/`]);
    expect(locationOf(await visitor.authorize(), server.issuer).pathname).toContain('/sign-in/');
    expect((await visitor.refresh(refresh_token)).status).toBe(200);
  });
});

describe('a sign-in', () => {
  it('can be found by discovery', async () => {
    const response = await fetch(`${server.issuer}/.well-known/openid-configuration`, { headers: { origin: HUB } });
    expect(response.headers.get('access-control-allow-origin')).toBe(HUB);
    expect(await response.json()).toMatchObject({
      issuer: server.issuer,
      authorization_endpoint: `${server.issuer}/oauth2/authorize`,
      token_endpoint: `${server.issuer}/oauth2/token`,
      revocation_endpoint: `${server.issuer}/oauth2/revoke`,
      jwks_uri: `${server.issuer}/.well-known/jwks.json`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
    });
  });

  it('publishes no private part of its keys', async () => {
    const { keys } = (await (await fetch(`${server.issuer}/.well-known/jwks.json`)).json()) as { keys: object[] };
    expect(keys).toHaveLength(1);
    expect(Object.keys(keys[0] ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    expect(statSync(join(directory, 'sign-in-keys.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory, 'sign-in-state.json')).mode & 0o777).toBe(0o600);
  });

  it('answers tokens as Cognito does', async () => {
    const tokens = await browser().signIn(EMAIL, PASSWORD);
    const subject = accounts.find(EMAIL)?.subject;
    expect(tokens).toMatchObject({ expires_in: 900, scope: 'openid email', token_type: 'Bearer' });
    const id = payloadOf(tokens.id_token);
    expect(id).toMatchObject({
      iss: server.issuer,
      aud: client.id,
      sub: subject,
      'cognito:username': subject,
      token_use: 'id',
      email: EMAIL,
      email_verified: true,
      nonce: 'the nonce',
      auth_time: expect.any(Number),
    });
    expect(Number(id.exp) - Number(id.iat)).toBe(900);
    const access = payloadOf(tokens.access_token);
    expect(access).toMatchObject({ iss: server.issuer, sub: subject, token_use: 'access', client_id: client.id });
    expect(access).not.toHaveProperty('aud');
    expect(access).not.toHaveProperty('email');
  });

  it('gives an ID token that verifies, and an access token that passes for none', async () => {
    const tokens = await browser().signIn(EMAIL, PASSWORD);
    const verifier = JwtVerifier.create({ issuer: server.issuer, audience: client.id, jwksUri: 'https://unused/' });
    verifier.cacheJwks((await (await fetch(`${server.issuer}/.well-known/jwks.json`)).json()) as Jwks);
    expect(await verifier.verify(tokens.id_token)).toHaveProperty('email', EMAIL);
    await expect(verifier.verify(tokens.access_token)).rejects.toThrow('Missing Audience');
  });

  it('takes the e-mail address in any case', async () => {
    expect(payloadOf((await browser().signIn('Owner@DEMO.example', PASSWORD)).id_token).email).toBe(EMAIL);
  });

  it('refreshes with the same token again and again', async () => {
    const visitor = browser();
    const { refresh_token } = await visitor.signIn(EMAIL, PASSWORD);
    for (let round = 0; round < 3; round += 1) {
      const response = await visitor.refresh(refresh_token);
      expect(response.status).toBe(200);
      const again = (await response.json()) as Tokens;
      expect(again.refresh_token).toBe(refresh_token);
      expect(payloadOf(again.id_token)).toMatchObject({ token_use: 'id', email: EMAIL, aud: client.id });
    }
  });

  it('is remembered by the browser, and can be made anew as somebody else', async () => {
    const visitor = browser();
    await visitor.signIn(EMAIL, PASSWORD);
    expect(locationOf(await visitor.authorize(), server.issuer).searchParams.has('code')).toBe(true);

    const form = await visitor.form({ prompt: 'login' });
    const submitted = await visitor.submit(form, 'owner@other.example', PASSWORD);
    const callback = locationOf(await visitor.open(locationOf(submitted, server.issuer)), server.issuer);
    const tokens = (await (await visitor.exchange(callback.searchParams.get('code') ?? '')).json()) as Tokens;
    expect(payloadOf(tokens.id_token).email).toBe('owner@other.example');
  });

  it('answers to its own name only', async () => {
    const response = await fetch(server.issuer.replace('localhost', '127.0.0.1'));
    expect(response.status).toBe(421);
  });
});

describe('a restart', () => {
  it('keeps issuer, keys, session and refresh tokens', async () => {
    const visitor = browser();
    const { refresh_token, id_token } = await visitor.signIn(EMAIL, PASSWORD);
    const before = { issuer: server.issuer, keys: readFileSync(join(directory, 'sign-in-keys.json'), 'utf8') };
    await server.close();
    server = await start();

    expect(server.issuer).toBe(before.issuer);
    expect(readFileSync(join(directory, 'sign-in-keys.json'), 'utf8')).toBe(before.keys);
    expect(locationOf(await visitor.authorize(), server.issuer).searchParams.has('code')).toBe(true);
    const refreshed = (await (await visitor.refresh(refresh_token)).json()) as Tokens;
    expect(decomposeUnverifiedJwt(refreshed.id_token).header.kid).toBe(decomposeUnverifiedJwt(id_token).header.kid);
  });

  it('takes another port where the kept one is taken, and says so where one was demanded', async () => {
    const { port } = new URL(server.origin);
    await server.close();
    const squatter = createServer().listen(Number(port), '127.0.0.1');
    try {
      server = await start();
      expect(server.origin).not.toBe(`http://localhost:${port}`);
      await expect(
        startSignIn({
          port: Number(port),
          portFile: join(directory, 'other-port'),
          accounts,
          keysFile: join(directory, 'sign-in-keys.json'),
          issuerPath: '/pool',
          client,
        }),
      ).rejects.toHaveProperty('code', 'EADDRINUSE');
    } finally {
      squatter.close();
    }
  });
});
