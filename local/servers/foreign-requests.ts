import type { IncomingMessage } from 'node:http';

/** The body of the 403 to a foreign request. */
export const FOREIGN_REQUEST_TEXT = 'This server is available to this machine and to its own pages only.\n';

/** Who may call a server beside this machine's own programs and the pages of the server itself. */
export interface KnownCallers {
  /**
   * Host names, without a port, under which another part of the run calls, as CloudFront calls an API by its name in AWS.
   * That part has checked the request's origin.
   */
  readonly hosts?: readonly string[];
  /** Origins of other parts whose pages may call. */
  readonly origins?: readonly string[];
}

/**
 * Returns whether a request comes from a page that is not this run's: by its Origin, or by a host name that leads here only
 * because somebody made it (DNS rebinding).
 */
export function isForeign(request: Pick<IncomingMessage, 'headers' | 'socket'>, callers: KnownCallers): boolean {
  const { host, origin } = request.headers;
  if (host === undefined) return true;
  if (callers.hosts?.includes(host)) return false;
  const { localPort } = request.socket;
  const own = ['localhost', '127.0.0.1', '[::1]'].map((name) => `${name}:${localPort}`);
  if (!own.includes(host)) return true;
  return origin !== undefined && origin !== `http://${host}` && !callers.origins?.includes(origin);
}
