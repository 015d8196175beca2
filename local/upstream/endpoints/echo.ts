import type { Endpoint, UpstreamCall } from '../perform-call.ts';

/** Not an endpoint of the Partner API: shows what reached the upstream. */
export const ECHO: Endpoint = { method: 'ANY', path: 'echo', body: echo };

/**
 * Returns what reached the upstream. The headers come from the raw list, since the parsed object silently drops the
 * second of two `authorization` headers, which a test must be able to see; repeated ones are joined with a comma.
 */
function echo({ method, url, rawHeaders }: UpstreamCall): object {
  const headers = new Map<string, string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = String(rawHeaders[index]).toLowerCase();
    const value = String(rawHeaders[index + 1]);
    const earlier = headers.get(name);
    headers.set(name, earlier === undefined ? value : `${earlier}, ${value}`);
  }
  return { method, path: url, headers: Object.fromEntries(headers) };
}
