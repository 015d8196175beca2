import { describe, expect, test } from '@jest/globals';
import { substituteContext } from '../../../local/gateway/context-variables.ts';
import { gatewayResponse } from '../../../local/gateway/gateway-response.ts';
import type { GatewayResponseDefinition } from '../../../local/template/application.ts';
import { apiWith, callOf } from './fixtures.ts';

function respond(
  responseType: string,
  definitions: Record<string, GatewayResponseDefinition> = {},
  statusCode?: number,
) {
  const call = callOf('GET', '/partners/p/a', [], apiWith(definitions));
  call.authorizer = { principalId: 'someone', context: { code: 'partner_mismatch' } };
  const error = { responseType, message: 'Said', ...(statusCode === undefined ? {} : { statusCode }) };
  call.error = error;
  const { status, headers, body } = gatewayResponse(call, error);
  return { status, headers, body: body.toString() };
}

test.each([
  ['ACCESS_DENIED', 403, '{"Message":"Said"}'],
  ['UNAUTHORIZED', 401, '{"message":"Said"}'],
  ['MISSING_AUTHENTICATION_TOKEN', 403, '{"message":"Said"}'],
  ['AUTHORIZER_FAILURE', 500, '{"message":"Said"}'],
  ['AUTHORIZER_CONFIGURATION_ERROR', 500, '{"message":"Said"}'],
  ['INTEGRATION_TIMEOUT', 504, '{"message":"Said"}'],
])('%s without a template: %i', (type, status, body) => {
  expect(respond(type)).toMatchObject({ status, body });
});

describe('defined by the template', () => {
  const shaped = {
    statusCode: 418,
    headers: new Map([['Retry-After', '5']]),
    template: '{"c":"$context.authorizer.code","n":"$context.authorizer.none"}',
  };

  test('status, headers and body', () => {
    const { status, headers, body } = respond('ACCESS_DENIED', { ACCESS_DENIED: shaped });

    expect(status).toBe(418);
    expect(headers).toContainEqual(['Retry-After', '5']);
    expect(body).toBe('{"c":"partner_mismatch","n":""}');
  });

  // With two of them the client would choose.
  test('a media type of its own replaces the one of the template', () => {
    const problem = { ...shaped, headers: new Map([['Content-Type', 'application/problem+json']]) };

    const { headers } = respond('ACCESS_DENIED', { ACCESS_DENIED: problem });

    expect(headers.filter(([name]) => name.toLowerCase() === 'content-type')).toEqual([
      ['Content-Type', 'application/problem+json'],
    ]);
  });

  test('a default gives the body and keeps the status of the case', () => {
    const fallback = { statusCode: null, headers: new Map<string, string>(), template: 'default' };

    expect(respond('UNAUTHORIZED', { DEFAULT_4XX: fallback, DEFAULT_5XX: shaped })).toMatchObject({
      status: 401,
      body: 'default',
    });
    expect(respond('DEFAULT_5XX', { DEFAULT_5XX: fallback }, 502)).toMatchObject({ status: 502, body: 'default' });
  });
});

test('logs have a dash for a missing value', () => {
  const call = callOf('GET', '/partners/p/a');

  expect(substituteContext('$context.httpMethod $context.error.responseType', call, '-')).toBe('GET -');
});
