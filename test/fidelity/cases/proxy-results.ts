import type { Behavior, Expectation, FidelityCase, Json } from '../fidelity-case.ts';

const bad: Expectation = { status: 502, json: { message: 'Internal server error' } };

const answered = (id: string, fact: string, result: Json | undefined, expect: Expectation): FidelityCase =>
  behaving(id, fact, { returns: result }, expect);
const behaving = (id: string, fact: string, behavior: Behavior, expect: Expectation): FidelityCase => ({
  id: `proxy-results/${id}`,
  fact,
  api: { routes: [{ method: 'GET', path: '/orders', function: 'orders' }], functions: { orders: behavior } },
  request: { path: '/orders' },
  expect,
});

export const proxyResults: readonly FidelityCase[] = [
  answered(
    'plain',
    'Status, headers and body are taken over.',
    { statusCode: 201, headers: { 'X-One': '1' }, body: 'made' },
    {
      status: 201,
      headers: { 'x-one': '1' },
      text: 'made',
    },
  ),
  answered('status-as-text', '"201" as a string is accepted.', { statusCode: '201', body: '' }, { status: 201 }),
  answered('no-status', 'A missing status is 200.', { body: 'made' }, { status: 200, text: 'made' }),
  answered('empty-object', 'An empty object is 200 without a body.', {}, { status: 200, text: '' }),
  answered('no-body', 'A missing body is empty.', { statusCode: 204 }, { status: 204, text: '' }),
  answered('null-body', 'A null body is empty.', { statusCode: 200, body: null }, { status: 200, text: '' }),
  answered(
    'null-headers',
    'Null headers are none.',
    { statusCode: 200, headers: null, body: 'a' },
    { status: 200, text: 'a' },
  ),
  answered(
    'default-type',
    'Without a media type the response is application/json.',
    { statusCode: 200, body: '{}' },
    {
      status: 200,
      headers: { 'content-type': 'application/json' },
    },
  ),
  answered(
    'own-type',
    'A media type of any spelling replaces it.',
    { statusCode: 200, headers: { 'content-TYPE': 'text/plain' }, body: 'a' },
    {
      status: 200,
      headers: { 'content-type': 'text/plain' },
    },
  ),
  answered(
    'scalar-headers',
    'Numbers and booleans are header values.',
    { statusCode: 200, headers: { 'X-N': 5, 'X-B': true }, body: '' },
    {
      status: 200,
      headers: { 'x-n': '5', 'x-b': 'true' },
    },
  ),
  answered(
    'multi-value-headers',
    'A header of several values is sent several times.',
    {
      statusCode: 200,
      multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] },
      body: '',
    },
    { status: 200, headers: { 'set-cookie': 'a=1|b=2' } },
  ),
  answered('unknown-key', 'An unknown key is 502.', { statusCode: 200, body: 'a', cookies: [] }, bad),
  answered('status-not-a-number', 'A status that is no number is 502.', { statusCode: 'abc', body: 'a' }, bad),
  answered('status-object', 'A status that is an object is 502.', { statusCode: {}, body: 'a' }, bad),
  answered('string', 'A bare string is 502.', 'hello', bad),
  answered('number', 'A bare number is 502.', 5, bad),
  answered('boolean', 'A bare boolean is 502.', true, bad),
  answered('list', 'A list is 502.', [{ statusCode: 200 }], bad),
  answered('body-object', 'A body that is an object is 502.', { statusCode: 200, body: { a: 1 } }, bad),
  answered('body-list', 'A body that is a list is 502.', { statusCode: 200, body: [1] }, bad),
  answered('headers-list', 'Headers that are a list are 502.', { statusCode: 200, headers: ['a'], body: '' }, bad),
  answered(
    'header-object',
    'A header value that is an object is 502.',
    { statusCode: 200, headers: { a: { b: 1 } }, body: '' },
    bad,
  ),
  answered(
    'multi-value-not-a-list',
    'A value of several that is no list is 502.',
    {
      statusCode: 200,
      multiValueHeaders: { a: 'b' },
      body: '',
    },
    bad,
  ),
  behaving('throws', 'A function that throws is 502.', { throws: { message: 'Unauthorized' } }, bad),
  {
    id: 'proxy-results/bad-result-shaped',
    fact: 'DEFAULT_5XX shapes a bad result and leaves its status.',
    api: {
      routes: [{ method: 'GET', path: '/orders', function: 'orders' }],
      functions: { orders: { returns: 'hello' } },
      gatewayResponses: { DEFAULT_5XX: { body: '{"code":"internal_error"}' } },
    },
    request: { path: '/orders' },
    expect: { status: 502, json: { code: 'internal_error' } },
  },
  answered(
    'base64',
    'A base64 body is decoded.',
    { statusCode: 200, isBase64Encoded: true, body: 'AP8Q', headers: { 'Content-Type': 'image/png' } },
    {
      status: 200,
      bytes: Uint8Array.of(0, 255, 16),
    },
  ),
  answered(
    'base64-false',
    'Other bodies are text.',
    { statusCode: 200, isBase64Encoded: false, body: 'AP8Q' },
    { status: 200, text: 'AP8Q' },
  ),
  answered(
    'unicode',
    'Text is sent as UTF-8.',
    { statusCode: 200, body: 'ä€😀' },
    { status: 200, bytes: new TextEncoder().encode('ä€😀') },
  ),
  {
    ...answered('', '', undefined, { status: 502 }),
    id: 'proxy-results/nothing',
    fact: 'A function that returns nothing is 502.',
    notVerified: 'null-proxy-result',
  },
];
