import type { InvocationResult } from '../functions/invocation.ts';
import type { GatewayError } from './call.ts';
import { type HttpResponse, remappedHeaders } from './http-response.ts';

const RESULT_KEYS = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded']);

/** What Lambda gives back at most. */
const MAX_RESULT_BYTES = 6 * 1024 * 1024;

/** Has no type of its own: shaped by DEFAULT_5XX. */
const MALFORMED: GatewayError = { responseType: 'DEFAULT_5XX', message: 'Internal server error', statusCode: 502 };

/** What API Gateway makes of an AWS_PROXY function's result. A function that fails or times out is a 502 as well. */
export function functionResponse(result: InvocationResult): HttpResponse | GatewayError {
  if (result.kind !== 'result' || !isRecord(result.payload)) return MALFORMED;
  const { payload } = result;
  if (Object.keys(payload).some((key) => !RESULT_KEYS.has(key))) return MALFORMED;
  const status = statusOf(payload.statusCode);
  const headers = headersOf(payload);
  const { body = null, isBase64Encoded = false } = payload;
  if (status === null || headers === null || (body !== null && typeof body !== 'string')) return MALFORMED;
  if (typeof isBase64Encoded !== 'boolean') return MALFORMED;
  if (body !== null && isTooLong(body)) return MALFORMED;
  return {
    status,
    headers: remappedHeaders(headers),
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  };
}

/** As Lambda counts: the JSON of the result, of which all but the body is small. */
function isTooLong(body: string): boolean {
  return body.length > MAX_RESULT_BYTES / 6 && Buffer.byteLength(JSON.stringify(body)) > MAX_RESULT_BYTES;
}

function statusOf(value: unknown): number | null {
  if (value === undefined) return 200;
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 100 && number <= 599 ? number : null;
}

/** Where a name stands in both maps, only `multiValueHeaders` counts. */
function headersOf(payload: Record<string, unknown>): [string, string][] | null {
  const single = payload.headers ?? {};
  const multi = payload.multiValueHeaders ?? {};
  if (!isRecord(single) || !isRecord(multi)) return null;
  const list: [string, string][] = [];
  for (const [name, values] of Object.entries(multi)) {
    if (!Array.isArray(values) || !values.every(isScalar)) return null;
    for (const value of values) list.push([name, String(value)]);
  }
  const listed = new Set(Object.keys(multi).map((name) => name.toLowerCase()));
  for (const [name, value] of Object.entries(single)) {
    if (!isScalar(value)) return null;
    if (!listed.has(name.toLowerCase())) list.push([name, String(value)]);
  }
  if (!list.some(([name]) => name.toLowerCase() === 'content-type')) list.push(['Content-Type', 'application/json']);
  return list;
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
