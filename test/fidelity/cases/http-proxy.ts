import type {
  ClientRequest,
  Expectation,
  FidelityCase,
  Json,
  UpstreamAnswer,
  UpstreamRoute,
} from '../fidelity-case.ts';

const allowWith = (context: Json) => ({
  answersTo: (event: { methodArn: string }): Json => ({
    principalId: 'caller',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: event.methodArn }],
    },
    context,
  }),
});

interface Given {
  readonly route?: Partial<UpstreamRoute>;
  readonly path?: string;
  readonly context?: Json;
  readonly answer?: UpstreamAnswer;
}
const proxied = (
  id: string,
  fact: string,
  given: Given,
  request: Partial<ClientRequest>,
  expect: Expectation,
): FidelityCase => ({
  id: `http-proxy/${id}`,
  fact,
  api: {
    routes: [
      {
        method: 'ANY',
        path: given.path ?? '/orders',
        upstream: { path: '/base/orders', ...given.route },
        ...(given.context === undefined ? {} : { authorized: true }),
      },
    ],
    ...(given.context === undefined ? {} : { authorizer: allowWith(given.context) }),
    ...(given.answer === undefined ? {} : { upstream: given.answer }),
  },
  request: { path: '/orders', ...request },
  expect,
});

const notForwarded: readonly (readonly [string, string])[] = [
  ['Content-MD5', 'abc'],
  ['Max-Forwards', '3'],
  ['Proxy-Authenticate', 'Basic'],
  ['Server', 'mine'],
  ['TE', 'trailers'],
  ['Upgrade', 'h2c'],
  ['WWW-Authenticate', 'Basic'],
  ['Expect', '100-continue'],
];

export const httpProxy: readonly FidelityCase[] = [
  proxied(
    'method-and-path',
    'The method is kept, the path is the integration’s.',
    {},
    { method: 'PUT' },
    {
      status: 200,
      upstream: { method: 'PUT', path: '/base/orders' },
    },
  ),
  proxied(
    'query',
    'The query is passed on.',
    {},
    { path: '/orders?a=1&a=2&b=x' },
    {
      status: 200,
      upstream: { 'query.a': ['1', '2'], 'query.b': ['x'] },
    },
  ),
  proxied(
    'query-encoded',
    'Encoded characters keep their meaning.',
    {},
    { path: '/orders?a=x%26y%3Dz&b=p%2Bq' },
    {
      status: 200,
      upstream: { 'query.a': ['x&y=z'], 'query.b': ['p+q'] },
    },
  ),
  proxied(
    'body',
    'The body is passed on byte by byte.',
    {},
    {
      method: 'POST',
      body: Uint8Array.of(0, 255, 10, 13),
      headers: [['Content-Type', 'application/octet-stream']],
    },
    {
      status: 200,
      upstream: {
        bodyBase64: 'AP8KDQ==',
        'headers.content-type': 'application/octet-stream',
        'headers.content-length': '4',
      },
    },
  ),
  proxied(
    'headers',
    'Other headers are passed on, Authorization too.',
    {},
    {
      headers: [
        ['X-Mine', '1'],
        ['Authorization', 'Bearer abc'],
        ['Accept', 'text/plain'],
        ['User-Agent', 'fidelity/1'],
        ['Cookie', 'a=1'],
      ],
    },
    {
      status: 200,
      upstream: {
        'headers.x-mine': '1',
        'headers.authorization': 'Bearer abc',
        'headers.accept': 'text/plain',
        'headers.user-agent': 'fidelity/1',
        'headers.cookie': 'a=1',
      },
    },
  ),
  proxied(
    'host',
    'Host is the upstream’s.',
    {},
    { headers: [['Host', 'client.example']] },
    {
      status: 200,
      upstream: { 'headers.host': /^(?!client\.example)/ },
    },
  ),
  proxied(
    'forwarded-for',
    'The peer is added to X-Forwarded-For on the right.',
    {},
    { headers: [['X-Forwarded-For', '203.0.113.9']] },
    {
      status: 200,
      upstream: { 'headers.x-forwarded-for': /^203\.0\.113\.9, ?127\.0\.0\.1/, 'headers.x-forwarded-proto': 'https' },
    },
  ),
  proxied(
    'trace-id',
    'A trace ID is made up where the client sends none.',
    {},
    {},
    { status: 200, upstream: { 'headers.x-amzn-trace-id': /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/ } },
  ),
  proxied(
    'api-id',
    'The API’s ID is told in x-amzn-apigateway-api-id.',
    {},
    {},
    {
      status: 200,
      upstream: { 'headers.x-amzn-apigateway-api-id': /^[a-z0-9]+$/ },
    },
  ),
  ...notForwarded.map(([name, value]) =>
    proxied(
      `drops-${name.toLowerCase()}`,
      `${name} is not forwarded.`,
      {},
      { headers: [[name, value]] },
      {
        status: 200,
        upstream: { [`headers.${name.toLowerCase()}`]: undefined },
      },
    ),
  ),
  proxied(
    'drops-connection',
    'Connection is the gateway’s own matter.',
    {},
    {
      headers: [
        ['Connection', 'x-hop'],
        ['X-Hop', '1'],
      ],
    },
    {
      status: 200,
      upstream: { 'headers.connection': /^(?!.*x-hop)/ },
    },
  ),
  proxied(
    'drops-trailer',
    'Trailer is not forwarded.',
    {},
    {
      method: 'POST',
      body: 'abc',
      headers: [
        ['Transfer-Encoding', 'chunked'],
        ['Trailer', 'X-T'],
      ],
    },
    { status: 200, upstream: { 'headers.trailer': undefined, bodyBase64: 'YWJj' } },
  ),
  proxied(
    'drops-transfer-encoding',
    'Transfer-Encoding is not forwarded.',
    {},
    {
      method: 'POST',
      body: 'abc',
      headers: [['Transfer-Encoding', 'chunked']],
    },
    {
      status: 200,
      upstream: { 'headers.transfer-encoding': undefined, bodyBase64: 'YWJj', 'headers.content-length': '3' },
    },
  ),
  proxied(
    'mapped-header',
    'A mapping from the context sets a header.',
    {
      context: { partner_id: 'demoPA' },
      route: { mappings: { 'integration.request.header.x-partner-id': 'context.authorizer.partner_id' } },
    },
    {},
    { status: 200, upstream: { 'headers.x-partner-id': 'demoPA' } },
  ),
  proxied(
    'mapped-replaces',
    'A mapped header replaces the client’s own.',
    {
      context: { partner_id: 'demoPA' },
      route: { mappings: { 'integration.request.header.x-partner-id': 'context.authorizer.partner_id' } },
    },
    {
      headers: [
        ['x-partner-id', 'other'],
        ['x-partner-id', 'another'],
      ],
    },
    { status: 200, upstream: { 'headers.x-partner-id': 'demoPA' } },
  ),
  proxied(
    'absent-source',
    'A mapping whose source is absent is omitted: the client’s header survives.',
    {
      context: { other: 'a' },
      route: { mappings: { 'integration.request.header.x-partner-id': 'context.authorizer.partner_id' } },
    },
    { headers: [['x-partner-id', 'other']] },
    { status: 200, upstream: { 'headers.x-partner-id': 'other' } },
  ),
  proxied(
    'absent-source-none',
    'And without one there is none.',
    {
      context: { other: 'a' },
      route: { mappings: { 'integration.request.header.x-partner-id': 'context.authorizer.partner_id' } },
    },
    {},
    { status: 200, upstream: { 'headers.x-partner-id': undefined } },
  ),
  proxied(
    'literal',
    'A quoted source is a literal.',
    {
      route: { mappings: { 'integration.request.header.Authorization': "'redacted'" } },
    },
    { headers: [['Authorization', 'Bearer abc']] },
    { status: 200, upstream: { 'headers.authorization': 'redacted' } },
  ),
  proxied(
    'request-id',
    'The extended request ID can be mapped.',
    {
      route: { mappings: { 'integration.request.header.x-request-id': 'context.extendedRequestId' } },
    },
    { headers: [['x-request-id', 'mine']] },
    { status: 200, upstream: { 'headers.x-request-id': /^[A-Za-z0-9_-]+=$/ } },
  ),
  proxied(
    'stringified',
    'A number of the context is mapped as text.',
    {
      context: { level: 7 },
      route: { mappings: { 'integration.request.header.x-level': 'context.authorizer.level' } },
    },
    {},
    { status: 200, upstream: { 'headers.x-level': '7' } },
  ),
  proxied(
    'path-from-context',
    'A part of the path can come from the context.',
    {
      path: '/partners/{partner_id}/{proxy+}',
      context: { partner_id: 'demoPA' },
      route: {
        path: '/partners/{partner_id}/{proxy}',
        mappings: {
          'integration.request.path.partner_id': 'context.authorizer.partner_id',
          'integration.request.path.proxy': 'method.request.path.proxy',
        },
        parameters: ['method.request.path.proxy'],
      },
    },
    { path: '/partners/other/a/b' },
    { status: 200, upstream: { path: '/partners/demoPA/a/b' } },
  ),
  proxied(
    'greedy-without-trailing-slash',
    'A greedy parameter brings no trailing slash to the upstream.',
    {
      path: '/{proxy+}',
      route: {
        path: '/{proxy}',
        mappings: { 'integration.request.path.proxy': 'method.request.path.proxy' },
        parameters: ['method.request.path.proxy'],
      },
    },
    { path: '/a/b/' },
    { status: 200, upstream: { path: '/a/b' } },
  ),
  {
    ...proxied(
      '',
      '',
      {
        path: '/{proxy+}',
        route: {
          path: '/{proxy}',
          mappings: { 'integration.request.path.proxy': 'method.request.path.proxy' },
          parameters: ['method.request.path.proxy'],
        },
      },
      { path: '/a%20b/c' },
      { status: 200, upstream: { path: '/a%20b/c' } },
    ),
    id: 'http-proxy/path-encoding',
    fact: 'A character that a path cannot hold is encoded towards the upstream.',
    notVerified: 'path-encoding-upstream',
  },
  {
    ...proxied(
      '',
      '',
      {
        context: { partner_id: 'demoPA' },
        route: { mappings: { 'integration.request.header.x-partner-id': 'context.authorizer.partner_id' } },
      },
      { headers: [['X-Partner-ID', 'other']] },
      { status: 200, upstream: { 'headers.x-partner-id': 'demoPA' } },
    ),
    id: 'http-proxy/mapped-replaces-spellings',
    fact: 'A mapped header replaces other spellings of its name.',
    notVerified: 'header-mapping-spelling',
  },
  proxied(
    'drops-method-override',
    'X-HTTP-Method-Override does not reach the upstream.',
    {},
    {
      headers: [['X-HTTP-Method-Override', 'GET']],
    },
    { status: 200, upstream: { method: 'GET', 'headers.x-http-method-override': undefined } },
  ),
  {
    ...proxied(
      '',
      '',
      {},
      { method: 'POST', headers: [['X-HTTP-Method-Override', 'DELETE']] },
      { status: 200, upstream: { method: /^(POST|DELETE)$/ } },
    ),
    id: 'http-proxy/method-override',
    fact: 'X-HTTP-Method-Override can override the method.',
    notVerified: 'method-override',
  },
  proxied(
    'answer',
    'Status, headers and body of the upstream are passed on.',
    {
      answer: {
        status: 418,
        headers: [
          ['X-Theirs', '1'],
          ['Content-Type', 'text/plain'],
        ],
        body: 'short',
      },
    },
    {},
    { status: 418, headers: { 'x-theirs': '1', 'content-type': 'text/plain' }, text: 'short' },
  ),
  proxied(
    'answer-bytes',
    'The body of the upstream is passed on byte by byte.',
    {
      answer: { status: 200, headers: [['Content-Type', 'image/png']], body: Uint8Array.of(137, 0, 255) },
    },
    {},
    { status: 200, bytes: Uint8Array.of(137, 0, 255) },
  ),
  proxied(
    'answer-cookies',
    'Repeated headers of the upstream stay apart.',
    {
      answer: {
        status: 200,
        headers: [
          ['Set-Cookie', 'a=1'],
          ['Set-Cookie', 'b=2'],
        ],
      },
    },
    {},
    { status: 200, headers: { 'set-cookie': 'a=1|b=2' } },
  ),
  proxied(
    'answer-error',
    'A 401 of the upstream is not shaped.',
    {
      answer: { status: 401, headers: [['Content-Type', 'application/json']], body: '{"theirs":true}' },
    },
    {},
    { status: 401, json: { theirs: true } },
  ),
  proxied(
    'answer-redirect',
    'A redirect is passed on, not followed.',
    {
      answer: { status: 302, headers: [['Location', 'https://elsewhere.example/']] },
    },
    {},
    { status: 302, headers: { location: 'https://elsewhere.example/' } },
  ),
  proxied(
    'remapped',
    'Connection, Content-Length, Date and Server come back as x-amzn-Remapped-….',
    {
      answer: {
        status: 200,
        headers: [
          ['Connection', 'close'],
          ['Content-Length', '2'],
          ['Date', 'Mon, 02 Nov 2026 10:00:00 GMT'],
          ['Server', 'theirs'],
        ],
        body: 'ok',
      },
    },
    {},
    {
      status: 200,
      text: 'ok',
      headers: {
        'x-amzn-remapped-connection': 'close',
        'x-amzn-remapped-content-length': '2',
        'x-amzn-remapped-date': 'Mon, 02 Nov 2026 10:00:00 GMT',
        'x-amzn-remapped-server': 'theirs',
        server: null,
      },
    },
  ),
  {
    ...proxied(
      '',
      '',
      { answer: { status: 401, headers: [['WWW-Authenticate', 'Basic']] } },
      {},
      { status: 401, headers: { 'www-authenticate': null, 'x-amzn-remapped-www-authenticate': 'Basic' } },
    ),
    id: 'http-proxy/remapped-www-authenticate',
    fact: 'WWW-Authenticate of the upstream comes back remapped too.',
    notVerified: 'remapped-www-authenticate',
  },
  proxied(
    'remapped-request-id',
    'The gateway’s request ID is its own, the upstream’s is remapped.',
    {
      answer: { status: 200, headers: [['x-amzn-RequestId', 'theirs']] },
    },
    {},
    { status: 200, headers: { 'x-amzn-requestid': /^[0-9a-f-]{36}$/, 'x-amzn-remapped-x-amzn-requestid': 'theirs' } },
  ),
];
