import type { IncomingMessage } from 'node:http';

const NOTHING = Buffer.alloc(0);

/**
 * The whole body, or null if it is longer than allowed. The rest of a long one is taken in and thrown away, because a
 * client that is still sending would not see the answer. Rejects if the client goes away.
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  if (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined) {
    return Promise.resolve(NOTHING);
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
