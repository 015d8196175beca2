import type { IncomingMessage, ServerResponse } from 'node:http';
import { readLimitedBody } from '../../servers/read-body.ts';
import { errorPage, PAGE_HEADERS, pageHeaders } from './sign-in-pages.ts';

const BODY_LIMIT_BYTES = 16 * 1024;

/** Returns the fields of a submitted form; null after refusing one that belongs to a page of another origin. */
export async function readForm(
  origin: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<URLSearchParams | null> {
  const body = await readLimitedBody(request, BODY_LIMIT_BYTES);
  if (request.headers.origin !== undefined && request.headers.origin !== origin) {
    response.writeHead(403, PAGE_HEADERS).end(errorPage('This form belongs to another page.'));
    return null;
  }
  return new URLSearchParams(body?.toString('utf8'));
}

/** @param redirectUris - where the provider may lead after the form; browsers apply its policy to redirects, too */
export function sendForm(
  redirectUris: readonly string[],
  response: ServerResponse,
  status: number,
  page: string,
): void {
  const targets = ["'self'", ...redirectUris.map((uri) => new URL(uri).origin)];
  response.writeHead(status, pageHeaders([...new Set(targets)].join(' '))).end(page);
}
