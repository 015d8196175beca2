import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { DependencyError } from '../../lambdas/domain/dependency-error.ts';
import type { PasswordVerifier } from '../../lambdas/domain/ports.ts';
import type { TokenRuntime } from '../../lambdas/runtime.ts';

const PASSWORD = 'hunter2-Hunter2';
let createTokenHandler: typeof import('../../lambdas/handlers/token.ts').createTokenHandler;
let lines: string[];
let released: number;

beforeAll(async () => {
  // The module makes its own handler from the environment when it is loaded, as in Lambda.
  Object.assign(process.env, {
    TABLE_NAME: 't',
    USER_POOL_ID: 'p',
    TOKEN_CLIENT_ID: 'c',
    HUB_URL: 'https://h.example',
    AWS_REGION: 'eu-central-1',
  });
  ({ createTokenHandler } = await import('../../lambdas/handlers/token.ts'));
});

beforeEach(() => {
  lines = [];
  released = 0;
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    lines.push(String(chunk));
    return true;
  });
});

function runtimeWith(verify: PasswordVerifier['verify']): TokenRuntime {
  return {
    passwords: { verify },
    hubUrl: 'https://hub.example.com',
    failures: {
      reserve: async () => ({ outcome: 'reserved', windowEndsAt: 1 }),
      release: async () => {
        released += 1;
      },
      confirm: async () => {},
    },
    store: { findUser: async () => null, findPartner: async () => null, issue: async () => 'issued' },
  };
}

async function post(verify: PasswordVerifier['verify']) {
  const event = {
    body: JSON.stringify({ username: 'owner@demo.example', password: PASSWORD }),
    isBase64Encoded: false,
    headers: { 'Content-Type': 'application/json' },
    requestContext: { extendedRequestId: 'request-1', identity: { sourceIp: '203.0.113.9' } },
  } as unknown as APIGatewayProxyEvent;
  const { statusCode, headers, body } = await createTokenHandler(runtimeWith(verify))(event, {} as Context);
  return { statusCode, headers: headers ?? {}, body: JSON.parse(body) };
}

describe('POST /token answers', () => {
  it.each<[string, PasswordVerifier['verify'], number, string, boolean]>([
    [
      'a pool that wants more than a password',
      async () => ({ outcome: 'interaction_required' }),
      403,
      'interaction_required',
      false,
    ],
    ['a pool that throttles', async () => ({ outcome: 'throttled' }), 429, 'rate_limited', true],
    [
      'a pool that is down',
      () => Promise.reject(new DependencyError('cognito', 'down')),
      503,
      'temporarily_unavailable',
      true,
    ],
    ['a fault of ours', () => Promise.reject(new TypeError(`of ${PASSWORD}`)), 500, 'internal_error', false],
    ['a wrong password', async () => ({ outcome: 'rejected' }), 400, 'invalid_grant', false],
    ['an account without a record', async () => ({ outcome: 'verified', subject: 's' }), 400, 'invalid_grant', false],
  ])('%s', async (_, verify, status, code, retry) => {
    const { statusCode, headers, body } = await post(verify);
    expect({ statusCode, code: body.error, meta: body.meta.http_code }).toEqual({
      statusCode: status,
      code,
      meta: status,
    });
    expect(body.request_id).toBe('request-1');
    expect(headers['Cache-Control']).toBe('no-store');
    expect(headers['Retry-After'] !== undefined).toBe(retry);
    expect(lines.join('')).not.toContain(PASSWORD);
    expect(JSON.stringify(body)).not.toContain(PASSWORD);
  });

  it('with the try given back unless the password was wrong', async () => {
    await post(() => Promise.reject(new DependencyError('cognito', 'down')));
    expect(released).toBe(1);
    await post(async () => ({ outcome: 'rejected' }));
    expect(released).toBe(1);
  });
});
