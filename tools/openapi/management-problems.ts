import { MANAGEMENT_DENIALS } from '../../lambdas/http/management-api/management-refusals.ts';
import { PROBLEMS } from '../../lambdas/http/management-api/problem.ts';
import { type Problem, type ProblemCode, problem } from '../../lambdas/http/management-api/schemas/problem.ts';
import { MANAGEMENT_API_ANSWERS, type ManagementAnswer } from '../../lib/management-api/management-api-responses.ts';
import type { Refusal } from './document.ts';

type ProblemText = Pick<Problem, 'title' | 'detail'> & { readonly status: number };

const { UNAUTHORIZED, UNSUPPORTED_MEDIA_TYPE, THROTTLED } = MANAGEMENT_API_ANSWERS;

/** The texts that are sent, word for word. Where functions and gateway have the same code, those of the functions. */
const TEXTS: Readonly<Record<string, ProblemText>> = {
  ...Object.fromEntries(
    Object.entries(PROBLEMS).map(([code, [status, title, detail]]) => [code, { status, title, detail }]),
  ),
  ...Object.fromEntries(Object.entries(MANAGEMENT_DENIALS).map(([code, text]) => [code, { status: 403, ...text }])),
  unauthenticated: textOf(UNAUTHORIZED),
  unsupported_media_type: textOf(UNSUPPORTED_MEDIA_TYPE),
  rate_limited: textOf(THROTTLED),
};

const MORE: Partial<Record<ProblemCode, Partial<Problem>>> = {
  invalid_request: { errors: [{ pointer: '/api_key/name', detail: 'A name has 1 to 64 characters.' }] },
  otp_incorrect: { attempts_left: 4 },
  otp_required: { widens: ['scopes', 'expires_at'] },
};

/** By code. Parsed, so that no example shows what the schema forbids. */
export const MANAGEMENT_PROBLEMS: Readonly<Record<string, Refusal>> = Object.fromEntries(
  Object.entries(TEXTS).map(([code, { status, title, detail }]) => [
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

function textOf(answer: ManagementAnswer | undefined): ProblemText {
  if (answer?.status == null) throw new TypeError('The gateway has no answer of its own for this.');
  return { status: answer.status, title: answer.title, detail: answer.message };
}
