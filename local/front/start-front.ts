import type { RequestListener } from 'node:http';
import { startLoopbackServer } from '../loopback-server.ts';

export interface Front {
  /** `http://localhost:<port>`. */
  readonly origin: string;
  /** What answers from now on. */
  serve(listener: RequestListener): void;
  close(): Promise<void>;
}

/**
 * Takes the hub's port before there is anything to serve, because sign-in and the hub's own files must know the address.
 * Rejects with the error of `listen` (`code` is EADDRINUSE for a busy port).
 */
export async function startFront(port: number): Promise<Front> {
  let listener: RequestListener = (_, response) => {
    response.writeHead(503, { 'Content-Type': 'text/plain', 'Retry-After': '1' }).end('The local run is starting.\n');
  };
  const server = await startLoopbackServer({
    port,
    browsers: true,
    // More than any origin takes, so that it is the origin that answers.
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
