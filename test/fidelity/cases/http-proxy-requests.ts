import type { FidelityCase } from '../fidelity-case.ts';
import { proxied } from './http-proxy-case.ts';

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

export const httpProxyRequests: readonly FidelityCase[] = [
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
];
