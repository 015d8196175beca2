import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { UpstreamResponse } from './fidelity-case.ts';

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, readonly string[]>>;
  /** By lower-case name; repeated headers are joined with `|`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyBase64: string;
}

/** Starts an upstream that always sends the same response, and records the requests. */
export async function startUpstream(
  prepared: UpstreamResponse,
  record: (request: RecordedRequest) => void,
): Promise<{ readonly origin: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://upstream.example');
    const body = await buffer(request);
    record({
      method: request.method ?? '',
      path: url.pathname,
      query: Object.fromEntries([...url.searchParams.keys()].map((key) => [key, url.searchParams.getAll(key)])),
      headers: joinedHeaders(request.rawHeaders),
      bodyBase64: body.toString('base64'),
    });
    if (prepared.hangsUp === true) return request.socket.destroy();
    if (prepared.delayMs !== undefined) return setTimeout(() => response.end(), prepared.delayMs).unref();
    response.sendDate = false;
    response.writeHead(prepared.status, prepared.headers?.flat() ?? []);
    return response.end(prepared.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

export function joinedHeaders(rawHeaders: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase();
    const value = rawHeaders[at + 1] ?? '';
    headers[name] = name in headers ? `${headers[name]}|${value}` : value;
  }
  return headers;
}
