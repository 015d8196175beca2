import type { IncomingMessage } from 'node:http';
import { RequestError } from './envelope.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** The gateway's own limit: nothing larger can come from there. */
export const BODY_LIMIT_BYTES = 10 * 1024 * 1024;

/**
 * Reads the whole body, also an oversized one, whose bytes are dropped: a client that is still writing when the answer
 * comes would see a reset connection and not the 413.
 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes <= BODY_LIMIT_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (sizeBytes > BODY_LIMIT_BYTES) throw new RequestError(413, `The body exceeds ${BODY_LIMIT_BYTES} bytes.`);
  return Buffer.concat(chunks);
}

/**
 * No body means the same as `{}`: clients send either where an endpoint takes no input. The Content-Type is not looked
 * at, because clients leave it out or set it without need.
 */
export function parseJsonObject(body: Buffer): JsonObject {
  if (body.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw new RequestError(400, 'The body is not valid JSON.');
  }
  if (!isJsonObject(value)) throw new RequestError(400, 'The body must be a JSON object.');
  return value;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
