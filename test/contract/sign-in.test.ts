import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { JwtVerifier } from 'aws-jwt-verify';
import type { Jwks } from 'aws-jwt-verify/jwk';
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import { locationOf, type Tokens } from './sign-in-browser.ts';
import { CLIENT, EMAIL, HUB, OTHER_EMAIL, PASSWORD, SignInFixture } from './sign-in-fixture.ts';

const fixture = new SignInFixture();
/** Everything that a start, sign-ins and refusals print. */
const printed: unknown[] = [];

beforeAll(async () => {
  for (const method of ['log', 'info', 'warn', 'error'] as const) {
    jest.spyOn(console, method).mockImplementation((...values) => void printed.push(...values));
  }
  await fixture.start();
});

afterAll(async () => {
  await fixture.close();
  jest.restoreAllMocks();
  expect(printed).toEqual([]);
});

const payloadOf = (token: string) => decomposeUnverifiedJwt(token).payload;

describe('a sign-in', () => {
  it('is found by discovery', async () => {
    const response = await fetch(`${fixture.server.issuer}/.well-known/openid-configuration`, {
      headers: { origin: HUB },
    });
    expect(response.headers.get('access-control-allow-origin')).toBe(HUB);
    expect(await response.json()).toMatchObject({
      issuer: fixture.server.issuer,
      authorization_endpoint: `${fixture.server.issuer}/oauth2/authorize`,
      token_endpoint: `${fixture.server.issuer}/oauth2/token`,
      revocation_endpoint: `${fixture.server.issuer}/oauth2/revoke`,
      jwks_uri: `${fixture.server.issuer}/.well-known/jwks.json`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
    });
  });

  it('publishes no private part of its keys', async () => {
    const { keys } = (await (await fetch(`${fixture.server.issuer}/.well-known/jwks.json`)).json()) as {
      keys: object[];
    };
    expect(keys).toHaveLength(1);
    expect(Object.keys(keys[0] ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    expect(statSync(join(fixture.directory, 'sign-in-keys.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(fixture.directory, 'sign-in-state.json')).mode & 0o777).toBe(0o600);
  });

  it('returns tokens as Cognito does', async () => {
    const tokens = await fixture.browser().signIn(EMAIL, PASSWORD);
    const subject = fixture.accounts.find(EMAIL)?.subject;
    expect(tokens).toMatchObject({ expires_in: 900, scope: 'openid email', token_type: 'Bearer' });
    const id = payloadOf(tokens.id_token);
    expect(id).toMatchObject({
      iss: fixture.server.issuer,
      aud: CLIENT.id,
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
    expect(access).toMatchObject({
      iss: fixture.server.issuer,
      sub: subject,
      token_use: 'access',
      client_id: CLIENT.id,
    });
    expect(access).not.toHaveProperty('aud');
    expect(access).not.toHaveProperty('email');
  });

  it('returns a valid ID token, and an access token that is not accepted as one', async () => {
    const tokens = await fixture.browser().signIn(EMAIL, PASSWORD);
    const verifier = JwtVerifier.create({
      issuer: fixture.server.issuer,
      audience: CLIENT.id,
      jwksUri: 'https://unused/',
    });
    verifier.cacheJwks((await (await fetch(`${fixture.server.issuer}/.well-known/jwks.json`)).json()) as Jwks);
    expect(await verifier.verify(tokens.id_token)).toHaveProperty('email', EMAIL);
    await expect(verifier.verify(tokens.access_token)).rejects.toThrow('Missing Audience');
  });

  it('accepts the e-mail address in any case', async () => {
    expect(payloadOf((await fixture.browser().signIn('Owner@DEMO.example', PASSWORD)).id_token).email).toBe(EMAIL);
  });

  it('refreshes with the same token again and again', async () => {
    const visitor = fixture.browser();
    const { refresh_token } = await visitor.signIn(EMAIL, PASSWORD);
    for (let round = 0; round < 3; round += 1) {
      const response = await visitor.refresh(refresh_token);
      expect(response.status).toBe(200);
      const again = (await response.json()) as Tokens;
      expect(again.refresh_token).toBe(refresh_token);
      expect(payloadOf(again.id_token)).toMatchObject({ token_use: 'id', email: EMAIL, aud: CLIENT.id });
    }
  });

  it('is remembered by the browser, and can be repeated with another account', async () => {
    const visitor = fixture.browser();
    await visitor.signIn(EMAIL, PASSWORD);
    expect(locationOf(await visitor.authorize(), fixture.server.issuer).searchParams.has('code')).toBe(true);

    const form = await visitor.form({ prompt: 'login' });
    const submitted = await visitor.submit(form, OTHER_EMAIL, PASSWORD);
    const callback = locationOf(
      await visitor.open(locationOf(submitted, fixture.server.issuer)),
      fixture.server.issuer,
    );
    const tokens = (await (await visitor.exchange(callback.searchParams.get('code') ?? '')).json()) as Tokens;
    expect(payloadOf(tokens.id_token).email).toBe(OTHER_EMAIL);
  });

  it('is served under its own host name only', async () => {
    const response = await fetch(fixture.server.issuer.replace('localhost', '127.0.0.1'));
    expect(response.status).toBe(421);
  });
});

describe('a sign-out', () => {
  it('ends the session, but no refresh token, as in Cognito', async () => {
    const visitor = fixture.browser();
    const { refresh_token } = await visitor.signIn(EMAIL, PASSWORD);
    const response = await visitor.open(fixture.signOutAddress({ client_id: CLIENT.id, logout_uri: `${HUB}/` }));
    expect([response.status, response.headers.get('location')]).toEqual([302, `${HUB}/`]);
    expect(locationOf(await visitor.authorize(), fixture.server.issuer).pathname).toContain('/sign-in/');
    expect((await visitor.refresh(refresh_token)).status).toBe(200);
  });
});

describe('a restart', () => {
  it('preserves issuer, keys, session and refresh tokens', async () => {
    const visitor = fixture.browser();
    const { refresh_token, id_token } = await visitor.signIn(EMAIL, PASSWORD);
    const before = {
      issuer: fixture.server.issuer,
      keys: readFileSync(join(fixture.directory, 'sign-in-keys.json'), 'utf8'),
    };
    await fixture.server.close();
    await fixture.start();

    expect(fixture.server.issuer).toBe(before.issuer);
    expect(readFileSync(join(fixture.directory, 'sign-in-keys.json'), 'utf8')).toBe(before.keys);
    expect(locationOf(await visitor.authorize(), fixture.server.issuer).searchParams.has('code')).toBe(true);
    const refreshed = (await (await visitor.refresh(refresh_token)).json()) as Tokens;
    expect(decomposeUnverifiedJwt(refreshed.id_token).header.kid).toBe(decomposeUnverifiedJwt(id_token).header.kid);
  });

  it('takes another port if the stored one is in use, and fails if the port was requested', async () => {
    const { port } = new URL(fixture.server.origin);
    await fixture.server.close();
    const squatter = createServer().listen(Number(port), '127.0.0.1');
    try {
      await fixture.start();
      expect(fixture.server.origin).not.toBe(`http://localhost:${port}`);
      const second = new SignInFixture();
      await expect(second.start(Number(port))).rejects.toHaveProperty('code', 'EADDRINUSE');
      await second.close();
    } finally {
      squatter.close();
    }
  });
});
