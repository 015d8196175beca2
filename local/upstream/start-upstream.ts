import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { RESPONSE_HEADERS } from '../../lambdas/contract/response-headers.ts';
import { LEGACY_DEPRECATED_AT } from '../../lambdas/domain/model/legacy-token-state.ts';
import { startLoopbackServer } from '../servers/loopback-server.ts';
import { readLimitedBody } from '../servers/read-body.ts';
import { ENDPOINTS } from './endpoints/endpoints.ts';
import { simulatedFailure } from './endpoints/simulated-failures.ts';
import { PartnerData } from './partner-data.ts';
import { matchEndpoint, newCall, perform, type UpstreamResponse } from './perform-call.ts';
import { envelope, RequestError } from './request-error.ts';

export interface UpstreamOptions {
  readonly port: number;
  /** Where partners create keys. */
  readonly hubUrl: string;
}

export interface UpstreamServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** Templates are also edited under the second. */
const PREFIXES = [
  ['', 'api', 'v2', 'partners'],
  ['', 'v1', 'partners'],
];
/** The gateway's own limit: nothing larger can come from there. */
const BODY_LIMIT_BYTES = 10 * 1024 * 1024;

/**
 * Starts a sample of the Partner API behind the gateway, with its data in memory. Like any upstream of the gateway it
 * knows the caller by `x-partner-id` alone and looks at no credential, so it listens on the loopback address only.
 */
export async function startUpstream({ port, hubUrl }: UpstreamOptions): Promise<UpstreamServer> {
  const partners = new Map<string, PartnerData>();
  const server = await startLoopbackServer({
    port,
    browsers: false,
    serve: (request, response) => {
      respond(partners, hubUrl, request, response).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : undefined);
      });
    },
  });
  return { origin: `http://127.0.0.1:${server.port}`, close: () => server.close() };
}

async function respond(
  partners: Map<string, PartnerData>,
  hubUrl: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const {
    status,
    body,
    headers: own,
  } = await responseTo(request, partners).catch((error: unknown): UpstreamResponse => {
    if (error instanceof RequestError) {
      return { status: error.status, body: envelope(error.status, error.message, error.details) };
    }
    if (request.destroyed && !request.complete) throw error;
    console.error('The sample upstream failed:', error);
    return { status: 500, body: envelope(500, 'The request could not be processed.') };
  });
  const text = JSON.stringify(body);
  const headers = {
    ...RESPONSE_HEADERS,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  };
  response.writeHead(status, { ...headers, ...own, ...legacyHeaders(request, hubUrl) }).end(text);
}

async function responseTo(request: IncomingMessage, partners: Map<string, PartnerData>): Promise<UpstreamResponse> {
  // Read first, whatever comes of it: unread bytes would spoil the next request on the connection.
  const body = await readLimitedBody(request, BODY_LIMIT_BYTES);
  if (body === null) throw new RequestError(413, `The body exceeds ${BODY_LIMIT_BYTES} bytes.`);
  const { method = '', url = '', headers, rawHeaders } = request;
  const { partnerId, segments, query } = parseTarget(url);
  if (headers['x-partner-id'] !== partnerId) {
    throw new RequestError(403, 'x-partner-id does not name the partner of the path.');
  }
  // Any partner exists from its first call on: whether it may call at all is the gateway's decision.
  const data = partners.get(partnerId) ?? new PartnerData(partnerId);
  partners.set(partnerId, data);
  const failure = simulatedFailure(data, segments);
  if (failure !== null) return failure;
  for (const endpoint of ENDPOINTS) {
    const inPath = matchEndpoint(endpoint, method, segments);
    if (inPath === null) continue;
    const parameters = { ...inPath, partner_id: partnerId };
    return perform(endpoint, newCall({ method, url, headers, rawHeaders, query, body, parameters, data }));
  }
  throw unknownPath();
}

/** Splits before decoding, so that an encoded slash stays inside its segment. One trailing slash is accepted. */
function parseTarget(url: string): { partnerId: string; segments: string[]; query: URLSearchParams } {
  const [path = '', query = ''] = url.split(/\?(.*)/s);
  const parts = path.replace(/(?<=[^/])\/$/, '').split('/');
  const prefix = PREFIXES.find((known) => known.every((part, index) => parts[index] === part));
  if (prefix === undefined) throw unknownPath();
  const [partnerId, ...segments] = parts.slice(prefix.length).map(decode);
  if (partnerId === undefined || partnerId === '') throw unknownPath();
  return { partnerId, segments, query: new URLSearchParams(query) };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw unknownPath();
  }
}

function unknownPath(): RequestError {
  return new RequestError(404, 'There is no such endpoint.');
}

/** Returns the headers that docs/upstream.md asks an upstream to add, because the gateway cannot. */
function legacyHeaders({ headers }: IncomingMessage, hubUrl: string): OutgoingHttpHeaders {
  if (headers['x-credential-type'] !== 'legacy_token') return {};
  const sunset = headers['x-legacy-sunset'];
  return {
    deprecation: `@${LEGACY_DEPRECATED_AT}`,
    link: `<${hubUrl}>; rel="deprecation"; type="text/html"`,
    ...(sunset === undefined || sunset === 'none' ? {} : { sunset }),
  };
}
