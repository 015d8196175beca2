import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FOREIGN_REQUEST_TEXT, isForeign, type KnownCallers } from './foreign-requests.ts';

export interface LoopbackServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface LoopbackServerOptions extends KnownCallers {
  /** 0 takes a free port. */
  readonly port: number;
  readonly serve: RequestListener;
  /** Whether to listen on `::1`, too, which browsers may use for `localhost`. */
  readonly browsers: boolean;
  /** Larger requests are refused before `serve` sees them. @default 16 KB */
  readonly maxHeaderBytes?: number;
}

const ATTEMPTS = 5;

/**
 * Starts a server that is reachable from this machine only, and that refuses every request of a foreign page (403), preflights
 * included. Rejects with the error of `listen` (`code` is EADDRINUSE for a busy port).
 */
export async function startLoopbackServer(options: LoopbackServerOptions): Promise<LoopbackServer> {
  for (let attempt = 1; ; attempt += 1) {
    const first = await listen(options, '127.0.0.1', options.port);
    const { port } = first.address() as AddressInfo;
    if (!options.browsers) return { port, close: () => stop(first) };
    try {
      const second = await listen(options, '::1', port);
      return { port, close: () => Promise.all([stop(first), stop(second)]).then(() => undefined) };
    } catch (error) {
      // A machine without IPv6 is fine; another server on this port is not, because `localhost` may lead to it.
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') return { port, close: () => stop(first) };
      await stop(first);
      if (options.port !== 0 || attempt === ATTEMPTS) throw error;
    }
  }
}

function listen(options: LoopbackServerOptions, host: string, port: number): Promise<Server> {
  const { serve, maxHeaderBytes } = options;
  const limits = maxHeaderBytes === undefined ? {} : { maxHeaderSize: maxHeaderBytes };
  const server = createServer({ ...limits, keepAliveTimeout: 60_000 }, (request, response) => {
    if (isForeign(request, options)) refuse(response);
    else serve(request, response);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

function refuse(response: ServerResponse): void {
  response.writeHead(403, { 'content-type': 'text/plain' }).end(FOREIGN_REQUEST_TEXT);
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
