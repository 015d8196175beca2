import { expect } from '@jest/globals';
import type { HttpResponse } from '../../tools/client/http.ts';

/** Every refusal of the Management API. */
export const PROBLEMS = {
  invalid_request: 400,
  unauthenticated: 401,
  forbidden_origin: 403,
  not_a_partner_user: 403,
  partner_suspended: 403,
  otp_incorrect: 403,
  otp_required: 403,
  not_found: 404,
  key_limit_reached: 409,
  rotated_already: 409,
  otp_expired: 410,
  request_too_large: 413,
  otp_rate_limited: 429,
  otp_locked: 429,
  rate_limited: 429,
  otp_dispatch_failed: 502,
  temporarily_unavailable: 503,
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** Holds an answer to RFC 9457 and to what the contract adds, and to nothing more. `more` are the other members. */
export function expectProblem(response: HttpResponse, code: ProblemCode, more: Record<string, unknown> = {}): void {
  const status = PROBLEMS[code];
  // First what tells most when it fails.
  expect({ status: response.status, code: response.json?.code, body: response.body }).toMatchObject({ status, code });
  const { errors = response.json.errors, ...rest } = more;
  expect(response.json).toEqual({
    type: 'about:blank',
    title: expect.stringMatching(/\S/),
    status,
    detail: expect.stringMatching(/\S+ \S+/),
    code,
    request_id: expect.stringMatching(/\S/),
    ...(code === 'invalid_request' && errors !== undefined && { errors }),
    ...rest,
  });
  expect(response.headers['content-type']).toMatch(/^application\/problem\+json(;|$)/);
  expect(response.headers['cache-control']).toBe('no-store');
  if (status === 401) expect(response.headers['www-authenticate']).toBe('Bearer realm="partner-hub"');
  if (status === 429 || status === 503) expect(response.headers['retry-after']).toMatch(/^[1-9]\d*$/);
}

/** An invalid request that says where: one of its errors points to `pointer`. */
export function expectInvalid(response: HttpResponse, pointer: string): void {
  expectProblem(response, 'invalid_request', {
    errors: expect.arrayContaining([{ pointer, detail: expect.stringMatching(/\S+ \S+/) }]),
  });
}
