import type { ClientRequest, Expected, FidelityCase } from '../fidelity-case.ts';

const allow = {
  returnsFor: (event: { methodArn: string }) => ({
    principalId: 'caller',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: event.methodArn }],
    },
    context: { partner_id: 'demoPA' },
  }),
};

const event = (
  id: string,
  fact: string,
  request: Partial<ClientRequest>,
  expected: Expected,
  authorized = false,
): FidelityCase => ({
  id: `proxy-events/${id}`,
  fact,
  api: {
    routes: [{ method: 'ANY', path: '/orders', function: 'orders', authorized }],
    ...(authorized ? { authorizer: allow } : {}),
  },
  request: { path: '/orders', ...request },
  expect: { status: 200, event: expected },
});

export const proxyEvents: readonly FidelityCase[] = [
  event(
    'empty-maps',
    'Empty maps and an empty body are null in a proxy event.',
    {},
    {
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      pathParameters: null,
      stageVariables: null,
      body: null,
      isBase64Encoded: false,
    },
  ),
  event(
    'method',
    'The method appears twice.',
    { method: 'PATCH' },
    { httpMethod: 'PATCH', 'requestContext.httpMethod': 'PATCH' },
  ),
  event(
    'no-authorizer-key',
    'Without an authorizer there is no `requestContext.authorizer`.',
    {},
    {
      'requestContext.authorizer': undefined,
      type: undefined,
      methodArn: undefined,
    },
  ),
  event(
    'authorizer-context',
    'The context and the principal are in `requestContext.authorizer`.',
    {},
    { 'requestContext.authorizer.partner_id': 'demoPA', 'requestContext.authorizer.principalId': 'caller' },
    true,
  ),
  event(
    'no-injected-context',
    'No header of a client gets into the context.',
    {
      headers: [
        ['x-amzn-apigateway-authorizer', '{"partner_id":"other"}'],
        ['sls-offline-authorizer-override', '{"partner_id":"other"}'],
        ['x-authorizer-partner_id', 'other'],
      ],
    },
    { 'requestContext.authorizer.partner_id': 'demoPA', 'requestContext.authorizer.principalId': 'caller' },
    true,
  ),
  event(
    'request-context',
    'The request context names API, account, stage, protocol and the two request IDs.',
    {},
    {
      'requestContext.apiId': /^[a-z0-9]+$/,
      'requestContext.accountId': /^\d{12}$/,
      'requestContext.protocol': 'HTTP/1.1',
      'requestContext.requestId': /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
      'requestContext.extendedRequestId': /^[A-Za-z0-9_-]+=$/,
      'requestContext.requestTime': /^\d{2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2} \+0000$/,
      'requestContext.resourceId': /^[a-z0-9]+$/,
      'requestContext.domainName': /./,
      'requestContext.domainPrefix': /./,
      'requestContext.deploymentId': /./,
    },
  ),
  event(
    'identity',
    'The identity has every key, null where it does not apply, and the peer of the TCP connection.',
    {
      headers: [['User-Agent', 'fidelity/1']],
    },
    {
      'requestContext.identity': {
        accessKey: null,
        accountId: null,
        caller: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp: '127.0.0.1',
        user: null,
        userAgent: 'fidelity/1',
        userArn: null,
      },
    },
  ),
  event(
    'source-ip-not-forwarded',
    '`sourceIp` does not come from X-Forwarded-For, to which the peer is added on the right.',
    {
      headers: [['X-Forwarded-For', '203.0.113.9']],
    },
    {
      'requestContext.identity.sourceIp': '127.0.0.1',
      'headers.X-Forwarded-For': '203.0.113.9, 127.0.0.1',
    },
  ),
  event(
    'forwarded',
    'X-Forwarded-For, -Proto and -Port and a trace ID are added.',
    {},
    {
      'headers.X-Forwarded-For': '127.0.0.1',
      'headers.X-Forwarded-Proto': 'https',
      'headers.X-Forwarded-Port': '443',
      'multiValueHeaders.X-Forwarded-Proto': ['https'],
      'headers.X-Amzn-Trace-Id': /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/,
    },
  ),
  event(
    'header-case',
    'A Regional API keeps the case of header names as sent.',
    {
      headers: [['tEsT-HEADeR', 'aValUE']],
    },
    {
      'headers.tEsT-HEADeR': 'aValUE',
      'headers.test-header': undefined,
      'multiValueHeaders.tEsT-HEADeR': ['aValUE'],
    },
  ),
  event(
    'repeated-header',
    'A repeated header: the last value, and all of them.',
    {
      headers: [
        ['X-Item', '1'],
        ['X-Item', '2'],
        ['X-Item', '3'],
      ],
    },
    {
      'headers.X-Item': '3',
      'multiValueHeaders.X-Item': ['1', '2', '3'],
    },
  ),
  event(
    'repeated-authorization',
    'A second Authorization header is not lost.',
    {
      headers: [
        ['Authorization', 'Bearer a'],
        ['Authorization', 'Bearer b'],
      ],
    },
    {
      'multiValueHeaders.Authorization': ['Bearer a', 'Bearer b'],
    },
  ),
  event(
    'comma-is-one-value',
    'A list in one header stays one value.',
    { headers: [['X-Item', '1, 2']] },
    {
      'multiValueHeaders.X-Item': ['1, 2'],
    },
  ),
  event(
    'content-length',
    'Content-Length is not in a proxy event.',
    {
      method: 'POST',
      body: '{}',
      headers: [
        ['Content-Type', 'application/json'],
        ['Content-Length', '2'],
      ],
    },
    {
      'headers.Content-Length': undefined,
      'multiValueHeaders.Content-Length': undefined,
      'headers.Content-Type': 'application/json',
    },
  ),
  event(
    'query-last-and-all',
    'A repeated query key: the last value, and all of them.',
    { path: '/orders?a=1&b=2&a=3' },
    {
      queryStringParameters: { a: '3', b: '2' },
      multiValueQueryStringParameters: { a: ['1', '3'], b: ['2'] },
    },
  ),
  event(
    'query-decoded',
    'The query is decoded, a plus is a space.',
    {
      path: '/orders?email=a%2Bb@example.com&plus=a+b&url=https%3A%2F%2Fexample.com%2F&space=a%20b&k%5B%5D=1',
    },
    {
      queryStringParameters: {
        email: 'a+b@example.com',
        plus: 'a b',
        url: 'https://example.com/',
        space: 'a b',
        'k[]': '1',
      },
    },
  ),
  event(
    'query-empty-value',
    'A key without a value has the empty string.',
    { path: '/orders?a&b=' },
    {
      queryStringParameters: { a: '', b: '' },
    },
  ),
  event(
    'query-equals-in-value',
    'Only the first equals sign separates.',
    { path: '/orders?a=b=c' },
    {
      queryStringParameters: { a: 'b=c' },
    },
  ),
];
