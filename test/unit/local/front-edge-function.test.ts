import { describe, expect, test } from '@jest/globals';
import { edgeEventOf, edgeRequestOf } from '../../../local/front/edge-event.ts';
import { createEdgeFunction } from '../../../local/front/edge-function.ts';
import { applyEdgeResult } from '../../../local/front/edge-result.ts';
import type { ViewerRequest } from '../../../local/front/viewer-request.ts';

const DISTRIBUTION = { id: 'EXAMPLE', domainName: 'd1.cloudfront.net' };
const REQUEST: ViewerRequest = {
  method: 'GET',
  uri: '/keys/a%20b',
  rawQuery: 'cursor=a%2Bb&n&cursor=c',
  headers: [
    ['Host', 'hub.example'],
    ['Accept', 'text/html'],
    ['accept', '*/*'],
    ['Cookie', 'one=1; two=a=b'],
    ['Connection', 'keep-alive'],
    ['X-Forwarded-Proto', 'http'],
    ['X-Amz-Cf-Id', 'mine'],
  ],
  viewerIp: '192.0.2.7',
  requestId: 'request',
};

async function run(body: string, request: Partial<ViewerRequest> = {}, log: string[] = []) {
  const sent = { ...REQUEST, ...request };
  const before = edgeRequestOf(sent);
  const edgeFunction = createEdgeFunction({ name: 'f', code: `function handler(event) {${body}}` }, (line) => {
    log.push(line);
  });
  return applyEdgeResult(await edgeFunction(JSON.stringify(edgeEventOf(before, sent, DISTRIBUTION))), before, sent);
}

async function requestAfter(body: string, request: Partial<ViewerRequest> = {}): Promise<ViewerRequest> {
  const outcome = await run(`const request = event.request; ${body}; return request;`, request);
  if (!('request' in outcome)) throw new Error('The function answered by itself.');
  return outcome.request;
}

test('the event is as CloudFront documents it', () => {
  expect(edgeEventOf(edgeRequestOf(REQUEST), REQUEST, DISTRIBUTION)).toEqual({
    version: '1.0',
    context: {
      distributionDomainName: 'd1.cloudfront.net',
      distributionId: 'EXAMPLE',
      eventType: 'viewer-request',
      requestId: 'request',
    },
    viewer: { ip: '192.0.2.7' },
    request: {
      method: 'GET',
      uri: '/keys/a%20b',
      querystring: { cursor: { value: 'a%2Bb', multiValue: [{ value: 'a%2Bb' }, { value: 'c' }] }, n: { value: '' } },
      // In lower case, without cookies and without those that functions do not see.
      headers: {
        host: { value: 'hub.example' },
        accept: { value: 'text/html', multiValue: [{ value: 'text/html' }, { value: '*/*' }] },
      },
      cookies: { one: { value: '1' }, two: { value: 'a=b' } },
    },
  });
});

describe('what a function returns', () => {
  test('is the request as it was sent if nothing changed', async () => {
    const after = await requestAfter('');

    expect(after).toEqual({ ...REQUEST, headers: expect.arrayContaining([...REQUEST.headers]) });
    expect(after.headers).toHaveLength(REQUEST.headers.length);
  });

  test('can have another uri', async () => {
    expect(await requestAfter("request.uri = '/index.html'")).toMatchObject({ uri: '/index.html' });
  });

  test('can have another query and other cookies', async () => {
    const { rawQuery, headers } = await requestAfter(
      "request.querystring = { a: { value: '1' }, b: { value: '' } }; request.cookies = { c: { value: '2' } }",
    );

    expect(rawQuery).toBe('a=1&b');
    expect(headers.filter(([name]) => name.toLowerCase() === 'cookie')).toEqual([['cookie', 'c=2']]);
  });

  // The Management API takes this header for the viewer's address.
  test('replaces a header that the viewer sent, in every spelling and however often', async () => {
    const { headers } = await requestAfter("request.headers['x-viewer-ip'] = { value: event.viewer.ip }", {
      headers: [...REQUEST.headers, ['X-Viewer-IP', '203.0.113.1'], ['x-viewer-ip', '203.0.113.2']],
    });

    expect(headers.filter(([name]) => name.toLowerCase() === 'x-viewer-ip')).toEqual([['x-viewer-ip', '192.0.2.7']]);
  });

  test('lacks a header that the function deletes', async () => {
    const { headers } = await requestAfter("delete request.headers['accept']");

    expect(headers.map(([name]) => name.toLowerCase())).not.toContain('accept');
  });

  test('can be an answer', async () => {
    const outcome = await run(`return {
      statusCode: 302,
      headers: { location: { value: 'https://other.example/' } },
      cookies: { seen: { value: '1' } },
      body: { encoding: 'base64', data: 'aGk=' },
    };`);

    expect(outcome).toEqual({
      answer: {
        status: 302,
        headers: [
          ['location', 'https://other.example/'],
          ['set-cookie', 'seen=1'],
        ],
        body: Buffer.from('hi'),
      },
    });
  });

  test.each([
    ['nothing', ''],
    ['another method', "event.request.method = 'POST'; return event.request;"],
    ['a relative uri', "event.request.uri = 'index.html'; return event.request;"],
    ['another host', "event.request.headers.host = { value: 'other' }; return event.request;"],
    ['no host', 'delete event.request.headers.host; return event.request;'],
    ['a header in capitals', "event.request.headers['X-A'] = { value: 'a' }; return event.request;"],
    [
      'a header that CloudFront keeps for itself',
      "event.request.headers['x-amz-cf-id'] = { value: 'a' }; return event.request;",
    ],
    ['a header that is no text', "event.request.headers['x-a'] = { value: 1 }; return event.request;"],
    ['a status that is no number', "return { statusCode: '200' };"],
  ])('cannot be %s', async (_, body) => {
    await expect(run(body)).rejects.toMatchObject({ name: 'EdgeResultError' });
  });
});

describe('the code of a function', () => {
  test('prints into the log', async () => {
    const log: string[] = [];

    await run("console.log('seen', event.viewer.ip); return event.request;", {}, log);

    expect(log).toEqual(['seen 192.0.2.7']);
  });

  test('keeps nothing between two calls', async () => {
    const code =
      "let calls = 0; function handler(event) { calls += 1; event.request.uri = '/' + calls; return event.request; }";
    const edgeFunction = createEdgeFunction({ name: 'f', code }, () => {});
    const event = JSON.stringify(edgeEventOf(edgeRequestOf(REQUEST), REQUEST, DISTRIBUTION));

    const uris = [await edgeFunction(event), await edgeFunction(event)].map((json) => JSON.parse(json ?? '').uri);

    expect(uris).toEqual(['/1', '/1']);
  });

  test('may be asynchronous', async () => {
    const code = 'async function handler(event) { await null; return event.request; }';
    const event = edgeEventOf(edgeRequestOf(REQUEST), REQUEST, DISTRIBUTION);

    const json = await createEdgeFunction({ name: 'f', code }, () => {})(JSON.stringify(event));

    expect(JSON.parse(json ?? '')).toEqual(event.request);
  });

  test.each(['process', 'require', 'fetch', 'setTimeout'])('has no %s', async (name) => {
    await expect(run(`${name}; return event.request;`)).rejects.toThrow(`${name} is not defined`);
  });

  test.each(["eval('1')", "new Function('return 1')()"])('makes no code from text: %s', async (expression) => {
    await expect(run(`${expression}; return event.request;`)).rejects.toThrow('Code generation from strings');
  });

  test.each([
    ['cannot be compiled', 'function handler(', /Unexpected/],
    ['has no handler', 'function other() {}', /f has no handler/],
  ])('is refused at once if it %s', (_, code, message) => {
    expect(() => createEdgeFunction({ name: 'f', code }, () => {})).toThrow(message);
  });
});
