import type { FidelityCase } from '../fidelity-case.ts';
import { denying, shaped, unauthorized } from './gateway-response-case.ts';

export const gatewayResponseTexts: readonly FidelityCase[] = [
  shaped(
    '401-has-no-context',
    'A thrown error carries no context: its variables are empty.',
    {
      authorizer: unauthorized,
      responses: { UNAUTHORIZED: { body: '{"code":"$context.authorizer.code"}' } },
    },
    { status: 401, text: /^\{"code":"(\$context\.authorizer\.code)?"\}$/ },
  ),
  shaped(
    'context-in-access-denied',
    'The context of a returned Deny can be used in the body.',
    {
      authorizer: denying({ code: 'partner_mismatch', retry: 5 }),
      responses: { ACCESS_DENIED: { body: '{"code":"$context.authorizer.code","retry":"$context.authorizer.retry"}' } },
    },
    { status: 403, json: { code: 'partner_mismatch', retry: '5' } },
  ),
  shaped(
    'context-in-header',
    'And in a header.',
    {
      authorizer: denying({ code: 'partner_mismatch' }),
      responses: { ACCESS_DENIED: { body: '{}', headers: { 'X-Code': 'context.authorizer.code' } } },
    },
    { refusedAtStart: /literal/ },
  ),
  shaped(
    'no-vtl',
    'Templates are plain substitution: no directives, no functions, no $input.',
    {
      request: { path: '/none' },
      responses: {
        MISSING_AUTHENTICATION_TOKEN: {
          body: "#if(true)#set($a = 1)$a#end $util.escapeJavaScript('x') $input.body $context.stage",
        },
      },
    },
    { refusedAtStart: /not supported locally/ },
  ),
  shaped(
    'message-string-is-quoted',
    '`$context.error.messageString` brings its own quotes.',
    {
      request: { path: '/none' },
      responses: { MISSING_AUTHENTICATION_TOKEN: { body: '{"message":$context.error.messageString}' } },
    },
    { status: 403, json: { message: 'Missing Authentication Token' } },
  ),
  shaped(
    'message-is-not',
    '`$context.error.message` does not.',
    {
      request: { path: '/none' },
      responses: { MISSING_AUTHENTICATION_TOKEN: { body: '{"message":"$context.error.message"}' } },
    },
    { status: 403, json: { message: 'Missing Authentication Token' } },
  ),
  shaped(
    'request-ids',
    'Request IDs can be put in, and are the ones of the headers.',
    {
      request: { path: '/none' },
      responses: { MISSING_AUTHENTICATION_TOKEN: { body: '$context.requestId $context.extendedRequestId' } },
    },
    {
      text: /^[0-9a-f-]{36} [A-Za-z0-9_-]+=$/,
      headers: { 'x-amzn-requestid': /^[0-9a-f-]{36}$/, 'x-amz-apigw-id': /^[A-Za-z0-9_-]+=$/ },
    },
  ),
  shaped(
    'values-are-not-scanned',
    'A value that was put in is not read for variables again.',
    {
      authorizer: denying({ code: '$context.stage' }),
      responses: { ACCESS_DENIED: { body: '{"code":"$context.authorizer.code"}' } },
    },
    { status: 403, json: { code: '$context.stage' } },
  ),
  {
    ...shaped(
      '',
      '',
      {
        authorizer: denying({ code: 'insufficient_scope","scope":"orders:read' }),
        responses: { ACCESS_DENIED: { body: '{"code":"$context.authorizer.code"}' } },
      },
      { status: 403, json: { code: 'insufficient_scope', scope: 'orders:read' } },
    ),
    id: 'gateway-responses/values-are-not-escaped',
    fact: 'A value is put in as it is, with its quotation marks.',
    notVerified: 'gateway-response-escaping',
  },
  {
    ...shaped(
      '',
      '',
      {
        request: { path: '/none' },
        responses: {
          MISSING_AUTHENTICATION_TOKEN: { body: '{}', headers: { 'Content-Type': "'application/problem+json'" } },
        },
      },
      { status: 403, headers: { 'content-type': 'application/problem+json' } },
    ),
    id: 'gateway-responses/media-type',
    fact: 'A response parameter may replace the media type.',
    notVerified: 'gateway-response-media-type',
  },
  {
    ...shaped(
      '',
      '',
      { request: { path: '/none' } },
      { status: 403, headers: { 'x-amzn-errortype': 'MissingAuthenticationTokenException' } },
    ),
    id: 'gateway-responses/token-not-echoed',
    fact: 'With an Authorization header a path without a method is still 403.',
    request: { path: '/none', headers: [['Authorization', 'Bearer abc']] },
    expect: { status: 403 },
    notVerified: 'authorization-on-missing-method',
  },
];
