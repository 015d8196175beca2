import { describe, expect, test } from '@jest/globals';
import { sendRequest } from '../../tools/client/http.ts';
import { hub, requestHub } from '../support/hub.ts';
import { origin, runInfo } from '../support/local-run.ts';

describe('/config.json', () => {
  test('leads to what runs on this machine, and nowhere else', async () => {
    const { issuer } = runInfo();

    const { status, headers, json } = await requestHub({ path: '/config.json' });

    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-cache' });
    expect(json).toEqual({
      issuer,
      client_id: expect.stringMatching(/^[0-9a-z]{26}$/),
      scopes: 'openid email',
      logout: expect.stringContaining(`${new URL(issuer).origin}/logout?client_id=`),
      management_api: `${hub}/management/v1`,
      partner_api: `${origin}/api/v2`,
    });
    expect(new URL(json.logout).searchParams.get('logout_uri')).toBe(`${hub}/`);
  });
});

test('/.well-known/security.txt says whom to write to', async () => {
  const { status, headers, body } = await requestHub({ path: '/.well-known/security.txt' });

  expect(status).toBe(200);
  expect(headers).toMatchObject({ 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache' });
  expect(body).toMatch(/^Contact: mailto:security@local\.example$/m);
  expect(body).toContain(`Canonical: ${hub}/.well-known/security.txt`);
  expect(Date.parse(/^Expires: (.+)$/m.exec(body)?.[1] ?? '')).toBeGreaterThan(Date.now());
});

describe('pages', () => {
  test.each(['/', '/callback?code=a&state=b', '/api-keys', '/a/b/c'])('%s is the one page', async (path) => {
    const { status, headers, body } = await requestHub({ path });

    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'text/html', 'cache-control': 'no-cache' });
    expect(body).toMatch(/<!doctype html>/i);
  });

  // The policy of the template names the user pool and its domain; left as they are, nobody could sign in.
  test('may call the sign-in, and nothing in AWS', async () => {
    const { headers } = await requestHub({ path: '/' });
    const policy = headers['content-security-policy'] ?? '';

    expect(policy).toContain(`connect-src 'self' ${runInfo().issuer}/`);
    expect(policy).not.toContain('https:');
  });

  test('bring scripts that may be kept for ever', async () => {
    const { body } = await requestHub({ path: '/' });
    const [, script = ''] = /<script[^>]* src="([^"]+\.js)"/.exec(body) ?? [];

    const { status, headers } = await requestHub({ path: new URL(script, `${hub}/`).pathname });

    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/javascript');
    expect(headers['cache-control']).toContain('immutable');
  });

  test.each(['/missing.js', '/assets/missing.js', '/assets/../config.json.map', '/.env'])(
    '%s is not there, and says so as S3 does',
    async (path) => {
      const { status, headers, body } = await requestHub({ path });

      expect(status).toBe(403);
      expect(headers['content-type']).toBe('application/xml');
      expect(body).toContain('<Code>AccessDenied</Code>');
    },
  );
});

describe('the Management API', () => {
  test('is behind the hub', async () => {
    expect(await requestHub({ path: '/management/v1/session' })).toMatchObject({
      status: 401,
      json: { code: 'unauthenticated' },
    });
  });

  test('is not there for whoever goes around it', async () => {
    const response = await sendRequest(runInfo().management_api_endpoint, { path: '/management/v1/session' });

    expect(response).toMatchObject({ status: 403, json: { code: 'forbidden_origin' } });
  });

  test.each(['/management', '/Management/v1/session'])('is not at %s', async (path) => {
    expect((await requestHub({ path })).headers['content-type']).toBe('text/html');
  });
});
