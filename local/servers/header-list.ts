import { randomBytes } from 'node:crypto';

/** Headers as sent, with their order, spelling and repetition. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** Builds the list from the raw headers, because Node's `headers` drops a second Authorization. */
export function headerListOf(rawHeaders: readonly string[]): HeaderList {
  const list: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    list.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  }
  return list;
}

/** Returns the last value of a header, in any spelling. */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  return headers.findLast(([one]) => one.toLowerCase() === name.toLowerCase())?.[1];
}

export function without(headers: HeaderList, names: ReadonlySet<string>): HeaderList {
  return headers.filter(([name]) => !names.has(name.toLowerCase()));
}

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
