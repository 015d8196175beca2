import type { APIGatewayProxyResult } from 'aws-lambda';
import type { KeyBroadening, SettingsBroadening } from '../../domain/model/restrictions.ts';
import type { Problem, ProblemCode } from './schemas/problem.ts';

/** The answers of the Management API's functions. The gateway's own have the same form (lib/). */

const HEADERS = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
};

export interface Fault {
  /** JSON Pointer. */
  readonly pointer: string;
  readonly detail: string;
}

type Widening = KeyBroadening | SettingsBroadening;

export interface ProblemDetails {
  /** Replaces the sentence of the code. */
  readonly detail?: string;
  readonly errors?: readonly Fault[];
  readonly attemptsLeft?: number;
  readonly widens?: readonly Widening[];
  readonly retryAfterSeconds?: number;
}

/** Problems that a function answers, each with its status, title, and what is wrong and what to do. */
export const PROBLEMS = {
  invalid_request: [400, 'Invalid request', 'The request is not valid: change what errors lists and send it again.'],
  partner_suspended: [
    403,
    'Partner suspended',
    'The partner is suspended and cannot generate, rotate or widen keys: contact support.',
  ],
  otp_incorrect: [403, 'Incorrect code', 'The code is not right: enter the code of the latest message again.'],
  otp_required: [
    403,
    'Code required',
    'The change widens what the key may do: ask for a code for it, and send both together.',
  ],
  not_found: [404, 'Not found', 'There is nothing at this address: it is unknown, deleted, or not yours.'],
  key_limit_reached: [
    409,
    'Key limit reached',
    'All 50 keys are in use: delete one that is not needed, then try again.',
  ],
  rotated_already: [
    409,
    'Rotated already',
    'The key has a successor already: rotate that one, or delete one of the two.',
  ],
  otp_expired: [410, 'Code expired', 'The code is expired or used up: ask for a new one.'],
  request_too_large: [413, 'Request too large', 'The body is too large: send at most 16 KB.'],
  otp_rate_limited: [429, 'Too many codes', 'Too many codes were sent: wait as long as Retry-After says.'],
  otp_locked: [
    429,
    'Locked',
    'Too many wrong codes: generating, rotating and widening keys is locked for as long as Retry-After says.',
  ],
  internal_error: [
    500,
    'Internal error',
    'Something went wrong on our side: try again, and give support the request_id.',
  ],
  otp_dispatch_failed: [502, 'Code not sent', 'The code could not be sent: try again, or choose another channel.'],
  temporarily_unavailable: [
    503,
    'Temporarily unavailable',
    'A service that this call depends on is not available: try again in a few seconds.',
  ],
} as const satisfies Partial<Record<ProblemCode, readonly [number, string, string]>>;

export type FunctionProblemCode = keyof typeof PROBLEMS;

export function jsonAnswer(statusCode: 200 | 201, body: unknown): APIGatewayProxyResult {
  return { statusCode, headers: { ...HEADERS, 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}

/** To be saved under the file name, which holds nothing that a client sent. */
export function csvAnswer(fileName: string, body: string): APIGatewayProxyResult {
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

export function emptyAnswer(): APIGatewayProxyResult {
  return { statusCode: 204, headers: { ...HEADERS }, body: '' };
}

export function problemAnswer(
  code: FunctionProblemCode,
  requestId: string,
  { detail, errors, attemptsLeft, widens, retryAfterSeconds }: ProblemDetails = {},
): APIGatewayProxyResult {
  const [status, title, sentence] = PROBLEMS[code];
  const problem: Problem = {
    type: 'about:blank',
    title,
    status,
    detail: detail ?? sentence,
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

/** Whole seconds until then, at least one. */
export function secondsUntil(epochMs: number, nowMs: number): number {
  return Math.max(1, Math.ceil((epochMs - nowMs) / 1000));
}
