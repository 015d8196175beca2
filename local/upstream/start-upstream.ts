import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Partners } from './data/partners.ts';
import { echo } from './echo.ts';
import { type Answer, envelope, RequestError } from './envelope.ts';
import { legacyHeaders } from './legacy-headers.ts';
import { parseJsonObject, readBody } from './request-body.ts';
import { match, type Route } from './router.ts';
import { channelRoutes } from './routes/channels.ts';
import { clientRoutes } from './routes/clients.ts';
import { flowRoutes } from './routes/flows.ts';
import { partnerRoutes } from './routes/partner.ts';
import { templateRoutes } from './routes/templates.ts';

export interface UpstreamOptions {
  readonly port: number;
  /** Where partners make keys. */
  readonly hubUrl: string;
}

export interface UpstreamServer {
  readonly origin: string;
  close(): Promise<void>;
}

const PREFIX = ['', 'api', 'v2', 'partners'];
/** Longer than a gateway keeps an idle connection, so that it never reuses one in the moment it is closed here. */
const KEEP_ALIVE_MS = 120_000;

const routes: readonly Route[] = [
  ...partnerRoutes,
  ...clientRoutes,
  ...channelRoutes,
  ...templateRoutes,
  ...flowRoutes,
];

/**
 * A sample of the Partner API that stands behind the gateway, with its data in memory. Like any upstream of the gateway
 * it knows the caller by `x-partner-id` alone and looks at no credential, so it listens on the loopback address only.
 */
export async function startUpstream({ port, hubUrl }: UpstreamOptions): Promise<UpstreamServer> {
  const partners = new Partners();
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    respond(partners, hubUrl, request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The sample upstream has no port.');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function respond(
  partners: Partners,
  hubUrl: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, body } = await answer(partners, request).catch((error: unknown): Answer => {
    if (error instanceof RequestError) return envelope(error.status, error.message, error.details);
    if (request.destroyed && !request.complete) throw error;
    console.error('The sample upstream failed:', error);
    return envelope(500, 'The request could not be processed.');
  });
  const text = JSON.stringify(body);
  response
    .writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      ...legacyHeaders(request.headers, hubUrl),
    })
    .end(text);
}

async function answer(partners: Partners, request: IncomingMessage): Promise<Answer> {
  // Read first, whatever comes of it: unread bytes would spoil the next request on the connection.
  const body = await readBody(request);
  const { method = '', url = '', headers } = request;
  const { partnerId, segments, query } = parseTarget(url);
  if (headers['x-partner-id'] !== partnerId) {
    throw new RequestError(403, 'x-partner-id does not name the partner of the path.');
  }
  if (segments.length === 1 && segments[0] === 'echo') return echo(request);

  const found = match(routes, method, segments);
  if (found === null) throw unknownPath();
  const carriesJson = method !== 'GET' && method !== 'DELETE' && !isMultipart(headers['content-type']);
  return found.handle({
    partner: partners.get(partnerId),
    query,
    headers,
    body,
    input: carriesJson ? parseJsonObject(body) : {},
    param: found.param,
  });
}

/** Splits before decoding, so that an encoded slash stays inside its segment. One trailing slash is accepted. */
function parseTarget(url: string): { partnerId: string; segments: string[]; query: URLSearchParams } {
  const [path = '', query = ''] = url.split(/\?(.*)/s);
  const parts = path.replace(/(?<=[^/])\/$/, '').split('/');
  const [partnerId, ...segments] = parts.slice(PREFIX.length).map(decode);
  if (partnerId === undefined || partnerId === '' || PREFIX.some((part, index) => parts[index] !== part)) {
    throw unknownPath();
  }
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

function isMultipart(contentType: string | undefined): boolean {
  return contentType?.toLowerCase().startsWith('multipart/') ?? false;
}
