import { PROBLEMS, type ProblemCode } from '../../lambdas/contract/problems.ts';
import { type Problem, problem } from '../../lambdas/http/management-api/schemas/problem.ts';
import type { Refusal } from './document.ts';

const MORE: Partial<Record<ProblemCode, Partial<Problem>>> = {
  invalid_request: { errors: [{ pointer: '/api_key/name', detail: 'A name has 1 to 64 characters.' }] },
  otp_incorrect: { attempts_left: 4 },
  otp_required: { widens: ['scopes', 'expires_at'] },
};

/**
 * By code, word for word as they are sent; where functions and gateway have the same code, as the functions send it. Parsed, so
 * that no example shows what the schema forbids.
 */
export const MANAGEMENT_PROBLEMS: Readonly<Record<string, Refusal>> = Object.fromEntries(
  Object.entries(PROBLEMS).map(([code, { status, title, detail }]) => [
    code,
    {
      status,
      example: problem.parse({
        type: 'about:blank',
        title,
        status,
        detail,
        code,
        request_id: 'JKJaXmPLvHcESHA=',
        ...MORE[code as ProblemCode],
      }),
    },
  ]),
);
