import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { createEdgeFunction } from '../../../local/front/edge-function.ts';
import type { ViewerRequest } from '../../../local/front/viewer-request.ts';

const REQUEST: ViewerRequest = {
  method: 'GET',
  uri: '/keys/a%20b',
  rawQuery: 'cursor=a%2Bb&n&cursor=c',
  headers: [
    ['Host', 'hub.example'],
    ['Accept', 'text/html'],
    ['accept', '*/*'],
    ['Cookie', 'one=1; two=a=b'],
  ],
  viewerIp: '192.0.2.7',
  requestId: 'request',
};

function run(body: string, log: string[] = []): ViewerRequest {
  return create(`function handler(event) { const request = event.request; ${body} }`, log)(REQUEST);
}

function create(code: string, log: string[] = []) {
  return createEdgeFunction({ name: 'f', code }, (line) => log.push(line));
}

/** A function of the hub. */
function deployed(name: string) {
  return create(readFileSync(new URL(`../../../lib/hub/edge/${name}.js`, import.meta.url), 'utf8'));
}

describe('a function stops the start if it', () => {
  test.each([
    ['cannot be compiled', 'function handler(', /Unexpected/],
    ['has no handler', 'function other() {}', /The function f .*handler is not defined/],
  ])('%s', (_, code, message) => {
    expect(() => create(code)).toThrow(message);
  });

  // With undefined instead it would behave differently here than in CloudFront.
  test.each([
    'event.context',
    'request.method',
    'request.querystring',
    'request.cookies',
    'request.headers.host',
    "'host' in request.headers",
    'delete request.headers.accept',
  ])('needs %s, which is not emulated', (name) => {
    expect(() => run(`if (${name}) {} return request;`)).toThrow(/The function f .* is not emulated locally/);
  });

  test.each([
    ['nothing', ''],
    ['a response', "return { statusCode: 302, headers: { location: { value: 'https://other.example/' } } };"],
    ['another method', "request.method = 'POST'; return request;"],
    ['another query', "request.querystring = { a: { value: '1' } }; return request;"],
    ['a relative uri', "request.uri = 'index.html'; return request;"],
    ['another host', "request.headers.host = { value: 'other' }; return request;"],
    ['a header in capitals', "request.headers['X-A'] = { value: 'a' }; return request;"],
    ['a header that CloudFront sets', "request.headers['x-amz-cf-id'] = { value: 'a' }; return request;"],
    ['a header that is no text', "request.headers['x-a'] = { value: 1 }; return request;"],
    ['a header with several values', "request.headers['x-a'] = { value: 'a', multiValue: [] }; return request;"],
  ])('returns %s', (_, body) => {
    expect(() => run(body)).toThrow(/The function f .*result cannot be used locally/);
  });

  test('is asynchronous', () => {
    expect(() => create('async function handler(event) { return event.request; }')).toThrow(/result cannot be used/);
  });

  test.each(['process', 'require', 'fetch', 'setTimeout'])('needs %s', (name) => {
    expect(() => run(`${name}; return request;`)).toThrow(`${name} is not defined`);
  });

  test.each(["eval('1')", "new Function('return 1')()"])('makes code from text: %s', (expression) => {
    expect(() => run(`${expression}; return request;`)).toThrow('Code generation from strings');
  });
});

test('a request passes as it was sent if the function changes nothing', () => {
  expect(run('return request;')).toEqual(REQUEST);
});

test('a path without an extension is the one page, and the query stays', () => {
  const pageAddress = deployed('page-address');

  expect(pageAddress(REQUEST)).toEqual({ ...REQUEST, uri: '/index.html' });
  expect(pageAddress({ ...REQUEST, uri: '/assets/a.js' })).toMatchObject({ uri: '/assets/a.js' });
});

// The Management API reads the viewer's IP address from this header.
test('the header with the viewer replaces those that the viewer sent, in every spelling and however often', () => {
  const forged: ViewerRequest['headers'] = [
    ['X-Viewer-IP', '203.0.113.1'],
    ['x-viewer-ip', '203.0.113.2'],
  ];

  const { headers } = deployed('viewer-address')({ ...REQUEST, headers: [...REQUEST.headers, ...forged] });

  expect(headers).toEqual([...REQUEST.headers, ['x-viewer-ip', '192.0.2.7']]);
});

test('a function prints into the log', () => {
  const log: string[] = [];

  run("console.log('seen', event.viewer.ip); return request;", log);

  expect(log.at(-1)).toBe('seen 192.0.2.7');
});

test('a function remembers nothing between two calls', () => {
  const code =
    "let calls = 0; function handler(event) { calls += 1; event.request.uri = '/' + calls; return event.request; }";
  const edgeFunction = create(code);

  expect([edgeFunction(REQUEST), edgeFunction(REQUEST)].map(({ uri }) => uri)).toEqual(['/1', '/1']);
});
