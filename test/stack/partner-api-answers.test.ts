import { beforeAll, describe, expect, test } from '@jest/globals';
import { authorizerContext } from '../../lambdas/http/partner-api/authorizer-context.ts';
import { gatewayResponsesOf, RESPONSE_TYPES, substituted } from './gateway-responses.ts';
import { synthesizeStacks, type TemplateResource } from './synthesized-stacks.ts';

const CODES: Readonly<Record<string, readonly [status: string | undefined, httpCode: number, code: string]>> = {
  UNAUTHORIZED: ['401', 401, 'unauthorized'],
  INVALID_API_KEY: ['401', 401, 'unauthorized'],
  INVALID_SIGNATURE: ['401', 401, 'unauthorized'],
  EXPIRED_TOKEN: ['401', 401, 'unauthorized'],
  ACCESS_DENIED: ['403', 403, 'legacy_token_disabled'],
  WAF_FILTERED: ['403', 403, 'bad_request'],
  AUTHORIZER_FAILURE: ['503', 503, 'temporarily_unavailable'],
  AUTHORIZER_CONFIGURATION_ERROR: ['503', 503, 'temporarily_unavailable'],
  MISSING_AUTHENTICATION_TOKEN: ['404', 404, 'not_found'],
  RESOURCE_NOT_FOUND: ['404', 404, 'not_found'],
  BAD_REQUEST_BODY: ['400', 400, 'bad_request'],
  BAD_REQUEST_PARAMETERS: ['400', 400, 'bad_request'],
  REQUEST_TOO_LARGE: ['413', 413, 'request_too_large'],
  UNSUPPORTED_MEDIA_TYPE: ['415', 415, 'unsupported_media_type'],
  THROTTLED: ['429', 429, 'rate_limited'],
  QUOTA_EXCEEDED: ['429', 429, 'rate_limited'],
  API_CONFIGURATION_ERROR: ['500', 500, 'internal_error'],
  INTEGRATION_FAILURE: ['502', 502, 'upstream_unavailable'],
  INTEGRATION_TIMEOUT: ['504', 504, 'upstream_timeout'],
  // A status here would override those of all others.
  DEFAULT_4XX: [undefined, 400, 'bad_request'],
  DEFAULT_5XX: [undefined, 500, 'internal_error'],
};

const CONTEXT: Readonly<Record<string, string>> = {
  '$context.extendedRequestId': 'JKJ_g=',
  '$context.authorizer.code': 'legacy_token_disabled',
  '$context.authorizer.error_data': 'legacy_token_disabled',
  '$context.authorizer.message': 'Legacy Token Authentication is switched off: send an API key.',
};

/** What a call without the right scope gets. */
const NARROW_KEY = authorizerContext(
  {
    outcome: 'denied',
    refusal: { code: 'insufficient_scope', requiredScope: 'clients:read' },
    trace: {
      partnerId: 'demoPA',
      credentialId: 'k3Jx81PqZr0B',
      credentialType: 'api_key',
      pathPartnerId: 'demoPA',
      requiredScope: 'clients:read',
      resource: 'clients',
    },
  },
  'GET',
);

const EVERYWHERE = {
  'gatewayresponse.header.Cache-Control': "'no-store'",
  'gatewayresponse.header.X-Content-Type-Options': "'nosniff'",
  'gatewayresponse.header.Strict-Transport-Security': "'max-age=63072000; includeSubDomains'",
};

let responses: ReturnType<typeof gatewayResponsesOf>;

beforeAll(async () => {
  responses = gatewayResponsesOf((await synthesizeStacks()).service, 'partner-api');
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

describe.each(Object.keys(CODES))('%s', (type) => {
  // It can repeat the Authorization header of the request.
  test('holds no error message of the gateway', () => {
    expect(JSON.stringify(responseOf(type))).not.toMatch(/context\.error/);
  });

  test('has the status, the code and the envelope of the contract', () => {
    const [status, httpCode, code] = CODES[type] ?? [];
    const { StatusCode, ResponseTemplates } = responseOf(type);

    const body = JSON.parse(substituted(ResponseTemplates['application/json'], CONTEXT));

    expect(StatusCode).toBe(status);
    expect(Object.keys(ResponseTemplates)).toEqual(['application/json']);
    expect(body).toEqual({
      meta: { success: false, http_code: httpCode, developer_message: body.message, error_data: { code } },
      error: code,
      error_description: body.message,
      message: body.message,
      request_id: 'JKJ_g=',
    });
    expect(body.message).toMatch(/^[A-Z][^"\\]+: [^"\\]+\.$/);
  });

  // A 404 without them would be stored by a cache in front.
  test('is not stored by anybody, and says how to go on where HTTP has a header for it', () => {
    const [status] = CODES[type] ?? [];
    const headers = responseOf(type).ResponseParameters;

    const expected =
      status === '401'
        ? { 'gatewayresponse.header.WWW-Authenticate': expect.stringMatching(/^'Bearer .+'$/) }
        : status === '429' || status === '503'
          ? { 'gatewayresponse.header.Retry-After': expect.stringMatching(/^'[1-9]\d*'$/) }
          : {};
    expect(headers).toEqual({ ...EVERYWHERE, ...expected });
  });
});

// Such as for a refusal by a resource policy.
test('ACCESS_DENIED stays JSON where the authorizer has handed over nothing', () => {
  const nothing = Object.fromEntries(Object.keys(CONTEXT).map((name) => [name, '']));

  const { ResponseTemplates } = responseOf('ACCESS_DENIED');
  const body = JSON.parse(substituted(ResponseTemplates['application/json'], nothing));

  expect(body.meta).toEqual({ success: false, http_code: 403, developer_message: '', error_data: { code: '' } });
});

// If it fails, the body of the most frequent refusal of a narrowed key is no JSON, or lacks what clients read.
test('ACCESS_DENIED tells the scope that is missing beside the code', () => {
  const context = Object.fromEntries(
    Object.entries(NARROW_KEY).map(([name, value]) => [`$context.authorizer.${name}`, String(value)]),
  );

  const { ResponseTemplates } = responseOf('ACCESS_DENIED');
  const body = JSON.parse(substituted(ResponseTemplates['application/json'], { ...CONTEXT, ...context }));

  expect(body).toMatchObject({
    meta: { error_data: { code: 'insufficient_scope', required_scope: 'clients:read' } },
    error: 'insufficient_scope',
  });
  expect(Object.keys(body.meta.error_data)).toEqual(['code', 'required_scope']);
});
