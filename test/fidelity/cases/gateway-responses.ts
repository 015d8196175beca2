import type { FidelityCase } from '../fidelity-case.ts';
import { denying, shaped, unauthorized } from './gateway-response-case.ts';

export const gatewayResponses: readonly FidelityCase[] = [
  shaped(
    'default-unauthorized',
    'The default 401 body.',
    { authorizer: unauthorized },
    {
      status: 401,
      json: { message: 'Unauthorized' },
      headers: {
        'x-amzn-errortype': 'UnauthorizedException',
        'content-type': 'application/json',
        'www-authenticate': null,
      },
    },
  ),
  shaped(
    'default-access-denied',
    'The default body of ACCESS_DENIED has a capital Message.',
    { authorizer: denying() },
    {
      status: 403,
      text: /^\{"Message":"User is not authorized to access this resource[^"]*"\}$/,
      headers: { 'x-amzn-errortype': 'AccessDeniedException' },
    },
  ),
  shaped(
    'default-authorizer-failure',
    'A failed authorizer is 500 with nothing of its error.',
    {
      authorizer: { throws: { message: 'secret detail' } },
    },
    { status: 500, text: /^(?!.*secret detail)/ },
  ),
  shaped(
    'default-function-error',
    'A failed function is 502 with nothing of its error.',
    {
      target: { throws: { message: 'secret detail' } },
    },
    { status: 502, json: { message: 'Internal server error' } },
  ),
  shaped(
    'function-timeout',
    'A function that times out is 502 or 504, without detail.',
    { target: { timesOut: true } },
    {
      text: /^(?!.*Task timed out)/,
      headers: { 'content-type': 'application/json' },
    },
  ),
  shaped(
    'static-401',
    'A body of one’s own for UNAUTHORIZED, and WWW-Authenticate by response parameter.',
    {
      authorizer: unauthorized,
      responses: {
        UNAUTHORIZED: {
          body: '{"code":"unauthorized"}',
          headers: { 'WWW-Authenticate': '\'Bearer realm="partner-api"\'' },
        },
      },
    },
    {
      status: 401,
      json: { code: 'unauthorized' },
      headers: { 'www-authenticate': 'Bearer realm="partner-api"', 'x-amzn-errortype': 'UnauthorizedException' },
    },
  ),
  shaped(
    'status',
    'A status of one’s own.',
    {
      authorizer: denying(),
      responses: { ACCESS_DENIED: { status: '404', body: '{"code":"none"}' } },
    },
    { status: 404, json: { code: 'none' } },
  ),
  shaped(
    'headers-only',
    'Headers without a body leave the default body.',
    {
      authorizer: denying(),
      responses: { ACCESS_DENIED: { headers: { 'Cache-Control': "'no-store'" } } },
    },
    { status: 403, headers: { 'cache-control': 'no-store' } },
  ),
  shaped(
    'default-4xx',
    'DEFAULT_4XX with a body only keeps each status.',
    {
      authorizer: unauthorized,
      responses: { DEFAULT_4XX: { body: '{"type":"$context.error.responseType"}' } },
    },
    { status: 401, json: { type: 'UNAUTHORIZED' } },
  ),
  shaped(
    'default-4xx-unknown-path',
    'It covers an unknown path too.',
    {
      responses: { DEFAULT_4XX: { body: '{"type":"$context.error.responseType"}' } },
      request: { path: '/none' },
    },
    { status: 403, json: { type: 'MISSING_AUTHENTICATION_TOKEN' } },
  ),
  shaped(
    'default-4xx-status',
    'A status of DEFAULT_4XX overrides the others.',
    {
      responses: { DEFAULT_4XX: { status: '400', body: '{}' } },
      request: { path: '/none' },
    },
    { refusedAtStart: /override/ },
  ),
  shaped(
    'own-before-default',
    'A response of its own comes before DEFAULT_4XX.',
    {
      responses: {
        DEFAULT_4XX: { body: '{"from":"default"}' },
        MISSING_AUTHENTICATION_TOKEN: { status: '404', body: '{"from":"own"}' },
      },
      request: { path: '/none' },
    },
    { status: 404, json: { from: 'own' } },
  ),
  shaped(
    'default-5xx-authorizer',
    'DEFAULT_5XX covers a failed authorizer.',
    {
      authorizer: { throws: { message: 'boom' } },
      responses: { DEFAULT_5XX: { body: '{"type":"$context.error.responseType"}' } },
    },
    { status: 500, json: { type: 'AUTHORIZER_FAILURE' } },
  ),
  shaped(
    'default-5xx-function',
    'And a failed function, with its status.',
    {
      target: { throws: { message: 'boom' } },
      responses: { DEFAULT_5XX: { body: '{"from":"default"}' } },
    },
    { status: 502, json: { from: 'default' } },
  ),
  shaped(
    'default-4xx-not-5xx',
    'DEFAULT_4XX does not cover 5xx.',
    {
      target: { throws: { message: 'boom' } },
      responses: { DEFAULT_4XX: { body: '{"from":"default"}' } },
    },
    { status: 502, json: { message: 'Internal server error' } },
  ),
  shaped(
    'not-for-backend-answers',
    'The response of a function is unchanged, whatever its status.',
    {
      target: { returns: { statusCode: 403, body: 'mine' } },
      responses: { DEFAULT_4XX: { body: '{"from":"default"}' }, ACCESS_DENIED: { body: '{"from":"denied"}' } },
    },
    { status: 403, text: 'mine' },
  ),
  shaped(
    'integration-timeout',
    'An upstream that is slower than the integration’s timeout is 504 INTEGRATION_TIMEOUT.',
    {
      upstream: { status: 200, delayMs: 5000 },
      responses: { INTEGRATION_TIMEOUT: { body: '{"type":"$context.error.responseType"}' } },
      request: { path: '/upstream' },
    },
    { status: 504, json: { type: 'INTEGRATION_TIMEOUT' } },
  ),
  shaped(
    'integration-timeout-default',
    'The default body of it.',
    {
      upstream: { status: 200, delayMs: 5000 },
      request: { path: '/upstream' },
    },
    { status: 504, json: { message: 'Endpoint request timed out' } },
  ),
  shaped(
    'integration-failure',
    'An upstream that hangs up is INTEGRATION_FAILURE, with the status it is given.',
    {
      upstream: { status: 200, hangsUp: true },
      responses: { INTEGRATION_FAILURE: { status: '502', body: '{"type":"$context.error.responseType"}' } },
      request: { path: '/upstream' },
    },
    { status: 502, json: { type: 'INTEGRATION_FAILURE' } },
  ),
];
