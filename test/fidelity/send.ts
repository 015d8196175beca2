import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { ClientRequest } from './fidelity-case.ts';
import { joinedHeaders } from './recording-upstream.ts';

export interface ReceivedAnswer {
  readonly status: number;
  /** By lower-case name; repeated headers are joined with `|`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Sends a request with exactly this path and these headers, on its own connection. */
export async function send(origin: string, request: ClientRequest): Promise<ReceivedAnswer> {
  const { method = 'GET', path, headers = [], body } = request;
  const { port } = new URL(origin);
  const has = (name: string) => headers.some(([one]) => one.toLowerCase() === name);
  const own = [
    ...(has('host') ? [] : [['Host', `localhost:${port}`]]),
    ...(has('connection') ? [] : [['Connection', 'close']]),
    ...(body === undefined || has('content-length') || has('transfer-encoding')
      ? []
      : [['Content-Length', String(Buffer.byteLength(body))]]),
  ];
  const outgoing = httpRequest({
    agent: false,
    host: '127.0.0.1',
    port,
    method,
    path,
    headers: [...headers, ...own].flat(),
  });
  outgoing.end(body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return {
    status: response.statusCode ?? 0,
    headers: joinedHeaders(response.rawHeaders),
    body: await buffer(response),
  };
}
