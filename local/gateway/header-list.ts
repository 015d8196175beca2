import { randomBytes } from 'node:crypto';

/** Headers as they stood on the wire: order, spelling and repetition kept. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** Node's `headers` drops a second Authorization; only the raw list shows everything. */
export function headerListOf(rawHeaders: readonly string[]): HeaderList {
  const list: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    list.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  }
  return list;
}

/** The last value, whatever the spelling. */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  return headers.findLast(([one]) => one.toLowerCase() === name.toLowerCase())?.[1];
}

export function without(headers: HeaderList, names: ReadonlySet<string>): HeaderList {
  return headers.filter(([name]) => !names.has(name.toLowerCase()));
}

const FORWARDED = new Set(['x-forwarded-for', 'x-forwarded-port', 'x-forwarded-proto']);

/** API Gateway appends the peer to what the client claims, keeps a trace that the client began, and sets the rest itself. */
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

/** X-Ray's form: version, seconds of the epoch, 96 random bits. */
function traceId(): string {
  const seconds = Math.floor(Date.now() / 1_000);
  return `Root=1-${seconds.toString(16).padStart(8, '0')}-${randomBytes(12).toString('hex')}`;
}
