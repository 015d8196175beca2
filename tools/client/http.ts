import { type Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { buffer, text } from 'node:stream/consumers';

export type Header = readonly [name: string, value: string];

export interface RequestOptions {
  readonly method?: string;
  /** Pairs, so that a header can be sent twice and in any spelling. */
  readonly headers?: readonly Header[];
  readonly body?: string | Uint8Array;
  /** Sends neither Content-Length nor Transfer-Encoding, as some clients do for a POST without body. */
  readonly withoutLength?: boolean;
  /** One connection per request if left out, so that no request waits for another one's connection. */
  readonly agent?: Agent;
  /** Where the request comes from: an IP address of this machine, which is then called at the loopback address of that family. */
  readonly from?: string;
}

export interface HttpRequest extends RequestOptions {
  /** Goes out byte by byte as it stands, with dot segments, escapes and all. */
  readonly path: string;
}

export interface HttpResponse {
  readonly status: number;
  /** By lower-case name; repeated ones joined with a comma. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Names and values in turn, as received. */
  readonly rawHeaders: readonly string[];
  readonly body: string;
  /** The body parsed; undefined if it is not JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: callers read fields that the contract names, and fail where they are missing
  readonly json: any;
}

/** Long enough for a cold start in front of an upstream that takes its 29 seconds. */
const TIMEOUT_MS = 60_000;

/** Sends exactly what it is told to, unlike `fetch`, which normalizes paths, merges headers and follows redirects. */
export async function sendRequest(origin: string, options: HttpRequest): Promise<HttpResponse> {
  const { protocol, hostname, port, host } = new URL(origin);
  const { method = 'GET', path, headers = [], body, withoutLength = false, agent = false, from } = options;
  const place =
    from === undefined ? { hostname } : { hostname: from.includes(':') ? '::1' : '127.0.0.1', localAddress: from };
  const target = { ...place, port, method, path, agent, timeout: TIMEOUT_MS };
  const length =
    body !== undefined || method !== 'GET' ? [['content-length', String(Buffer.byteLength(body ?? ''))]] : [];
  const send = protocol === 'https:' ? httpsRequest : httpRequest;
  const outgoing = withoutLength
    ? send({ ...target, headers: Object.fromEntries(headers) })
    : send({ ...target, headers: [['host', host], ...length, ...headers].flat() as string[] });
  if (withoutLength) {
    outgoing.removeHeader('content-length');
    outgoing.removeHeader('transfer-encoding');
  }
  return new Promise((fulfil, reject) => {
    outgoing.on('timeout', () => outgoing.destroy(new Error(`${host} sent nothing for ${TIMEOUT_MS / 1000} s.`)));
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      buffer(incoming).then((bytes) => fulfil(responseOf(incoming, bytes.toString('utf8'))), reject);
    });
    outgoing.end(body);
  });
}

/** Calls a URL, whose path is not normalized either. */
export async function callUrl(url: string, options: RequestOptions = {}): Promise<HttpResponse> {
  const [, origin = '', path = ''] = /^(https?:\/\/[^/]+)(.*)$/.exec(url) ?? [];
  return sendRequest(origin, { ...options, path: path === '' ? '/' : path });
}

export interface JsonCall {
  readonly method?: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly agent?: Agent;
}

export async function callJson({ method = 'GET', url, headers = {}, body, agent }: JsonCall): Promise<HttpResponse> {
  const type: Header[] = body === undefined ? [] : [['content-type', 'application/json']];
  return callUrl(url, {
    method,
    headers: [...type, ...Object.entries(headers)],
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(agent !== undefined && { agent }),
  });
}

/** Returns the `code` of the Management API or the `error` of the Partner API; empty if the response has neither. */
export function errorCodeOf({ json }: HttpResponse): string {
  return json?.code ?? json?.error ?? '';
}

/** Sends bytes that no HTTP client would send, and returns all that comes back until the server closes. */
export async function sendBytes(origin: string, bytes: Uint8Array): Promise<string> {
  const { hostname, port } = new URL(origin);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.end(bytes);
  return text(socket);
}

function responseOf(incoming: IncomingMessage, body: string): HttpResponse {
  const { statusCode = 0, rawHeaders } = incoming;
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
  return { status: statusCode, headers, rawHeaders, body, json: parsed(body) };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
