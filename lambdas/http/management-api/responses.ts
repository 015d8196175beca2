import type { APIGatewayProxyResult } from 'aws-lambda';
import { type FunctionProblemCode, PROBLEMS } from '../../contract/problems.ts';
import { RESPONSE_HEADERS } from '../../contract/response-headers.ts';
import type { KeyBroadening, SettingsBroadening } from '../../domain/model/restrictions.ts';
import type { FailureCode } from '../respond-to-failures.ts';
import type { Problem } from './schemas/problem.ts';

/** Responses of the Management API's functions. Those of the gateway itself have the same form (lib/). */

const HEADERS = {
  ...RESPONSE_HEADERS,
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
};

const MAX_ERRORS = 10;

export interface FieldError {
  /** JSON Pointer. */
  readonly pointer: string;
  readonly detail: string;
}

type Broadening = KeyBroadening | SettingsBroadening | 'legacy_token';

export interface ProblemDetails {
  /** Replaces the code's own text. */
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly attemptsLeft?: number;
  readonly widens?: readonly Broadening[];
  readonly retryAfterSeconds?: number;
}

export function jsonResponse(statusCode: 200 | 201, body: unknown): APIGatewayProxyResult {
  return { statusCode, headers: { ...HEADERS, 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}

/**
 * Makes the browser save the body as a file.
 * @param fileName - must not contain anything that a client sent, since it is not escaped
 */
export function csvResponse(fileName: string, body: string): APIGatewayProxyResult {
  return {
    statusCode: 200,
    headers: {
      ...HEADERS,
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${fileName}"`,
    },
    body,
  };
}

export function emptyResponse(): APIGatewayProxyResult {
  return { statusCode: 204, headers: { ...HEADERS }, body: '' };
}

export function problemResponse(
  code: FunctionProblemCode,
  requestId: string,
  { detail = PROBLEMS[code].detail, errors, attemptsLeft, widens, retryAfterSeconds }: ProblemDetails = {},
): APIGatewayProxyResult {
  const { status, title } = PROBLEMS[code];
  const problem: Problem = {
    type: 'about:blank',
    title,
    status,
    detail,
    code,
    request_id: requestId,
    ...listed(errors),
    ...(widens === undefined ? {} : { widens: [...widens] }),
    ...(attemptsLeft === undefined ? {} : { attempts_left: attemptsLeft }),
  };
  return {
    statusCode: status,
    headers: {
      ...HEADERS,
      'Content-Type': 'application/problem+json',
      ...(retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }),
    },
    body: JSON.stringify(problem),
  };
}

/** A body of 16 KB can have thousands of errors; a response that names them all would be many times its size. */
function listed(errors: readonly FieldError[] | undefined): Pick<Problem, 'errors' | 'more_errors'> {
  if (errors === undefined) return {};
  const more = errors.length - MAX_ERRORS;
  return { errors: errors.slice(0, MAX_ERRORS), ...(more > 0 ? { more_errors: more } : {}) };
}

/** Responds to an error that a handler throws. */
export function failureProblem(code: FailureCode, requestId: string): APIGatewayProxyResult {
  return problemResponse(
    code,
    requestId,
    code === 'temporarily_unavailable' ? { retryAfterSeconds: PROBLEMS[code].retryAfterSeconds } : {},
  );
}

/** Returns the whole seconds until then, at least one. */
export function secondsUntil(epochMs: number, nowMs: number): number {
  return Math.max(1, Math.ceil((epochMs - nowMs) / 1000));
}
