import { beforeAll, describe, expect, test } from '@jest/globals';
import { hub, requestHub } from '../../support/hub.ts';
import { callManagement } from '../../support/management-api.ts';
import { methodsByPath } from '../../support/management-routes.ts';
import { expectProblem } from '../../support/problem.ts';
import { expectNotToContain } from '../../support/refusal.ts';
import { createSignedInUser, type SignedInUser } from '../../support/users.ts';

let user: SignedInUser;

beforeAll(async () => {
  user = await createSignedInUser();
});

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const UNKNOWN = [
  ...['', '/', '/unknown', '/unknown/deeper/path', '/SESSION', '/session/more', '/api-keys/0123456789ab/more'],
  ...['/otp-challenges/0123', '/legacy-token/off', '/activity/0123', '/token', '/api/v2/whoami', '/partners/demoPA'],
];

describe('a path that the API does not have is not found', () => {
  test.each(METHODS)('by %s, signed in or not', async (method) => {
    for (const path of UNKNOWN) {
      for (const token of [null, user.idToken]) {
        expectProblem(await callManagement({ method, path, token }), 'not_found');
      }
    }
  });

  test('in another version, or above it', async () => {
    for (const path of ['/management/', '/management/v2/session', '/management/v1session', '/management/session']) {
      const response = await requestHub({ path, headers: [['Authorization', `Bearer ${user.idToken}`]] });

      expectProblem(response, 'not_found');
    }
  });
});

describe('a method that a path does not have is not found', () => {
  const calls = [...methodsByPath('0123456789ab')].flatMap(([path, methods]) =>
    METHODS.filter((method) => !methods.includes(method)).map((method) => [method, path] as const),
  );

  test.each(calls)('%s %s', async (method, path) => {
    for (const token of [null, user.idToken]) {
      const body = method === 'GET' ? undefined : { enabled: false };
      expectProblem(await callManagement({ method, path, token, body }), 'not_found');
    }
  });
});

// The gateway's own answer to an Authorization header that it takes for a signature repeats the token in its text.
test.each([
  ['Bearer', () => `Bearer ${user.idToken}`],
  ['a signature', () => `AWS4-HMAC-SHA256 Credential=${user.idToken}/20261124/eu-central-1/execute-api/aws4_request`],
  ['pairs', () => `a=${user.idToken}, b=c`],
  ['nothing but the token', () => user.idToken],
])('the answer tells nothing of an Authorization header: %s', async (_what, authorization) => {
  const headers = [['Authorization', authorization()]] as const;

  const response = await callManagement({ path: '/unknown', token: null, headers });

  expectProblem(response, 'not_found');
  expectNotToContain(response, [user.idToken]);
});

// No page of another origin may call: the hub is on the same one.
test('no answer opens the API to other origins', async () => {
  for (const method of ['GET', 'OPTIONS']) {
    const response = await callManagement({
      method,
      path: '/session',
      token: user.idToken,
      headers: [
        ['Origin', hub],
        ['Access-Control-Request-Method', 'DELETE'],
      ],
    });

    expect(Object.keys(response.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  }
});
