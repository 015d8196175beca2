import { z } from 'zod/mini';
import { PROBLEMS, type ProblemCode } from '../../../contract/problems.ts';

/** RFC 9457, `application/problem+json`. */
export const problem = z.strictObject({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  detail: z.string().check(z.describe('What is wrong and what to do.')),
  code: z.enum(Object.keys(PROBLEMS) as ProblemCode[]),
  request_id: z.string(),
  errors: z.optional(
    z
      .array(
        z.strictObject({
          pointer: z
            .string()
            .check(z.describe('JSON Pointer (RFC 6901) into the body, or / and the parameter of a query.')),
          detail: z.string(),
        }),
      )
      .check(z.maxLength(10)),
  ),
  more_errors: z.optional(
    z.int().check(z.gte(1), z.describe('How many more errors there are than `errors` lists, which is 10 at most.')),
  ),
  widens: z.optional(
    z
      .array(z.enum(['scopes', 'allowed_ips', 'expires_at', 'status', 'max_key_lifetime_days', 'legacy_token']))
      .check(z.describe('What the change widens, so that it takes a code.')),
  ),
  attempts_left: z.optional(z.int().check(z.gte(0), z.lte(4))),
});

export type Problem = z.infer<typeof problem>;
