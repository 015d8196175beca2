import { describe, expect, test } from '@jest/globals';
import { claimsOf, discoverProvider, readHubConfig } from '../../../tools/client/sign-in.ts';
import { hub, requestHub } from '../../support/hub.ts';
import { demo, origin, runInfo } from '../../support/local-run.ts';
import { expectStatus, managementAs } from '../../support/management-api.ts';
import { refresh, signIn } from '../../support/sign-in.ts';
import { createSignedInUser, createUser, newEmail } from '../../support/users.ts';

describe('GET /config.json', () => {
  test('tells a client how to sign in and where the APIs are', async () => {
    const response = await requestHub({ path: '/config.json' });

    expect(response.status).toBe(200);
    expect(response.headers['content-type']).toMatch(/^application\/json(;|$)/);
    expect(response.headers['cache-control']).toMatch(/no-cache|no-store/);
    expect(response.json).toEqual({
      issuer: runInfo().issuer,
      client_id: expect.stringMatching(/\S/),
      scopes: 'openid email',
      logout: expect.stringContaining(encodeURIComponent(`${hub}/`)),
      management_api: `${hub}/management/v1`,
      partner_api: `${origin}/api/v2`,
    });
  });
});

describe('signing in', () => {
  test('gives an ID token of the hub, short-lived, for the user', async () => {
    const user = await createUser();
    const { issuer, client_id } = await readHubConfig(hub);

    const { idToken } = await signIn(user.email, user.password);

    const claims = claimsOf(idToken);
    expect(claims).toMatchObject({
      iss: issuer,
      aud: client_id,
      sub: user.subject,
      email: user.email,
      token_use: 'id',
    });
    expect(Number(claims.exp) - Number(claims.iat)).toBe(15 * 60);
  });

  test('works for the demo user, whose session names the demo partner', async () => {
    const tokens = await signIn(demo.email, demo.password);

    const { json } = expectStatus(await managementAs(tokens).get('/session'), 200);

    expect(json).toEqual({
      user: { id: expect.stringMatching(/^usr_[0-9A-Za-z]{16}$/), email: demo.email },
      partner: { id: 'demoPA', name: 'Demo Messaging', status: 'active', legacy_token_enabled: expect.any(Boolean) },
      viewer_ip: '127.0.0.1',
    });
  });

  test('takes the e-mail address in any case', async () => {
    const user = await createUser();

    const { idToken } = await signIn(user.email.toUpperCase(), user.password);

    expect(claimsOf(idToken).sub).toBe(user.subject);
  });

  test('fails in the same way for a wrong password and for nobody', async () => {
    const user = await createUser();

    await expect(signIn(user.email, 'Wrong-Passw0rd!')).rejects.toThrow('wrong');
    await expect(signIn(newEmail(), 'Wrong-Passw0rd!')).rejects.toThrow('wrong');
  });

  test('is renewed without a password, and the new token is accepted', async () => {
    const user = await createSignedInUser();

    const renewed = await refresh(user.refreshToken);
    const again = await refresh(user.refreshToken);

    for (const { idToken } of [renewed, again]) {
      expect(claimsOf(idToken).sub).toBe(user.subject);
      expectStatus(await managementAs({ idToken }).get('/session'), 200);
    }
  });

  test('ends by revoking the refresh token', async () => {
    const user = await createSignedInUser();
    const { client_id, issuer } = await readHubConfig(hub);
    const { revocation_endpoint } = await discoverProvider(issuer);

    const revoked = await fetch(revocation_endpoint ?? 'none', {
      method: 'POST',
      body: new URLSearchParams({ token: user.refreshToken, client_id }),
    });

    expect(revoked.status).toBe(200);
    await expect(refresh(user.refreshToken)).rejects.toThrow('invalid_grant');
  });

  test('is ended at the address that the hub names, which leads back to the hub', async () => {
    const { logout } = await readHubConfig(hub);

    const response = await fetch(logout, { redirect: 'manual' });

    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe(`${hub}/`);
  });
});
