import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { locationOf } from './sign-in-browser.ts';
import { CLIENT, EMAIL, HUB, INVITED_EMAIL, PASSWORD, SignInFixture } from './sign-in-fixture.ts';

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

describe('the form refuses', () => {
  it('a wrong password and an unknown account with the same page', async () => {
    const visitor = fixture.browser();
    const form = await visitor.form();
    const pages = await Promise.all(
      [EMAIL, 'nobody@demo.example', INVITED_EMAIL].map(async (email) => {
        const response = await visitor.submit(form, email, 'Wrong-Passw0rd!');
        return [response.status, response.headers.get('location'), (await response.text()).replaceAll(email, '')];
      }),
    );
    expect(pages[0]).toEqual([400, null, expect.stringContaining('The e-mail address or the password is wrong.')]);
    expect(pages[1]).toEqual(pages[0]);
    expect(pages[2]).toEqual(pages[0]);
  });

  it('a form sent from another page, or without the cookie of the sign-in', async () => {
    const visitor = fixture.browser();
    const form = await visitor.form();
    expect((await visitor.submit(form, EMAIL, PASSWORD, { origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await fixture.browser().submit(form, EMAIL, PASSWORD)).status).toBe(400);
    expect((await visitor.submit(form, EMAIL, PASSWORD, { origin: fixture.server.origin })).status).toBe(303);
  });

  it('no form of its own page, whose policy lets the browser send the origin', async () => {
    const visitor = fixture.browser();
    const response = await visitor.open(await visitor.form());
    expect(response.headers.get('referrer-policy')).toBe('same-origin');
  });

  it('scripts in the input', async () => {
    const visitor = fixture.browser();
    const response = await visitor.submit(await visitor.form(), '"><script>alert(1)</script>', 'x');
    expect(await response.text()).not.toContain('<script');
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none';.* frame-ancestors 'none'$/);
  });
});

describe('the authorization endpoint refuses', () => {
  it.each(['offline_access', 'openid email offline_access', 'openid profile', 'aws.cognito.signin.user.admin'])(
    'the scope %s',
    async (scope) => {
      const callback = locationOf(
        await fixture.browser().authorize({ scope, nonce: undefined }),
        fixture.server.issuer,
      );
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
      const callback = locationOf(await fixture.browser().authorize(changes), fixture.server.issuer);
      expect(callback.searchParams.get('error')).toBe('invalid_request');
    }
  });

  it.each(['https://elsewhere.example/callback', `${HUB}/callback/`, `${HUB}/callback?x=1`])(
    'the foreign address %s without going there',
    async (redirect_uri) => {
      const response = await fixture.browser().authorize({ redirect_uri });
      expect(response.status).toBe(400);
      expect(response.headers.get('location')).toBeNull();
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    },
  );

  it('an unknown client, and other response types', async () => {
    expect((await fixture.browser().authorize({ client_id: 'token-client' })).status).toBe(400);
    for (const response_type of ['token', 'id_token', 'code id_token']) {
      const callback = locationOf(await fixture.browser().authorize({ response_type }), fixture.server.issuer);
      expect(callback.href).toMatch(/[?#&]error=unsupported_response_type/);
    }
  });
});

describe('the token endpoint refuses', () => {
  const refused = async (response: Response, error: string) => {
    expect(response.status).toBe(400);
    expect(await response.json()).toHaveProperty('error', error);
  };

  it('a wrong verifier, another redirect URL, an unknown code', async () => {
    const visitor = fixture.browser();
    const code = await visitor.code(EMAIL, PASSWORD);
    await refused(await visitor.exchange(code, { code_verifier: 'v'.repeat(43) }), 'invalid_grant');
    await refused(await visitor.exchange(code, { redirect_uri: `${HUB}/` }), 'invalid_grant');
    await refused(await visitor.exchange('invented'), 'invalid_grant');
  });

  it('a code used twice', async () => {
    const visitor = fixture.browser();
    const code = await visitor.code(EMAIL, PASSWORD);
    expect((await visitor.exchange(code)).status).toBe(200);
    await refused(await visitor.exchange(code), 'invalid_grant');
  });

  it('a password instead of a code', async () => {
    const response = await fixture.browser().token({ grant_type: 'password', username: EMAIL, password: PASSWORD });
    await refused(response, 'unsupported_grant_type');
  });

  it('a refresh token that was revoked', async () => {
    const visitor = fixture.browser();
    const { refresh_token } = await visitor.signIn(EMAIL, PASSWORD);
    const body = new URLSearchParams({ client_id: CLIENT.id, token: refresh_token });
    const revoked = await fetch(`${fixture.server.issuer}/oauth2/revoke`, {
      method: 'POST',
      headers: { origin: HUB },
      body,
    });
    expect(revoked.status).toBe(200);
    expect(revoked.headers.get('access-control-allow-origin')).toBe(HUB);
    await refused(await visitor.refresh(refresh_token), 'invalid_grant');
  });

  it('pages of other origins', async () => {
    const visitor = fixture.browser();
    const { refresh_token } = await visitor.signIn(EMAIL, PASSWORD);
    const parameters = { grant_type: 'refresh_token', refresh_token };
    const foreign = await visitor.token(parameters, { origin: 'http://localhost:9999' });
    expect(foreign.status).toBe(403);
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    const own = await visitor.token(parameters, { origin: HUB });
    expect(own.status).toBe(200);
    expect(own.headers.get('access-control-allow-origin')).toBe(HUB);
  });
});

describe('sign-out', () => {
  it.each([
    { client_id: CLIENT.id, logout_uri: 'https://elsewhere.example/' },
    { client_id: CLIENT.id, logout_uri: HUB },
    { client_id: 'token-client', logout_uri: `${HUB}/` },
    { client_id: CLIENT.id },
  ])('refuses %j and keeps the session', async (query) => {
    const visitor = fixture.browser();
    await visitor.signIn(EMAIL, PASSWORD);
    const response = await visitor.open(fixture.signOutAddress(query));
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    expect(locationOf(await visitor.authorize(), fixture.server.issuer).searchParams.has('code')).toBe(true);
  });
});
