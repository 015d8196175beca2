import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { InvocationResult } from '../../local/functions/invocation.ts';
import { type Gateway, startGateway } from '../../local/gateway/start-gateway.ts';
import { synthesize } from '../../local/run/synthesize.ts';
import type { ApiDefinition } from '../../local/template/application.ts';
import { loadApplication } from '../../local/template/load-application.ts';

const UPSTREAM = 'https://partner-api.local.example';
const UPSTREAM_TIMEOUT_MS = 200;
let api: ApiDefinition;
let closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const assemblyDirectory = await synthesize({ stage: 'local', keyEnvironment: 'test', upstreamUrl: UPSTREAM });
  const application = loadApplication({ assemblyDirectory, region: 'eu-central-1', accountId: '000000000000' });
  const first = application.apis.find(({ name }) => name.startsWith('partner-api'));
  if (first === undefined) throw new Error('There is no Partner API.');
  // The stack tests check the template's 29 seconds.
  const routes = first.routes.map((route) => ({
    ...route,
    integration: { ...route.integration, timeoutMs: UPSTREAM_TIMEOUT_MS },
  }));
  api = { ...first, routes };
  // The stacks may have to be synthesized first.
}, 120_000);

afterEach(async () => {
  await Promise.all(closers.map((close) => close()));
  closers = [];
});
afterAll(async () => Promise.all(closers.map((close) => close())));

/** The authorizer's result for an allowed call. */
const allow = (event: unknown): InvocationResult => ({
  kind: 'result',
  payload: {
    principalId: 'key',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Action: 'execute-api:Invoke', Effect: 'Allow', Resource: (event as { methodArn: string }).methodArn },
      ],
    },
    context: {
      partner_id: 'demoPA',
      credential_type: 'api_key',
      credential_id: 'key',
      code: 'allowed',
      message: 'none',
    },
  },
});

async function gatewayTo(upstream: string, authorize: (event: unknown) => InvocationResult = allow): Promise<Gateway> {
  const gateway = await startGateway({
    api,
    invoke: async (_, event) => authorize(event),
    port: 0,
    hosts: [],
    upstreams: new Map([[UPSTREAM, upstream]]),
    accessLog: () => {},
  });
  closers.push(() => gateway.close());
  return gateway;
}

async function upstreamThat(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function call(gateway: Gateway) {
  const response = await fetch(`${gateway.origin}/api/v2/partners/demoPA/clients`);
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const envelope = (code: string, status: number) => ({
  meta: { success: false, http_code: status, developer_message: expect.any(String), error_data: { code } },
  error: code,
  error_description: expect.any(String),
  message: expect.any(String),
  request_id: expect.any(String),
});

describe('a failed check allows no call', () => {
  let reached: boolean;
  const upstream = () =>
    upstreamThat((_, response) => {
      reached = true;
      response.end('{}');
    });

  it.each<[string, InvocationResult]>([
    ['fails', { kind: 'error', errorType: 'Error', errorMessage: 'The check failed.' }],
    [
      'fails with a text that only begins like a 401',
      { kind: 'error', errorType: 'Error', errorMessage: 'Unauthorized: no' },
    ],
    ['takes too long', { kind: 'timeout' }],
    ['answers nothing', { kind: 'result', payload: null }],
    ['answers a text', { kind: 'result', payload: 'Allow' }],
    ['returns no policy', { kind: 'result', payload: { principalId: 'key' } }],
  ])('when the authorizer %s: 503', async (_, result) => {
    reached = false;
    const { status, headers, body } = await call(await gatewayTo(await upstream(), () => result));
    expect({ status, body }).toEqual({ status: 503, body: envelope('temporarily_unavailable', 503) });
    expect(headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect(reached).toBe(false);
  });
});

describe('an upstream that', () => {
  it('is down is 502', async () => {
    const { status, body } = await call(await gatewayTo('http://127.0.0.1:9'));
    expect({ status, body }).toEqual({ status: 502, body: envelope('upstream_unavailable', 502) });
  });

  it('resets the connection is 502', async () => {
    const upstream = await upstreamThat((request) => request.socket.resetAndDestroy());
    const { status, body } = await call(await gatewayTo(upstream));
    expect({ status, body }).toEqual({ status: 502, body: envelope('upstream_unavailable', 502) });
  });

  it('does not respond in time is 504', async () => {
    const { status, body } = await call(await gatewayTo(await upstreamThat(() => {})));
    expect({ status, body }).toEqual({ status: 504, body: envelope('upstream_timeout', 504) });
  });

  it('responds with an error is forwarded unchanged', async () => {
    const upstream = await upstreamThat((_, response) => response.writeHead(503).end('{"mine":true}'));
    const { status, body } = await call(await gatewayTo(upstream));
    expect({ status, body }).toEqual({ status: 503, body: { mine: true } });
  });
});
