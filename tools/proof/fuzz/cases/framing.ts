import fc from 'fast-check';
import type { Header } from './credentials.ts';
import { type FuzzMessage, messageOf, rawMessage } from './fuzz-case.ts';
import { placeholder, repeated } from './text-template.ts';

/** A request without a credential, for the end of a body: to be refused if a server takes it for the next one. */
const SMUGGLED = 'GET /api/v2/whoami HTTP/1.1\r\nHost: localhost\r\n\r\n';
const SMUGGLED_HEX = SMUGGLED.length.toString(16);

const LENGTHS = [
  '0',
  '1',
  '5',
  '-1',
  '+5',
  '0x5',
  '5, 5',
  '5, 6',
  '5.0',
  ' 5',
  '',
  'x',
  '99999999999999999999',
  '18446744073709551616',
];
const CODINGS = [
  'chunked',
  'Chunked',
  ' chunked',
  'chunked, chunked',
  'chunked, identity',
  'identity',
  'gzip, chunked',
  'xchunked',
  'chunked;x',
  '\tchunked',
  '"chunked"',
  '',
];
const LENGTH_NAMES = ['Content-Length', 'content-length', 'Content-Length ', 'Content_Length', ' Content-Length'];
const CODING_NAMES = [
  'Transfer-Encoding',
  'transfer-encoding',
  'Transfer-Encoding ',
  'Transfer_Encoding',
  'X: y\r\nTransfer-Encoding',
  'Transfer-Encoding:\r\n ',
];
const CHUNKS = [
  `0\r\n\r\n${SMUGGLED}`,
  `${SMUGGLED_HEX}\r\n${SMUGGLED}\r\n0\r\n\r\n`,
  `5\r\nhello\r\n0\r\nx-api-key: ${placeholder('a.key')}\r\n\r\n`,
  `5\r\nhello\r\n0\r\nx-partner-id: ${placeholder('b.id')}\r\n\r\n`,
  '5;ext=1\r\nhello\r\n0\r\n\r\n',
  `5;${repeated('x', 20_000)}\r\nhello\r\n0\r\n\r\n`,
  '5\nhello\n0\n\n',
  '05\r\nhello\r\n00\r\n\r\n',
  '5 \r\nhello\r\n0\r\n\r\n',
  '0x5\r\nhello\r\n0\r\n\r\n',
  '-5\r\nhello\r\n0\r\n\r\n',
  'zz\r\nhello\r\n0\r\n\r\n',
  'fffffffffffffffff\r\nhello\r\n',
  '5\r\nhelloworld\r\n0\r\n\r\n',
  '5\r\nhel',
  '\r\n',
  SMUGGLED,
  '',
];

const length = fc.tuple(fc.constantFrom(...LENGTH_NAMES), fc.constantFrom(...LENGTHS)).map((pair): Header => pair);
const coding = fc.tuple(fc.constantFrom(...CODING_NAMES), fc.constantFrom(...CODINGS)).map((pair): Header => pair);
const framed = fc.array(fc.oneof(length, coding), { minLength: 1, maxLength: 3 });

const VERSIONS = [
  'HTTP/1.0',
  'HTTP/1.1',
  'HTTP/0.9',
  'HTTP/2.0',
  'HTTP/1.2',
  'HTTP/1.11',
  'http/1.1',
  'HTTP/1.1 x',
  '',
  'HTTP/ 1.1',
];

/** Headers that change how the connection goes on. */
const CONNECTION: readonly Header[][] = [
  [['Expect', '100-continue']],
  [['Expect', 'nothing']],
  [
    ['Connection', 'Upgrade'],
    ['Upgrade', 'websocket'],
    ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
    ['Sec-WebSocket-Version', '13'],
  ],
  [
    ['Connection', 'Upgrade, HTTP2-Settings'],
    ['Upgrade', 'h2c'],
    ['HTTP2-Settings', 'AAMAAABkAAQAAP__'],
  ],
  [['Connection', 'x-api-key']],
  [['Connection', 'x-partner-id, keep-alive']],
  [
    ['TE', 'trailers'],
    ['Trailer', 'x-api-key'],
  ],
  [['Host', '']],
  [
    ['Host', 'a'],
    ['Host', 'b'],
  ],
  [['Host', 'localhost\r\n folded']],
  [['X-Folded', `x\r\n x-api-key: ${placeholder('a.key')}`]],
  [['X-Folded\r\n', 'x']],
  [['X-Nul', 'a\x00b']],
  [['X-Line', 'a\nb: c']],
  [['X-Return', 'a\rb: c']],
  [['', 'x']],
  [['X Space', 'x']],
  [['X-\xff', 'x']],
];

/** Generates the framing of a message anew: lengths that contradict one another, bodies that end early or never. */
export function reframed(message: FuzzMessage): fc.Arbitrary<FuzzMessage[]> {
  const post = { ...message, method: 'POST', framing: 'none' as const };
  // Were a part of the body taken for a request, this one would get the response of that.
  const last = messageOf('GET', '/api/v2/whoami');
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .tuple(framed, fc.constantFrom(...CHUNKS))
        .map(([headers, body]) => [{ ...post, headers: [...message.headers, ...headers], body }, last]),
    },
    {
      weight: 2,
      arbitrary: fc
        .constantFrom(...CONNECTION)
        .map((headers) => [{ ...message, framing: 'none' as const, headers: [...message.headers, ...headers] }, last]),
    },
    { weight: 1, arbitrary: fc.constantFrom(...VERSIONS).map((version) => [{ ...message, version }]) },
    {
      weight: 1,
      arbitrary: fc.constant<FuzzMessage[]>([
        { ...post, headers: [...message.headers, ['Content-Length', '100']], body: 'cut' },
      ]),
    },
  );
}

const METHODS = [
  'TRACE',
  'CONNECT',
  'get',
  'Post',
  'FOO',
  'PROPFIND',
  'LOCK',
  'PURGE',
  'M-SEARCH',
  'GET ',
  ' GET',
  'G\x00T',
  'GÉT',
  '',
  'OPTIONS',
  'HEAD',
  'PATCH',
  'QUERY',
  '__proto__',
  'ANY',
  '*',
];

export const hostileMethods: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...METHODS) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 10_000 }).map((times) => repeated('A', times)) },
);

const RAW = [
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00',
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  '\r\n\r\n\r\nGET /api/v2/whoami HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  'GET /api/v2/whoami\r\n',
  'GET /api/v2/whoami HTTP/1.1\r\n\r\n',
  `GET /api/v2/whoami HTTP/1.1\nHost: x\nx-api-key: ${placeholder('a.key.other-secret')}\n\n`,
  'GET\t/api/v2/whoami\tHTTP/1.1\r\nHost: x\r\n\r\n',
  'GET  /api/v2/whoami  HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /api/v2/whoami HTTP/1.1\r\nHost: x\r\nx-api-key',
  'GET /api/v2/whoami HTTP/1.1\r\n Host: x\r\n\r\n',
  `GET /api/v2/whoami HTTP/1.1\r\nHost: x\r\n${repeated('X: y\r\n', 3000)}\r\n`,
  'SSH-2.0-x\r\n',
  '\x00',
  '',
];

/** Generates bytes that are no request, or hardly one. */
export const rawBytes: fc.Arbitrary<FuzzMessage> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...RAW).map(rawMessage) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.integer({ min: 0, max: 255 }), { maxLength: 80 })
      .map((codes) => rawMessage(String.fromCharCode(...codes))),
  },
);
