import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Invoke } from '../functions/invocation.ts';
import { startLoopbackServer } from '../servers/loopback-server.ts';
import type { ApiDefinition } from '../template/application.ts';
import { type Call, createCall } from './call.ts';
import { assertSubstitutable, isContextVariable, substituteContext } from './context-variables.ts';
import { isResponseType } from './gateway-response.ts';
import { type GatewayParts, handleCall } from './handle-call.ts';
import { createHttpProxy, upstreamOf } from './http-proxy.ts';
import type { HttpResponse } from './http-response.ts';
import { createRouter } from './router.ts';

export interface GatewayOptions {
  readonly api: ApiDefinition;
  readonly invoke: Invoke;
  /** 0 takes a free port. */
  readonly port: number;
  /** Names under which a distribution calls the API. */
  readonly hosts: readonly string[];
  /** Origin in the template → origin on this machine. */
  readonly upstreams: ReadonlyMap<string, string>;
  /** Receives one line per call. */
  readonly accessLog: (line: string) => void;
}

export interface Gateway {
  /** `http://localhost:<port>`. */
  readonly origin: string;
  close(): Promise<void>;
}

/** Exceeds API Gateway's own limit, so that the gateway responds and not Node's parser. */
const PARSER_LIMIT_BYTES = 64 * 1024;
const SMALL_BODY_BYTES = 16 * 1024;

/**
 * Serves one API as its custom domain would: without the stage in the URL. Rejects with the error of `listen` (`code` is
 * EADDRINUSE for a busy port), and with an Error for a feature of the API that is not supported here.
 */
export async function startGateway({
  api,
  invoke,
  port,
  hosts,
  upstreams,
  accessLog,
}: GatewayOptions): Promise<Gateway> {
  assertServable(api, upstreams);
  const parts: GatewayParts = { router: createRouter(api.routes), invoke, httpProxy: createHttpProxy(upstreams) };
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    const call = createCall(api, request);
    void handleCall(call, request, parts)
      .catch((error: unknown) => {
        // The client disconnected while sending: there is nobody to respond to.
        if (request.errored !== null) throw error;
        return internalFailure(call, error);
      })
      .then((result) => send(call, result, response))
      .then(() => {
        if (api.accessLogFormat !== null) accessLog(substituteContext(api.accessLogFormat, call, '-'));
      })
      .catch(() => response.destroy());
  };
  const server = await startLoopbackServer({ port, hosts, serve, browsers: true, maxHeaderBytes: PARSER_LIMIT_BYTES });
  return {
    origin: `http://localhost:${server.port}`,
    close: async () => {
      await server.close();
      parts.httpProxy.close();
    },
  };
}

function assertServable(api: ApiDefinition, upstreams: ReadonlyMap<string, string>): void {
  if (api.accessLogFormat !== null) assertSubstitutable(api.accessLogFormat, 'Access log format');
  for (const [type, { template }] of api.gatewayResponses) {
    if (!isResponseType(type)) throw new Error(`The gateway response type ${type} is unknown.`);
    if (template !== null) assertSubstitutable(template, `Gateway response ${type}`);
  }
  for (const { resourcePath, integration } of api.routes) {
    if (integration.type !== 'HTTP_PROXY') continue;
    upstreamOf(integration.uri, upstreams);
    for (const { source } of integration.parameters) {
      if (source.from === 'context' && !isContextVariable(source.name)) {
        throw new Error(`${resourcePath}: context.${source.name} is not supported locally.`);
      }
    }
  }
}

function send(call: Call, { status, headers, body }: HttpResponse, response: ServerResponse): void {
  call.status = status;
  call.responseLength = body.length;
  const list = [
    ...headers,
    ['x-amzn-RequestId', call.requestId] as const,
    ['x-amz-apigw-id', call.extendedRequestId] as const,
  ];
  if (status >= 200 && status !== 204 && status !== 304) list.push(['Content-Length', String(body.length)]);
  response.writeHead(status, list.flat());
  // Latin-1 maps to the bytes unchanged; Node sends a text in one write together with the headers.
  if (body.length <= SMALL_BODY_BYTES) response.end(body.toString('latin1'), 'latin1');
  else response.end(body);
}

/** Reports a defect of this gateway on standard error, and refuses the call. */
function internalFailure(call: Call, error: unknown): HttpResponse {
  process.stderr.write(
    `The local gateway failed at ${call.httpMethod}: ${error instanceof Error ? error.stack : error}\n`,
  );
  call.error = { responseType: 'DEFAULT_5XX', message: 'Internal server error' };
  const body = Buffer.from('{"message":"Internal server error"}');
  return { status: 500, headers: [['Content-Type', 'application/json']], body };
}
