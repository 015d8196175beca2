import type { APIGatewayProxyResult } from 'aws-lambda';
import { type FunctionProblemCode, PROBLEMS } from '../../contract/problems.ts';
import type { KeyBroadening, SettingsBroadening } from '../../domain/model/restrictions.ts';
import type { FailureCode } from '../respond-to-failures.ts';
import type { Problem } from './schemas/problem.ts';

/** The answers of the Management API's functions. The gateway's own have the same form (lib/). */

const HEADERS = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
};

export interface FieldError {
  /** JSON Pointer. */
  readonly pointer: string;
  readonly detail: string;
}

type Broadening = KeyBroadening | SettingsBroadening;

export interface ProblemDetails {
  /** Replaces the text of the code. */
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly attemptsLeft?: number;
  readonly widens?: readonly Broadening[];
  readonly retryAfterSeconds?: number;
}

export function jsonResponse(statusCode: 200 | 201, body: unknown): APIGatewayProxyResult {
  return { statusCode, headers: { ...HEADERS, 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}

/** To be saved under the file name, which holds nothing that a client sent. */
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
    ...(errors === undefined ? {} : { errors: [...errors] }),
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

/** For what a handler throws. */
export function failureProblem(code: FailureCode, requestId: string): APIGatewayProxyResult {
  return problemResponse(
    code,
    requestId,
    code === 'temporarily_unavailable' ? { retryAfterSeconds: PROBLEMS[code].retryAfterSeconds } : {},
  );
}

/** Whole seconds until then, at least one. */
export function secondsUntil(epochMs: number, nowMs: number): number {
  return Math.max(1, Math.ceil((epochMs - nowMs) / 1000));
}
