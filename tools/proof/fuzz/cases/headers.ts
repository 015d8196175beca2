import fc from 'fast-check';
import type { Header } from './credentials.ts';
import { utf8 } from './fuzz-case.ts';
import { placeholder, repeated } from './text-template.ts';

/** Headers that a server behind the gateway could believe, or that a server reads differently from the next one. */
const NAMES = [
  'x-partner-id',
  'X-Partner-Id',
  'x_partner_id',
  'x-credential-id',
  'x-credential-type',
  'x-http-method-override',
  'x-http-method',
  'x-method-override',
  'x-original-url',
  'x-rewrite-url',
  'x-origin-secret',
  'X-Origin-Secret',
  'x-viewer-ip',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-prefix',
  'forwarded',
  'x-real-ip',
  'x-api-key',
  'X-API-KEY',
  'x_api_key',
  'authorization',
  'AUTHORIZATION',
  'proxy-authorization',
  'cookie',
  'origin',
  'referer',
  'host',
  'via',
  'x-amzn-requestid',
  'x-amz-apigw-id',
  'x-amzn-trace-id',
  'content-encoding',
  'content-type',
  'accept',
  'accept-encoding',
  'range',
  'if-none-match',
  'connection',
  'keep-alive',
  'te',
  'user-agent',
  '__proto__',
  'constructor',
  'x',
] as const;

const VALUES = [
  '',
  ' ',
  'x',
  '*',
  '127.0.0.1',
  '192.0.2.1, 127.0.0.1',
  'localhost',
  'DELETE',
  '/api/v2/whoami',
  'x-partner-id',
  'x-partner-id, x-credential-id',
  'gzip',
  'identity',
  'close, x-api-key',
  'application/xml',
  'bytes=0-1',
  'null',
  '{"a":1}',
  '\x80\xff',
  '\t',
  '","code":"allowed',
  utf8('é'),
] as const;

const CREDENTIALS = ['a.id', 'b.id', 'a.key', 'b.key', 'a.token', 'b.token', 'm.id-token', 'password'].map(placeholder);

const header: fc.Arbitrary<Header> = fc.tuple(
  fc.constantFrom<string>(...NAMES),
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom<string>(...VALUES) },
    { weight: 2, arbitrary: fc.constantFrom(...CREDENTIALS) },
  ),
);

/** Generates headers that are sent in addition to others. */
export const hostileHeaders: fc.Arbitrary<Header[]> = fc.oneof(
  { weight: 8, arbitrary: fc.array(header, { minLength: 1, maxLength: 4 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(header, fc.integer({ min: 1, max: 70_000 }))
      .map(([[name], times]): Header[] => [[name, repeated('x', times)]]),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('x-a', 'x-api-key', 'cookie'), fc.integer({ min: 2, max: 250 }))
      .map(([name, times]) => Array.from({ length: times }, (_, index): Header => [name, String(index)])),
  },
);
