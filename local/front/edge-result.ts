import { STATUS_CODES } from 'node:http';
import type { Answer } from '../gateway/answer.ts';
import type { HeaderList } from '../gateway/headers.ts';
import { type EdgeRequest, type EdgeValues, isHidden, pairsFrom } from './edge-event.ts';
import type { ViewerRequest } from './viewer-request.ts';

/** What a function returned cannot be used: CloudFront answers 502. */
export class EdgeResultError extends Error {
  override readonly name = 'EdgeResultError';
}

/** Functions see them and must leave them as they are. */
const READ_ONLY = ['content-length', 'host', 'transfer-encoding', 'via'];

/** The request that goes on, or the answer that the function made instead. Throws an EdgeResultError. */
export function applyEdgeResult(
  json: string | undefined,
  before: EdgeRequest,
  request: ViewerRequest,
): { readonly request: ViewerRequest } | { readonly answer: Answer } {
  const result: unknown = json === undefined ? undefined : JSON.parse(json);
  if (!isRecord(result)) throw new EdgeResultError('It returned neither a request nor a response.');
  return 'statusCode' in result ? { answer: answerOf(result) } : { request: requestOf(result, before, request) };
}

function requestOf(result: Record<string, unknown>, before: EdgeRequest, request: ViewerRequest): ViewerRequest {
  const { method, uri } = result;
  if (method !== before.method) throw new EdgeResultError('It changed the method.');
  if (typeof uri !== 'string' || !uri.startsWith('/')) throw new EdgeResultError('The uri must begin with a slash.');
  const headers = valuesOf(result, 'headers');
  for (const name of READ_ONLY) {
    if (!isSame(headers[name], before.headers[name])) throw new EdgeResultError(`The header ${name} is read-only.`);
  }
  const cookies = valuesOf(result, 'cookies');
  const querystring = valuesOf(result, 'querystring');
  return {
    ...request,
    uri,
    rawQuery: isSame(querystring, before.querystring) ? request.rawQuery : joined(querystring, '&'),
    headers: [
      ...headersAfter(headers, before.headers, request.headers),
      ...(isSame(cookies, before.cookies)
        ? request.headers.filter(([name]) => name.toLowerCase() === 'cookie')
        : [['cookie', joined(cookies, '; ')] as const]),
    ],
  };
}

/** What the function left alone stays as it was sent; the rest is as the function says. */
function headersAfter(after: EdgeValues, before: EdgeValues, sent: HeaderList): HeaderList {
  const changed = Object.entries(after).filter(([name, value]) => !isSame(value, before[name]));
  const kept = sent.filter(([name]) => {
    const key = name.toLowerCase();
    return isHidden(key) || (Object.hasOwn(after, key) && isSame(after[key], before[key]));
  });
  return [...kept, ...pairsFrom(Object.fromEntries(changed))];
}

function answerOf(result: Record<string, unknown>): Answer {
  const { statusCode: status, body } = result;
  if (typeof status !== 'number' || STATUS_CODES[status] === undefined) {
    throw new EdgeResultError('The statusCode must be the number of an HTTP status.');
  }
  return {
    status,
    headers: [
      ...pairsFrom(valuesOf(result, 'headers')),
      ...pairsFrom(valuesOf(result, 'cookies')).map(([name, value]) => ['set-cookie', `${name}=${value}`] as const),
    ],
    body: bodyOf(body),
  };
}

function bodyOf(body: unknown): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  if (typeof body === 'string') return Buffer.from(body);
  if (isRecord(body) && typeof body.data === 'string' && (body.encoding === 'text' || body.encoding === 'base64')) {
    return Buffer.from(body.data, body.encoding === 'text' ? 'utf8' : 'base64');
  }
  throw new EdgeResultError('The body must be a text, or data with its encoding.');
}

function valuesOf(result: Record<string, unknown>, property: string): EdgeValues {
  const values = result[property] ?? {};
  if (!isRecord(values)) throw new EdgeResultError(`The property ${property} must be an object.`);
  for (const [name, entry] of Object.entries(values)) {
    if (!isRecord(entry) || typeof entry.value !== 'string') {
      throw new EdgeResultError(`${property}: ${name} has no text as its value.`);
    }
    const { multiValue } = entry;
    const valid =
      multiValue === undefined ||
      (Array.isArray(multiValue) && multiValue.every((one) => isRecord(one) && typeof one.value === 'string'));
    if (!valid) throw new EdgeResultError(`${property}: ${name} has a malformed multiValue.`);
    if (property !== 'headers') continue;
    if (name !== name.toLowerCase()) throw new EdgeResultError(`The header ${name} must be in lower case.`);
    if (isHidden(name)) throw new EdgeResultError(`The header ${name} must not be set.`);
  }
  return values as unknown as EdgeValues;
}

function joined(values: EdgeValues, separator: string): string {
  return pairsFrom(values)
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .join(separator);
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
