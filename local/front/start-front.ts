import type { RequestListener } from 'node:http';
import { startLoopbackServer } from '../servers/loopback-server.ts';

export interface Front {
  /** `http://localhost:<port>`. */
  readonly origin: string;
  /** Replaces the listener. */
  serve(listener: RequestListener): void;
  close(): Promise<void>;
}

/**
 * Takes the hub's port before there is anything to serve, because sign-in and the hub's own files need its URL.
 * Rejects with the error of `listen` (`code` is EADDRINUSE for a busy port).
 */
export async function startFront(port: number): Promise<Front> {
  let listener: RequestListener = (_, response) => {
    response.writeHead(503, { 'Content-Type': 'text/plain', 'Retry-After': '1' }).end('The local run is starting.\n');
  };
  const server = await startLoopbackServer({
    port,
    browsers: true,
    // More than any origin accepts, so that the origin refuses, not the distribution.
    maxHeaderBytes: 64 * 1024,
    serve: (request, response) => listener(request, response),
  });
  return {
    origin: `http://localhost:${server.port}`,
    serve: (next) => {
      listener = next;
    },
    close: server.close,
  };
}
