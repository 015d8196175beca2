import { Agent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { buffer, text } from 'node:stream/consumers';

export interface HttpRequest {
  readonly method?: string;
  /** Goes out byte by byte as it stands, with dot segments, escapes and all. */
  readonly path: string;
  /** Pairs, so that a header can be sent twice and in any spelling. */
  readonly headers?: readonly Header[];
  readonly body?: string | Uint8Array;
  /** Sends neither Content-Length nor Transfer-Encoding, as some clients do for a POST without body. */
  readonly withoutLength?: boolean;
  readonly agent?: Agent;
  /** Where the request comes from: an address of this machine, which is then called at the loopback address of that family. */
  readonly from?: string;
}

export type Header = readonly [name: string, value: string];

export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn, as received. */
  readonly rawHeaders: readonly string[];
  readonly body: string;
  /** The body parsed; undefined if it is not JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into any body, and fail where it is not what they expect
  readonly json: any;
}

/** No socket is kept, so that no request waits for another one's connection. */
const singleUse = new Agent({ keepAlive: false });

/** Sends exactly what it is told to, unlike `fetch`, which tidies paths and merges headers. */
export async function sendRequest(origin: string, options: HttpRequest): Promise<HttpResponse> {
  const { hostname, port, host } = new URL(origin);
  const { method = 'GET', path, headers = [], body, withoutLength = false, agent = singleUse, from } = options;
  const place =
    from === undefined ? { hostname } : { hostname: from.includes(':') ? '::1' : '127.0.0.1', localAddress: from };
  const target = { ...place, port, method, path, agent };
  const length =
    body !== undefined || method !== 'GET' ? [['content-length', String(Buffer.byteLength(body ?? ''))]] : [];
  const outgoing = withoutLength
    ? httpRequest({ ...target, headers: Object.fromEntries(headers) })
    : httpRequest({ ...target, headers: [['host', host], ...length, ...headers].flat() as string[] });
  if (withoutLength) {
    outgoing.removeHeader('content-length');
    outgoing.removeHeader('transfer-encoding');
  }
  return new Promise((fulfil, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      buffer(incoming).then((bytes) => fulfil(responseOf(incoming, bytes.toString('utf8'))), reject);
    });
    outgoing.end(body);
  });
}

/** Sends bytes that no HTTP client would send, and answers all that comes back until the server closes. */
export async function sendBytes(origin: string, bytes: Uint8Array): Promise<string> {
  const { hostname, port } = new URL(origin);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.end(bytes);
  return text(socket);
}

function responseOf(incoming: IncomingMessage, body: string): HttpResponse {
  const { statusCode = 0, headers, rawHeaders } = incoming;
  return { status: statusCode, headers, rawHeaders, body, json: parsed(body) };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
