import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createDistribution } from '../../local/front/create-distribution.ts';
import type { DeployedObject } from '../../local/front/deployed-objects.ts';
import type { BehaviorDefinition, HttpOrigin } from '../../local/template/hub-definitions.ts';
import { sendRequest } from '../../tools/client/http.ts';

const READ_TIMEOUT_MS = 300;
const SECRET_ARN = 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:origin-abcdef';
const DOMAIN = 'abc.execute-api.eu-central-1.amazonaws.com';

let closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers) close();
  closers = [];
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const API: HttpOrigin = {
  type: 'http',
  domainName: DOMAIN,
  path: '/live',
  headers: [{ name: 'x-origin-secret', value: { secretArn: SECRET_ARN } }],
  readTimeoutMs: READ_TIMEOUT_MS,
};
const VIEWER_ADDRESS =
  "function handler(event) { event.request.headers['x-viewer-ip'] = { value: event.viewer.ip }; return event.request; }";
const PAGE_ADDRESS =
  "function handler(event) { if (!event.request.uri.includes('.')) event.request.uri = '/index.html'; return event.request; }";
const POLICY = {
  set: [{ name: 'Content-Security-Policy', value: 'connect-src https://there', override: true }],
  remove: [],
};
const object = (body: string): DeployedObject => ({
  headers: [['Content-Type', 'text/html']],
  etag: '"1"',
  body: Buffer.from(body),
});

interface Site {
  readonly origin: string;
  readonly log: readonly string[];
}

async function siteBefore(api: RequestListener, code = VIEWER_ADDRESS): Promise<Site> {
  const url = new URL(await serve(api));
  const behaviors: BehaviorDefinition[] = [
    {
      pathPattern: '/management/*',
      allowedMethods: new Set(['GET', 'HEAD', 'POST', 'DELETE']),
      origin: API,
      viewerRequest: { name: 'viewer-address', code },
      responseHeaders: null,
    },
    {
      pathPattern: '*',
      allowedMethods: new Set(['GET', 'HEAD']),
      origin: { type: 'bucket', bucketName: 'pages', path: '' },
      viewerRequest: { name: 'page-address', code: PAGE_ADDRESS },
      responseHeaders: POLICY,
    },
  ];
  const log: string[] = [];
  const listener = createDistribution({
    definition: { id: 'E1', domainName: 'd1.cloudfront.net', defaultRootObject: 'index.html', behaviors },
    objects: new Map([['pages', new Map([['index.html', object('page')]])]]),
    locate: () => url,
    secretValue: (arn) => (arn === SECRET_ARN ? 'the secret' : ''),
    localize: (address) => address.replaceAll('https://there', 'http://here'),
    log: (line) => log.push(line),
  });
  return { origin: await serve(listener), log };
}

/** Returns what it received. */
const echo: RequestListener = (request, response) => {
  text(request).then((body) => {
    const { method, url, rawHeaders } = request;
    response.writeHead(201, { 'x-answer': 'a', connection: 'close', 'keep-alive': 'timeout=1' });
    response.end(JSON.stringify({ method, url, rawHeaders, body }));
  });
};

function headersIn({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>, name: string): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}

describe('a request to the API', () => {
  // With the secret a caller could pose as the distribution, with the IP address as another caller.
  test.each(['x-origin-secret', 'X-Origin-Secret', 'x-viewer-ip', 'X-VIEWER-IP'])(
    'cannot bring %s along',
    async (name) => {
      const { origin } = await siteBefore(echo);

      const { json } = await sendRequest(origin, {
        path: '/management/v1/session',
        headers: [
          [name, 'forged'],
          [name, 'forged again'],
        ],
      });

      expect(headersIn(json, 'x-origin-secret')).toEqual(['the secret']);
      expect(headersIn(json, 'x-viewer-ip')).toEqual(['127.0.0.1']);
    },
  );

  test('arrives with its method, path, query and body', async () => {
    const { origin } = await siteBefore(echo);
    const path = '/management/v1/a%20b/../c?cursor=a%2Bb&x';

    const { status, json, headers } = await sendRequest(origin, { method: 'POST', path, body: '{"a":1}' });

    expect(status).toBe(201);
    expect(json).toMatchObject({ method: 'POST', url: path, body: '{"a":1}' });
    expect(headersIn(json, 'host')).toEqual([DOMAIN]);
    expect(headers).toMatchObject({ 'x-answer': 'a', via: expect.stringContaining('CloudFront') });
    expect(headers['keep-alive']).not.toBe('timeout=1');
  });

  test('arrives with a body of unknown length', async () => {
    const { origin } = await siteBefore(echo);
    const body = new Blob(['abc']).stream();

    const response = await fetch(`${origin}/management/v1`, { method: 'POST', body, duplex: 'half' });

    expect(await response.json()).toMatchObject({ body: 'abc' });
  });

  test('that times out gets 504', async () => {
    const { origin } = await siteBefore(() => {});

    expect(await sendRequest(origin, { path: '/management/v1' })).toMatchObject({ status: 504 });
  });

  test('whose connection the API drops gets 502', async () => {
    const { origin } = await siteBefore((request) => request.socket.destroy());

    expect(await sendRequest(origin, { path: '/management/v1' })).toMatchObject({ status: 502 });
  });

  test('that is refused gets the refusal, and no page', async () => {
    const { origin } = await siteBefore((_, response) => response.writeHead(404).end('no'));

    expect(await sendRequest(origin, { path: '/management/v1/x' })).toMatchObject({ status: 404, body: 'no' });
  });

  test.each([
    ['PUT', ''],
    ['GET', 'a body'],
  ])('is refused with %s and "%s"', async (method, body) => {
    const { origin } = await siteBefore(echo);

    expect(await sendRequest(origin, { method, path: '/management/v1', body })).toMatchObject({ status: 403 });
  });

  // Nothing may reach the API without the viewer's IP address.
  test.each([
    ['throws', 'throw new Error("broken");', 503, /^viewer-address: .*broken/],
    ['returns nothing', 'return;', 502, /^viewer-address: Its result cannot be used/],
  ])('does not arrive if the function %s', async (_, failure, status, line) => {
    const code = `function handler(event) { if (event.request.uri !== '/') { ${failure} } return event.request; }`;
    let arrived = false;
    const site = await siteBefore((__, response) => {
      arrived = true;
      response.end();
    }, code);

    expect(await sendRequest(site.origin, { path: '/management/v1' })).toMatchObject({ status });
    expect(arrived).toBe(false);
    expect(site.log).toEqual([expect.stringMatching(line)]);
  });
});

describe('a page', () => {
  test.each(['/', '/index.html', '/keys/new', '/management'])('is at %s', async (path) => {
    const { origin } = await siteBefore(echo);

    const { status, body, headers } = await sendRequest(origin, { path });

    expect({ status, body }).toEqual({ status: 200, body: 'page' });
    expect(headers).toMatchObject({ 'content-type': 'text/html', 'content-length': '4' });
    expect(headers['content-security-policy']).toBe('connect-src http://here');
  });

  test('has no content for HEAD', async () => {
    const { origin } = await siteBefore(echo);

    expect(await sendRequest(origin, { method: 'HEAD', path: '/' })).toMatchObject({
      status: 200,
      body: '',
      headers: { 'content-length': '4' },
    });
  });

  test('that is missing is forbidden, with the headers of the policy', async () => {
    const { origin } = await siteBefore(echo);

    const { status, headers } = await sendRequest(origin, { path: '/assets/missing.js' });

    expect(status).toBe(403);
    expect(headers['content-security-policy']).toBe('connect-src http://here');
  });

  test('takes no other method', async () => {
    const { origin } = await siteBefore(echo);

    expect(await sendRequest(origin, { method: 'POST', path: '/', body: 'a' })).toMatchObject({ status: 403 });
  });
});
