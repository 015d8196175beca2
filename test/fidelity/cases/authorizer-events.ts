import type { ClientRequest, Expected, FidelityCase } from '../fidelity-case.ts';

const event = (
  id: string,
  fact: string,
  path: string,
  request: Partial<ClientRequest>,
  expected: Expected,
): FidelityCase => ({
  id: `authorizer-events/${id}`,
  fact,
  api: {
    routes: [{ method: 'ANY', path, function: 'target', authorized: true }],
    authorizer: {
      returnsFor: (given) => ({
        principalId: 'caller',
        policyDocument: {
          Version: '2012-10-17',
          Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: given.methodArn }],
        },
      }),
    },
  },
  request: { path, ...request },
  expect: { status: 200, authorizerEvent: expected },
});

export const authorizerEvents: readonly FidelityCase[] = [
  event(
    'empty-maps',
    'Empty maps are {} in an authorizer event.',
    '/orders',
    {},
    {
      queryStringParameters: {},
      multiValueQueryStringParameters: {},
      pathParameters: {},
      stageVariables: {},
    },
  ),
  event(
    'type',
    'The type is REQUEST, and nothing of a TOKEN event is there.',
    '/orders',
    {},
    {
      type: 'REQUEST',
      httpMethod: 'GET',
      path: '/orders',
      resource: '/orders',
      authorizationToken: undefined,
      identitySource: undefined,
      version: undefined,
    },
  ),
  event(
    'no-body',
    'There is no body, and no word about its encoding.',
    '/orders',
    {
      method: 'POST',
      body: '{"a":1}',
      headers: [['Content-Type', 'application/json']],
    },
    { body: undefined, isBase64Encoded: undefined },
  ),
  event(
    'content-length',
    'Content-Length is in an authorizer event.',
    '/orders',
    {
      method: 'POST',
      body: '{"a":1}',
      headers: [
        ['Content-Type', 'application/json'],
        ['Content-Length', '7'],
      ],
    },
    { 'headers.Content-Length': '7', 'multiValueHeaders.Content-Length': ['7'] },
  ),
  event(
    'method-arn',
    '`methodArn` carries the actual path and method, `resource` the template.',
    '/orders/{id}',
    { path: '/orders/42' },
    {
      methodArn: /^arn:aws:execute-api:[a-z0-9-]+:\d{12}:[a-z0-9]+\/fid\/GET\/orders\/42$/,
      resource: '/orders/{id}',
      path: '/orders/42',
      pathParameters: { id: '42' },
      'requestContext.resourcePath': '/orders/{id}',
      'requestContext.path': '/fid/orders/42',
    },
  ),
  event(
    'method-arn-any',
    'For ANY it carries the method that was used.',
    '/orders',
    { method: 'DELETE' },
    {
      methodArn: /\/fid\/DELETE\/orders$/,
      httpMethod: 'DELETE',
    },
  ),
  event('method-arn-root', 'For the root it ends in a slash.', '/', {}, { methodArn: /\/fid\/GET\/$/ }),
  event(
    'method-arn-query',
    'The query is not in it.',
    '/orders',
    { path: '/orders?a=1' },
    {
      methodArn: /\/fid\/GET\/orders$/,
      queryStringParameters: { a: '1' },
      multiValueQueryStringParameters: { a: ['1'] },
    },
  ),
  event(
    'trailing-slash',
    'The trailing slash stays in `path`.',
    '/{proxy+}',
    { path: '/a/b/' },
    {
      path: '/a/b/',
      pathParameters: { proxy: 'a/b' },
    },
  ),
  {
    ...event(
      '',
      '',
      '/orders',
      {
        headers: [
          ['X-API-Key', 'a'],
          ['x-api-key', 'b'],
        ],
      },
      { 'multiValueHeaders.X-API-Key': ['a'], 'multiValueHeaders.x-api-key': ['b'] },
    ),
    id: 'authorizer-events/header-spellings',
    fact: 'Two spellings of a name stay apart.',
    notVerified: 'header-spellings-apart',
  },
  event(
    'repeated-credential',
    'A repeated credential header can be seen.',
    '/orders',
    {
      headers: [
        ['x-api-key', 'a'],
        ['x-api-key', 'b'],
      ],
    },
    { 'headers.x-api-key': 'b', 'multiValueHeaders.x-api-key': ['a', 'b'] },
  ),
  event(
    'identity',
    'The identity holds the peer and the user agent.',
    '/orders',
    { headers: [['User-Agent', 'fidelity/1']] },
    {
      'requestContext.identity.sourceIp': '127.0.0.1',
      'requestContext.identity.userAgent': 'fidelity/1',
      'requestContext.identity.user': null,
    },
  ),
  event(
    'no-authorizer-key',
    'There is no `requestContext.authorizer` yet.',
    '/orders',
    {},
    {
      'requestContext.authorizer': undefined,
    },
  ),
  event(
    'request-context',
    'API, account, stage and request IDs are there.',
    '/orders',
    {},
    {
      'requestContext.apiId': /^[a-z0-9]+$/,
      'requestContext.accountId': /^\d{12}$/,
      'requestContext.stage': 'fid',
      'requestContext.httpMethod': 'GET',
      'requestContext.protocol': 'HTTP/1.1',
      'requestContext.requestId': /^[0-9a-f-]{36}$/,
      'requestContext.extendedRequestId': /^[A-Za-z0-9_-]+=$/,
    },
  ),
];
