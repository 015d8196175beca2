import { expect, test } from '@jest/globals';
import { functionResponse } from '../../../local/gateway/lambda-proxy.ts';

test.each([
  ['a bare text', 'hello'],
  ['nothing', null],
  ['a list', []],
  ['an unknown key', { statusCode: 200, extra: 1 }],
  ['a status that is no number', { statusCode: 'ok' }],
  ['a body that is no text', { statusCode: 200, body: {} }],
  ['a header that is an object', { statusCode: 200, headers: { a: {} } }],
])('a malformed result is a 502: %s', (_, payload) => {
  expect(functionResponse({ kind: 'result', payload })).toMatchObject({ responseType: 'DEFAULT_5XX', statusCode: 502 });
});

test('a function that throws or times out is a 502', () => {
  expect(functionResponse({ kind: 'timeout' })).toMatchObject({ statusCode: 502 });
  expect(functionResponse({ kind: 'error', errorType: 'Error', errorMessage: 'x' })).toMatchObject({ statusCode: 502 });
});

test.each([
  ['a missing status', {}, 200, ''],
  ['a status in a text', { statusCode: '201' }, 201, ''],
  ['a body', { statusCode: 200, body: 'ü' }, 200, 'ü'],
  ['a base64 body', { statusCode: 200, body: 'w7w=', isBase64Encoded: true }, 200, 'ü'],
])('accepts %s', (_, payload, status, body) => {
  const response = functionResponse({ kind: 'result', payload });

  expect('status' in response ? [response.status, response.body.toString()] : response).toEqual([status, body]);
});

test('multiValueHeaders win over headers, and the gateway keeps its own', () => {
  const payload = {
    headers: { a: '1', Date: 'x', 'content-type': 'text/plain' },
    multiValueHeaders: { A: ['2', '3'] },
  };
  const response = functionResponse({ kind: 'result', payload });

  expect('headers' in response ? response.headers : response).toEqual([
    ['A', '2'],
    ['A', '3'],
    ['x-amzn-Remapped-Date', 'x'],
    ['content-type', 'text/plain'],
  ]);
});
