import type { Expectation, FidelityCase } from '../fidelity-case.ts';

const megabytes = (count: number) => count * 1024 * 1024;
const filled = (bytes: number) => new Uint8Array(bytes).fill(97);

const toFunction = (
  id: string,
  fact: string,
  body: string | Uint8Array,
  type: string,
  expect: Expectation,
): FidelityCase => ({
  id: `bodies/${id}`,
  fact,
  api: { routes: [{ method: 'POST', path: '/orders', function: 'orders' }] },
  request: { method: 'POST', path: '/orders', body, headers: [['Content-Type', type]] },
  expect,
});
const toUpstream = (id: string, fact: string, body: Uint8Array, expect: Expectation): FidelityCase => ({
  id: `bodies/${id}`,
  fact,
  api: { routes: [{ method: 'POST', path: '/orders', upstream: { path: '/orders' } }] },
  request: { method: 'POST', path: '/orders', body, headers: [['Content-Type', 'application/octet-stream']] },
  expect,
});
const headersOf = (bytes: number) => [['X-Long', 'a'.repeat(bytes)]] as const;

export const bodies: readonly FidelityCase[] = [
  toFunction('json', 'With */* also a JSON body arrives as base64.', '{"a":"ä"}', 'application/json', {
    status: 200,
    event: { isBase64Encoded: true, body: Buffer.from('{"a":"ä"}').toString('base64') },
  }),
  toFunction('binary', 'Bytes arrive as they were sent.', Uint8Array.of(0, 255, 128), 'image/png', {
    status: 200,
    event: { isBase64Encoded: true, body: 'AP+A' },
  }),
  toFunction('multipart', 'Multipart bodies too.', '--b\r\n\r\nx\r\n--b--', 'multipart/form-data; boundary=b', {
    status: 200,
    event: { isBase64Encoded: true, body: Buffer.from('--b\r\n\r\nx\r\n--b--').toString('base64') },
  }),
  toUpstream('to-upstream', 'To an upstream a body is passed on as it is.', Uint8Array.of(0, 255, 128), {
    status: 200,
    upstream: { bodyBase64: 'AP+A' },
  }),
  {
    id: 'bodies/headers-within',
    fact: 'Headers within 10,240 bytes in all are taken.',
    api: { routes: [{ method: 'GET', path: '/orders', function: 'orders' }] },
    request: { path: '/orders', headers: headersOf(9_500) },
    expect: { status: 200 },
  },
  {
    id: 'bodies/headers-above',
    fact: 'Headers above 10,240 bytes in all are refused.',
    api: { routes: [{ method: 'GET', path: '/orders', function: 'orders' }] },
    request: { path: '/orders', headers: headersOf(10_400) },
    expect: { status: 431, called: null },
    notVerified: 'large-headers',
  },
  {
    id: 'bodies/many-headers-above',
    fact: 'All headers count together.',
    api: { routes: [{ method: 'GET', path: '/orders', function: 'orders' }] },
    request: {
      path: '/orders',
      headers: Array.from({ length: 12 }, (_, at) => [`X-Long-${at}`, 'a'.repeat(1_000)] as const),
    },
    expect: { status: 431, called: null },
    notVerified: 'large-headers',
  },
  toUpstream('body-within', 'A body of 10 MB is taken.', filled(megabytes(10)), { status: 200 }),
  {
    ...toUpstream('body-above', 'A body above 10 MB is 413, before anything is asked.', filled(megabytes(10) + 1), {
      status: 413,
      upstream: null,
    }),
    notVerified: 'large-bodies',
  },
  {
    ...toUpstream('', '', filled(megabytes(10) + 1), { status: 413, json: { message: 'Request Too Long' } }),
    id: 'bodies/body-above-not-shaped',
    fact: 'That 413 cannot be shaped.',
    api: {
      routes: [{ method: 'POST', path: '/orders', upstream: { path: '/orders' } }],
      gatewayResponses: { REQUEST_TOO_LARGE: { body: '{"mine":true}' }, DEFAULT_4XX: { body: '{"mine":true}' } },
    },
    notVerified: 'large-bodies',
  },
  toFunction('payload-within', 'An event below 6 MB reaches a function.', filled(megabytes(4)), 'text/plain', {
    status: 200,
    called: 'orders',
  }),
  {
    ...toFunction(
      'payload-above',
      'An event above 6 MB, base64 counted, does not reach it.',
      filled(megabytes(5)),
      'text/plain',
      {
        status: 413,
        called: null,
      },
    ),
    notVerified: 'large-payloads',
  },
  {
    id: 'bodies/result-above',
    fact: 'A result above 6 MB is 502.',
    api: {
      routes: [{ method: 'GET', path: '/orders', function: 'orders' }],
      functions: { orders: { returnsFor: () => ({ statusCode: 200, body: 'a'.repeat(megabytes(6) + 1) }) } },
    },
    request: { path: '/orders' },
    expect: { status: 502, json: { message: 'Internal server error' } },
  },
];
