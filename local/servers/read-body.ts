import type { IncomingMessage } from 'node:http';

const EMPTY = Buffer.alloc(0);

/** Reads the whole body of a request or a response. Rejects if the peer disconnects. */
export async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/**
 * Reads the whole body of a request. Returns null if it is longer than allowed: the rest is read and dropped, because a
 * client that is still sending would not see the response. Rejects if the client disconnects.
 */
export function readLimitedBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  if (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined) {
    return Promise.resolve(EMPTY);
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.on('end', () => resolve(bytes > maxBytes ? null : Buffer.concat(chunks)));
    request.on('error', reject);
  });
}
