import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Header } from '../../tools/client/http.ts';
import { request } from '../support/local-run.ts';
import { withKey, withToken } from '../support/partner-calls.ts';
import { createApiKey, createLegacyToken, createPartner } from '../support/records.ts';
import { expectNotToContain, expectRefusal, REFUSALS } from '../support/refusal.ts';

let key: string;
let token: string;

beforeAll(async () => {
  const partnerId = await createPartner();
  key = (await createApiKey(partnerId)).key;
  token = (await createLegacyToken(partnerId)).token;
});

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const PATHS = [
  ...['/api/v2', '/api/v2/', '/api/v2/unknown', '/api/v2/unknown/deeper/path', '/api/v2/partners', '/api/v2/partners/'],
  ...['/api/v2/whoami/more', '/api/v2/token/more', '/api/v2/tokens', '/api/v2/PARTNERS/x'],
];

describe('a path that the API does not have is not found', () => {
  test.each(METHODS)('by %s, with and without a credential', async (method) => {
    for (const path of PATHS) {
      for (const headers of [[], [withKey(key)], [withToken(token)]]) {
        const response = await request({ method, path, headers });

        expectRefusal(response, REFUSALS.not_found);
      }
    }
  });

  test('by HEAD, without a body', async () => {
    const response = await request({ method: 'HEAD', path: '/api/v2/unknown' });

    expect(response).toMatchObject({ status: 404, body: '' });
  });

  test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    'nor has it another method for /token than POST: %s',
    async (method) => {
      const response = await request({ method, path: '/api/v2/token', headers: [withKey(key)] });

      expectRefusal(response, REFUSALS.not_found);
    },
  );

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    'nor another one for /whoami than GET: %s',
    async (method) => {
      const response = await request({ method, path: '/api/v2/whoami', headers: [withKey(key)] });

      expectRefusal(response, REFUSALS.not_found);
    },
  );

  // The gateway's own answer to an Authorization header that it takes for a signature repeats the token in its text.
  test.each([
    ['Bearer', () => `Bearer ${token}`],
    ['a signature', () => `AWS4-HMAC-SHA256 Credential=${token}/20261124/eu-central-1/execute-api/aws4_request`],
    ['pairs', () => `a=${token}, b=c`],
    ['Basic', () => `Basic ${token}`],
    ['nothing but the token', () => token],
    ['empty', () => ''],
  ])('and tells nothing of an Authorization header: %s', async (_what, authorization) => {
    const response = await request({ path: '/api/v2/unknown', headers: [['Authorization', authorization()]] });

    expectRefusal(response, REFUSALS.not_found);
    expectNotToContain(response, [token]);
  });

  test.each<[string, Header[]]>([
    ['text/plain', [['Content-Type', 'text/plain']]],
    ['application/json', [['Content-Type', 'application/json']]],
    ['multipart without a boundary', [['Content-Type', 'multipart/form-data']]],
    ['an unknown type', [['Content-Type', 'application/x-unknown; charset=none']]],
    ['no type at all', [['Content-Type', 'none']]],
    ['an image wanted', [['Accept', 'image/png']]],
    ['a reserved header', [['x-partner-id', 'somebody']]],
    ['another encoding', [['Content-Encoding', 'gzip']]],
  ])('whatever the headers say: %s', async (_what, headers) => {
    const withBody = await request({ method: 'POST', path: '/api/v2/unknown', headers, body: '{"not": "json' });
    const without = await request({ path: '/api/v2/unknown', headers });

    for (const response of [withBody, without]) expectRefusal(response, REFUSALS.not_found);
  });
});
