import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { buffer } from 'node:stream/consumers';

export type Header = readonly [name: string, value: string];

export interface HttpCall {
  readonly method?: string;
  /** Sent as they stand: order, spelling and repetition count. */
  readonly headers?: readonly Header[];
  readonly body?: string | Uint8Array;
}

export interface HttpAnswer {
  readonly status: number;
  /** By lower-case name; repeated ones joined with a comma. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  /** null if the body is no JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: checks read fields that the contract names, and fail where they are not.
  readonly json: any;
}

/** Long enough for a cold start behind an upstream that takes its 29 seconds. */
const TIMEOUT_MS = 60_000;

/** The path goes out as it stands in the address: nothing is encoded or normalised. Redirects are not followed. */
export async function call(
  address: string,
  { method = 'GET', headers = [], body }: HttpCall = {},
): Promise<HttpAnswer> {
  const [, protocol, authority = '', target = ''] = /^(https?):\/\/([^/]+)(.*)$/.exec(address) ?? [];
  const { hostname, port } = new URL(`${protocol}://${authority}`);
  const length: Header[] = body === undefined ? [] : [['Content-Length', String(Buffer.byteLength(body))]];
  const outgoing = (protocol === 'https' ? httpsRequest : httpRequest)({
    agent: false,
    hostname,
    port,
    method,
    path: target === '' ? '/' : target,
    headers: [...headers, ...length, ['Host', authority], ['Connection', 'close']].flat(),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  outgoing.end(body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  const text = (await buffer(response)).toString();
  return { status: response.statusCode ?? 0, headers: joined(response.headers), text, json: parsed(text) };
}

function joined(headers: IncomingMessage['headers']): HttpAnswer['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
