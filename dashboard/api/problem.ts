import { type ProblemCode as ContractCode, PROBLEMS } from '../../lambdas/contract/problems.ts';
import type { Problem as ContractProblem } from '../../lambdas/http/management-api/schemas/problem.ts';

/** The Management API's problems, and those that occur before it responds. */
export type ProblemCode =
  | ContractCode
  /** The ID token is gone and could not be renewed. */
  | 'session_ended'
  /** No response came: the request may have arrived or not. */
  | 'no_response'
  /** The response does not follow the Management API's contract. */
  | 'unexpected_response';

export type Broadening = NonNullable<ContractProblem['widens']>[number];

export interface Problem {
  readonly code: ProblemCode;
  /** null without a response. */
  readonly status: number | null;
  /** The API's own sentence, or empty. */
  readonly detail: string;
  readonly requestId: string | null;
  /** Epoch milliseconds on this machine's clock. */
  readonly retryAt: number | null;
  readonly attemptsLeft: number | null;
  /** What the change would broaden; it was refused because no code came with it. */
  readonly broadens: readonly Broadening[];
  readonly errors: readonly { readonly pointer: string; readonly detail: string }[];
}

const BROADENINGS: Readonly<Record<Broadening, true>> = {
  scopes: true,
  allowed_ips: true,
  expires_at: true,
  status: true,
  max_key_lifetime_days: true,
  legacy_token: true,
};

/** The codes for bodies without one, such as a proxy's own page. */
const CODE_OF_STATUS: Readonly<Record<number, ProblemCode>> = {
  401: 'unauthenticated',
  404: 'not_found',
  413: 'request_too_large',
  429: 'rate_limited',
  503: 'temporarily_unavailable',
};

export function localProblem(code: ProblemCode): Problem {
  return {
    code,
    status: null,
    detail: '',
    requestId: null,
    retryAt: null,
    attemptsLeft: null,
    broadens: [],
    errors: [],
  };
}

/**
 * Reads an unsuccessful response. Never throws: every response becomes a problem.
 *
 * @param retryAfter - header `Retry-After`, or null
 * @param now - epoch milliseconds
 */
export function readProblem(status: number, retryAfter: string | null, body: string, now: number): Problem {
  const fields = parseObject(body);
  return {
    code: isContractCode(fields.code) ? fields.code : (CODE_OF_STATUS[status] ?? 'unexpected_response'),
    status,
    detail: typeof fields.detail === 'string' ? fields.detail : '',
    requestId: typeof fields.request_id === 'string' ? fields.request_id : null,
    retryAt: retryTime(retryAfter, now),
    attemptsLeft: typeof fields.attempts_left === 'number' ? fields.attempts_left : null,
    broadens: Array.isArray(fields.widens) ? fields.widens.filter(isBroadening) : [],
    errors: Array.isArray(fields.errors) ? fields.errors.filter(isFieldError) : [],
  };
}

/** Whether a change may have been made although no successful response came. */
export function mayHaveHappened({ code }: Problem): boolean {
  return (
    code === 'no_response' ||
    code === 'unexpected_response' ||
    code === 'internal_error' ||
    code === 'temporarily_unavailable'
  );
}

/** Returns the API's error for one field of the request, or null. */
export function fieldError({ errors }: Problem, pointer: string): string | null {
  return errors.find((error) => error.pointer === pointer)?.detail ?? null;
}

function retryTime(retryAfter: string | null, now: number): number | null {
  if (retryAfter === null) return null;
  if (/^\d+$/.test(retryAfter)) return now + Number(retryAfter) * 1000;
  const time = Date.parse(retryAfter);
  return Number.isNaN(time) ? null : time;
}

function isContractCode(value: unknown): value is ContractCode {
  return typeof value === 'string' && Object.hasOwn(PROBLEMS, value);
}

function isBroadening(value: unknown): value is Broadening {
  return typeof value === 'string' && Object.hasOwn(BROADENINGS, value);
}

function isFieldError(value: unknown): value is { pointer: string; detail: string } {
  const { pointer, detail } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return typeof pointer === 'string' && typeof detail === 'string';
}

function parseObject(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
