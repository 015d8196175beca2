import { connect } from 'node:net';
import type { FuzzMessage } from '../cases/fuzz-case.ts';
import { readResponses, type WireResponse } from './read-responses.ts';
import { renderMessages } from './render-message.ts';

export interface Exchange {
  readonly responses: readonly WireResponse[];
  /** Everything that came back, bytes as characters. */
  readonly received: string;
}

/** Longer than any response takes on a busy machine. */
const WELL_FORMED_LIMIT_MS = 30_000;
/** How long a server may be silent after a request that perhaps never ends. A later response is not seen, only its log line. */
const ILL_FORMED_LIMIT_MS = 500;

/** Sends the messages on one connection, one right after the other, and returns what comes back until it is silent or closed. */
export function exchange(origin: string, messages: readonly FuzzMessage[]): Promise<Exchange> {
  const { hostname, port, host } = new URL(origin);
  const methods = messages.map(({ method }) => method);
  const limit = messages.every(isWellFramed) ? WELL_FORMED_LIMIT_MS : ILL_FORMED_LIMIT_MS;
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    const socket = connect({ host: hostname === 'localhost' ? '127.0.0.1' : hostname, port: Number(port) });
    const finish = (closed: boolean) => {
      socket.destroy();
      const received = Buffer.concat(parts).toString('latin1');
      resolve({ responses: readResponses(received, methods, closed).responses, received });
    };
    socket.setTimeout(limit, () => finish(false));
    socket.on('data', (part) => parts.push(part));
    // A reset after a refusal is common: the server closes while the rest of the request is still on its way.
    socket.on('error', () => finish(true));
    socket.on('close', () => finish(true));
    socket.write(renderMessages(messages, host));
  });
}

/** Returns whether the message certainly ends, so that the server has to respond. */
export function isWellFramed({ method, version, headers, framing }: FuzzMessage): boolean {
  if (framing !== 'length' && framing !== 'chunked') return false;
  const form = /^(?:connection|content-length|expect|host|transfer-encoding|te|trailer|upgrade)$/i;
  return (
    version === 'HTTP/1.1' &&
    /^[A-Z]+$/.test(method) &&
    method !== 'CONNECT' &&
    headers.every(([name, value]) => /^[\w-]+$/.test(name) && !form.test(name) && !/[\r\n\0]/.test(value))
  );
}
