import { STATUS_CODES } from 'node:http';
import type { HttpResponse } from '../gateway/http-response.ts';

/** Returns a response of the distribution itself. `reason` must not quote the request. */
export function errorPage(status: number, reason: string): HttpResponse {
  const title = `${status} ${STATUS_CODES[status] ?? 'Error'}`;
  const page = `<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>${title}</title></head>\n<body><h1>${title}</h1>\n<p>${reason}</p></body></html>\n`;
  return {
    status,
    headers: [
      ['Content-Type', 'text/html'],
      ['Server', 'CloudFront'],
    ],
    body: Buffer.from(page),
  };
}
