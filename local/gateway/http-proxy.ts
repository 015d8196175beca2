import { Agent, type IncomingMessage, request } from 'node:http';
import { headerListOf } from '../servers/header-list.ts';
import { readBody } from '../servers/read-body.ts';
import type { HttpIntegration } from '../template/application.ts';
import type { Call, GatewayError } from './call.ts';
import { type HttpResponse, remappedHeaders } from './http-response.ts';
import { type MappedRequest, mapRequest } from './request-mapping.ts';

const FAILURE: GatewayError = { responseType: 'INTEGRATION_FAILURE', message: 'Internal server error' };
const TIMEOUT: GatewayError = { responseType: 'INTEGRATION_TIMEOUT', message: 'Endpoint request timed out' };
const MISCONFIGURED: GatewayError = { responseType: 'API_CONFIGURATION_ERROR', message: 'Internal server error' };
/** Methods that usually have a body: without one, Content-Length is 0. */
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

export interface HttpProxy {
  forward(call: Call, integration: HttpIntegration, body: Buffer): Promise<HttpResponse | GatewayError>;
  close(): void;
}

/** Creates a proxy for upstreams. Bodies are forwarded as bytes, and redirects are left to the client. */
export function createHttpProxy(upstreams: ReadonlyMap<string, string>): HttpProxy {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });

  async function forward(call: Call, integration: HttpIntegration, body: Buffer): Promise<HttpResponse | GatewayError> {
    const mapped = mapRequest(call, integration);
    if (mapped === null) return MISCONFIGURED;
    const origin = upstreamOf(integration.uri, upstreams);
    const method = integration.httpMethod === 'ANY' ? call.httpMethod : integration.httpMethod;
    // Not AbortSignal.timeout: its timers would outlive the calls by up to half a minute.
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), integration.timeoutMs);
    try {
      return await toResponse(call, await send({ agent, origin, method, mapped, body, deadline: deadline.signal }));
    } catch {
      return deadline.signal.aborted ? TIMEOUT : FAILURE;
    } finally {
      clearTimeout(timer);
    }
  }
  return { forward, close: () => agent.destroy() };
}

/** Returns the URL on this machine for the origin in the template. Throws an Error if it is unknown. */
export function upstreamOf(uri: string, upstreams: ReadonlyMap<string, string>): URL {
  const [origin = ''] = /^https?:\/\/[^/]+/.exec(uri) ?? [];
  const local = upstreams.get(origin);
  if (local === undefined) throw new Error(`The integration URL ${uri} has no upstream on this machine.`);
  const url = new URL(local);
  if (url.protocol !== 'http:') throw new Error(`The local upstream ${local} is not an http URL.`);
  return url;
}

interface Sending {
  readonly agent: Agent;
  readonly origin: URL;
  readonly method: string;
  readonly mapped: MappedRequest;
  readonly body: Buffer;
  readonly deadline: AbortSignal;
}

function send(sending: Sending, retry = true): Promise<IncomingMessage> {
  const { agent, origin, method, mapped, body, deadline } = sending;
  const headers = [...mapped.headers, ['Host', origin.host] as const];
  if (body.length > 0 || WITH_BODY.has(method)) headers.push(['Content-Length', String(body.length)]);
  return new Promise((resolve, reject) => {
    const outgoing = request({
      agent,
      hostname: origin.hostname,
      port: origin.port,
      method,
      path: mapped.target,
      headers: headers.flat(),
      signal: deadline,
    });
    outgoing.on('response', resolve);
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      // The upstream closed a reused connection at the same moment; nothing was processed.
      const stale = outgoing.reusedSocket && error.code === 'ECONNRESET';
      if (retry && stale) send(sending, false).then(resolve, reject);
      else reject(error);
    });
    outgoing.end(body);
  });
}

async function toResponse(call: Call, response: IncomingMessage): Promise<HttpResponse> {
  const body = await readBody(response);
  const status = response.statusCode ?? 502;
  call.integrationStatus = status;
  return { status, headers: remappedHeaders(headerListOf(response.rawHeaders)), body };
}
