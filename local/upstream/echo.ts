import type { IncomingMessage } from 'node:http';
import type { Answer } from './envelope.ts';

/**
 * What reached the upstream. The headers come from the raw list, since the parsed object silently drops the second of
 * two `authorization` headers, which is just what a test must be able to see; repeated ones are joined with a comma.
 */
export function echo({ method, url, rawHeaders }: IncomingMessage): Answer {
  const headers = new Map<string, string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = String(rawHeaders[index]).toLowerCase();
    const value = String(rawHeaders[index + 1]);
    const earlier = headers.get(name);
    headers.set(name, earlier === undefined ? value : `${earlier}, ${value}`);
  }
  return { status: 200, body: { method, path: url, headers: Object.fromEntries(headers) } };
}
