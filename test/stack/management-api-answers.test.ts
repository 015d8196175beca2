import { beforeAll, describe, expect, test } from '@jest/globals';
import { gatewayResponsesOf, RESPONSE_TYPES, substituted } from './gateway-responses.ts';
import { synthesizeStacks, type TemplateResource } from './synthesized-stacks.ts';

const CODES: Readonly<Record<string, readonly [status: number, code: string]>> = {
  UNAUTHORIZED: [401, 'unauthenticated'],
  INVALID_API_KEY: [401, 'unauthenticated'],
  INVALID_SIGNATURE: [401, 'unauthenticated'],
  EXPIRED_TOKEN: [401, 'unauthenticated'],
  ACCESS_DENIED: [403, 'not_a_partner_user'],
  WAF_FILTERED: [403, 'invalid_request'],
  AUTHORIZER_FAILURE: [503, 'temporarily_unavailable'],
  AUTHORIZER_CONFIGURATION_ERROR: [503, 'temporarily_unavailable'],
  INTEGRATION_FAILURE: [503, 'temporarily_unavailable'],
  INTEGRATION_TIMEOUT: [503, 'temporarily_unavailable'],
  MISSING_AUTHENTICATION_TOKEN: [404, 'not_found'],
  RESOURCE_NOT_FOUND: [404, 'not_found'],
  BAD_REQUEST_BODY: [400, 'invalid_request'],
  BAD_REQUEST_PARAMETERS: [400, 'invalid_request'],
  REQUEST_TOO_LARGE: [413, 'request_too_large'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'unsupported_media_type'],
  THROTTLED: [429, 'rate_limited'],
  QUOTA_EXCEEDED: [429, 'rate_limited'],
  API_CONFIGURATION_ERROR: [500, 'internal_error'],
  DEFAULT_4XX: [400, 'invalid_request'],
  DEFAULT_5XX: [500, 'internal_error'],
};

/** What the authorizer sends along with a refusal. */
const CONTEXT: Readonly<Record<string, string>> = {
  '$context.extendedRequestId': 'JKJ_g=',
  '$context.authorizer.code': 'not_a_partner_user',
  '$context.authorizer.title': 'No access',
  '$context.authorizer.detail': 'This account belongs to no partner: ask the owner of the account to add it.',
};

const HEADERS = {
  'Content-Type': "'application/problem+json'",
  'Cache-Control': "'no-store'",
  'X-Content-Type-Options': "'nosniff'",
  'Strict-Transport-Security': "'max-age=63072000; includeSubDomains'",
  'Referrer-Policy': "'no-referrer'",
};
const MORE_HEADERS: Readonly<Record<number, Record<string, unknown>>> = {
  401: { 'WWW-Authenticate': '\'Bearer realm="partner-hub"\'' },
  429: { 'Retry-After': expect.stringMatching(/^'[1-9]\d*'$/) },
  503: { 'Retry-After': expect.stringMatching(/^'[1-9]\d*'$/) },
};

let responses: ReturnType<typeof gatewayResponsesOf>;

beforeAll(async () => {
  responses = gatewayResponsesOf((await synthesizeStacks()).service, 'management-api');
});

function responseOf(type: string): TemplateResource['Properties'] {
  const response = responses.get(type);
  if (response === undefined) throw new Error(`There is no gateway response ${type}.`);
  return response;
}

test('every type that API Gateway knows is shaped', () => {
  expect([...responses.keys()].toSorted()).toEqual(RESPONSE_TYPES);
  expect(Object.keys(CODES).toSorted()).toEqual(RESPONSE_TYPES);
});

describe.each(Object.entries(CODES))('%s', (type, [status, code]) => {
  test('is a problem of RFC 9457', () => {
    const { ResponseTemplates } = responseOf(type);

    const body = JSON.parse(substituted(ResponseTemplates['application/json'], CONTEXT));

    expect(Object.keys(ResponseTemplates)).toEqual(['application/json']);
    expect(body).toEqual({
      type: 'about:blank',
      title: expect.stringMatching(/^[A-Z][a-z ]+$/),
      status,
      detail: expect.stringMatching(/^[A-Z][^"\\]+: [^"\\]+\.$/),
      code,
      request_id: 'JKJ_g=',
    });
  });

  // On a default, a status would override those of all others.
  test('has its status', () => {
    expect(responseOf(type).StatusCode).toBe(type.startsWith('DEFAULT_') ? undefined : String(status));
  });

  test('is not kept by anybody, and says how to go on where HTTP has a header for it', () => {
    const expected = Object.entries({ ...HEADERS, ...(type.startsWith('DEFAULT_') ? {} : MORE_HEADERS[status]) });

    expect(responseOf(type).ResponseParameters).toEqual(
      Object.fromEntries(expected.map(([name, value]) => [`gatewayresponse.header.${name}`, value])),
    );
  });

  // It can repeat the Authorization header of the request.
  test('holds no error message of the gateway', () => {
    expect(JSON.stringify(responseOf(type))).not.toMatch(/context\.error/);
  });

  // A quotation mark inside a literal is accepted or refused by API Gateway at its own discretion.
  test('has no quotation mark inside a header value', () => {
    for (const value of Object.values<string>(responseOf(type).ResponseParameters)) {
      expect(value).toMatch(/^'[^']+'$/);
    }
  });
});
