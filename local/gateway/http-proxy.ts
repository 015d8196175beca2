import { Agent, type IncomingMessage, request } from 'node:http';
import type { HttpIntegration } from '../template/application.ts';
import type { Call, GatewayError } from './call.ts';
import { headerListOf } from './header-list.ts';
import { type HttpResponse, remappedHeaders } from './http-response.ts';
import { type MappedRequest, mapRequest } from './request-mapping.ts';

const FAILURE: GatewayError = { responseType: 'INTEGRATION_FAILURE', message: 'Internal server error' };
const TIMEOUT: GatewayError = { responseType: 'INTEGRATION_TIMEOUT', message: 'Endpoint request timed out' };
const MISCONFIGURED: GatewayError = { responseType: 'API_CONFIGURATION_ERROR', message: 'Internal server error' };
/** Methods that are expected to have a body, so that the absence of one is said. */
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

export interface HttpProxy {
  forward(call: Call, integration: HttpIntegration, body: Buffer): Promise<HttpResponse | GatewayError>;
  close(): void;
}

/** Calls upstreams. Bodies pass as bytes, and redirects are the client's business. */
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
      return await answerOf(call, await send({ agent, origin, method, mapped, body, deadline: deadline.signal }));
    } catch {
      return deadline.signal.aborted ? TIMEOUT : FAILURE;
    } finally {
      clearTimeout(timer);
    }
  }
  return { forward, close: () => agent.destroy() };
}

/** Where the origin that the template names lives on this machine. Throws an Error if it is not known. */
export function upstreamOf(uri: string, upstreams: ReadonlyMap<string, string>): URL {
  const [named = ''] = /^https?:\/\/[^/]+/.exec(uri) ?? [];
  const real = upstreams.get(named);
  if (real === undefined) throw new Error(`The integration address ${uri} has no upstream on this machine.`);
  const url = new URL(real);
  if (url.protocol !== 'http:') throw new Error(`The local upstream ${real} is not an http address.`);
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

function send(sending: Sending, again = true): Promise<IncomingMessage> {
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
      // The upstream closed a kept connection just as it was used; nothing was processed.
      const stale = outgoing.reusedSocket && error.code === 'ECONNRESET';
      if (again && stale) send(sending, false).then(resolve, reject);
      else reject(error);
    });
    outgoing.end(body);
  });
}

async function answerOf(call: Call, response: IncomingMessage): Promise<HttpResponse> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const status = response.statusCode ?? 502;
  call.integrationStatus = status;
  return { status, headers: remappedHeaders(headerListOf(response.rawHeaders)), body: Buffer.concat(chunks) };
}
