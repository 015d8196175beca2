import { randomBytes } from 'node:crypto';
import { type HeaderList, headerValue, without } from '../servers/header-list.ts';

const FORWARDED = new Set(['x-forwarded-for', 'x-forwarded-port', 'x-forwarded-proto']);

/** Appends the peer to the client's X-Forwarded-For, keeps the client's trace ID, and sets the rest, as API Gateway does. */
export function withForwardedHeaders(headers: HeaderList, sourceIp: string): HeaderList {
  const claimed = headers.filter(([name]) => name.toLowerCase() === 'x-forwarded-for').map(([, value]) => value);
  const traced = headerValue(headers, 'x-amzn-trace-id') !== undefined;
  return [
    ...without(headers, FORWARDED),
    ['X-Forwarded-For', [...claimed, sourceIp].join(', ')],
    ['X-Forwarded-Port', '443'],
    ['X-Forwarded-Proto', 'https'],
    ...(traced ? [] : [['X-Amzn-Trace-Id', traceId()] as const]),
  ];
}

/** Returns an ID of X-Ray's form: version, epoch seconds, 96 random bits. */
function traceId(): string {
  const seconds = Math.floor(Date.now() / 1_000);
  return `Root=1-${seconds.toString(16).padStart(8, '0')}-${randomBytes(12).toString('hex')}`;
}
