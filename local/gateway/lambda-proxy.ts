import { z } from 'zod';
import type { InvocationResult } from '../functions/invocation.ts';
import type { HeaderList } from '../servers/header-list.ts';
import type { GatewayError } from './call.ts';
import { type HttpResponse, remappedHeaders } from './http-response.ts';

const STATUS = z.preprocess(
  (value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value),
  z.int().min(100).max(599).default(200),
);
const HEADER = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const RESULT = z.strictObject({
  statusCode: STATUS,
  headers: z.record(z.string(), HEADER).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(HEADER)).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().default(false),
});

/** Lambda's limit for a result. */
const MAX_RESULT_BYTES = 6 * 1024 * 1024;

/** Has no response type of its own, so DEFAULT_5XX applies. */
const MALFORMED: GatewayError = { responseType: 'DEFAULT_5XX', message: 'Internal server error', statusCode: 502 };

/** Interprets the result of an AWS_PROXY function as API Gateway does. A function that fails or times out is a 502 as well. */
export function functionResponse(result: InvocationResult): HttpResponse | GatewayError {
  const { data } = RESULT.safeParse(result.kind === 'result' ? result.payload : null);
  if (data === undefined) return MALFORMED;
  const body = data.body ?? '';
  if (isTooLong(body)) return MALFORMED;
  return {
    status: data.statusCode,
    headers: remappedHeaders(headersOf(data)),
    body: Buffer.from(body, data.isBase64Encoded ? 'base64' : 'utf8'),
  };
}

/** Counts as Lambda does: the JSON of the result, most of which is the body. */
function isTooLong(body: string): boolean {
  return body.length > MAX_RESULT_BYTES / 6 && Buffer.byteLength(JSON.stringify(body)) > MAX_RESULT_BYTES;
}

/** Returns all headers. For a name in both maps, only `multiValueHeaders` counts. */
function headersOf({ headers, multiValueHeaders }: z.output<typeof RESULT>): HeaderList {
  const multi = Object.entries(multiValueHeaders ?? {});
  const listed = new Set(multi.map(([name]) => name.toLowerCase()));
  const list = [
    ...multi.flatMap(([name, values]) => values.map((value): [string, string] => [name, value])),
    ...Object.entries(headers ?? {}).filter(([name]) => !listed.has(name.toLowerCase())),
  ];
  const isTyped = list.some(([name]) => name.toLowerCase() === 'content-type');
  return isTyped ? list : [...list, ['Content-Type', 'application/json']];
}
