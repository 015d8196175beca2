import type { FidelityCase } from '../fidelity-case.ts';
import { proxied } from './http-proxy-case.ts';

export const httpProxyAnswers: readonly FidelityCase[] = [
  proxied(
    'answer',
    'Status, headers and body of the upstream are passed on.',
    {
      response: {
        status: 418,
        headers: [
          ['X-Theirs', '1'],
          ['Content-Type', 'text/plain'],
        ],
        body: 'short',
      },
    },
    {},
    { status: 418, headers: { 'x-theirs': '1', 'content-type': 'text/plain' }, text: 'short' },
  ),
  proxied(
    'answer-bytes',
    'The body of the upstream is passed on byte by byte.',
    {
      response: { status: 200, headers: [['Content-Type', 'image/png']], body: Uint8Array.of(137, 0, 255) },
    },
    {},
    { status: 200, bytes: Uint8Array.of(137, 0, 255) },
  ),
  proxied(
    'answer-cookies',
    'Repeated headers of the upstream stay apart.',
    {
      response: {
        status: 200,
        headers: [
          ['Set-Cookie', 'a=1'],
          ['Set-Cookie', 'b=2'],
        ],
      },
    },
    {},
    { status: 200, headers: { 'set-cookie': 'a=1|b=2' } },
  ),
  proxied(
    'answer-error',
    'A 401 of the upstream is not shaped.',
    {
      response: { status: 401, headers: [['Content-Type', 'application/json']], body: '{"theirs":true}' },
    },
    {},
    { status: 401, json: { theirs: true } },
  ),
  proxied(
    'answer-redirect',
    'A redirect is passed on, not followed.',
    {
      response: { status: 302, headers: [['Location', 'https://elsewhere.example/']] },
    },
    {},
    { status: 302, headers: { location: 'https://elsewhere.example/' } },
  ),
  proxied(
    'remapped',
    'Connection, Content-Length, Date and Server come back as x-amzn-Remapped-….',
    {
      response: {
        status: 200,
        headers: [
          ['Connection', 'close'],
          ['Content-Length', '2'],
          ['Date', 'Mon, 02 Nov 2026 10:00:00 GMT'],
          ['Server', 'theirs'],
        ],
        body: 'ok',
      },
    },
    {},
    {
      status: 200,
      text: 'ok',
      headers: {
        'x-amzn-remapped-connection': 'close',
        'x-amzn-remapped-content-length': '2',
        'x-amzn-remapped-date': 'Mon, 02 Nov 2026 10:00:00 GMT',
        'x-amzn-remapped-server': 'theirs',
        server: null,
      },
    },
  ),
  {
    ...proxied(
      '',
      '',
      { response: { status: 401, headers: [['WWW-Authenticate', 'Basic']] } },
      {},
      { status: 401, headers: { 'www-authenticate': null, 'x-amzn-remapped-www-authenticate': 'Basic' } },
    ),
    id: 'http-proxy/remapped-www-authenticate',
    fact: 'WWW-Authenticate of the upstream comes back remapped too.',
    notVerified: 'remapped-www-authenticate',
  },
  proxied(
    'remapped-request-id',
    'The gateway’s request ID is its own, the upstream’s is remapped.',
    {
      response: { status: 200, headers: [['x-amzn-RequestId', 'theirs']] },
    },
    {},
    { status: 200, headers: { 'x-amzn-requestid': /^[0-9a-f-]{36}$/, 'x-amzn-remapped-x-amzn-requestid': 'theirs' } },
  ),
];
