import { z } from 'zod/mini';

export const PROBLEM_CODES = [
  'invalid_request',
  'unauthenticated',
  'forbidden_origin',
  'not_a_partner_user',
  'partner_suspended',
  'otp_incorrect',
  'otp_required',
  'not_found',
  'key_limit_reached',
  'rotated_already',
  'otp_expired',
  'request_too_large',
  'unsupported_media_type',
  'otp_rate_limited',
  'otp_locked',
  'rate_limited',
  'internal_error',
  'otp_dispatch_failed',
  'temporarily_unavailable',
] as const;

/** RFC 9457, `application/problem+json`. */
export const problem = z.strictObject({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  detail: z.string().check(z.describe('What is wrong and what to do.')),
  code: z.enum(PROBLEM_CODES),
  request_id: z.string(),
  errors: z.optional(
    z.array(
      z.strictObject({
        pointer: z
          .string()
          .check(z.describe('JSON Pointer (RFC 6901) into the body, or / and the parameter of a query.')),
        detail: z.string(),
      }),
    ),
  ),
  widens: z.optional(
    z
      .array(z.enum(['scopes', 'allowed_ips', 'expires_at', 'status', 'max_key_lifetime_days']))
      .check(z.describe('What the change widens, so that it takes a code.')),
  ),
  attempts_left: z.optional(z.int().check(z.gte(0), z.lte(4))),
});

export type ProblemCode = (typeof PROBLEM_CODES)[number];
export type Problem = z.infer<typeof problem>;
