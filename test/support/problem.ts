import { expect } from '@jest/globals';
import { PROBLEMS, type ProblemCode } from '../../lambdas/contract/problems.ts';
import type { HttpResponse } from '../../tools/client/http.ts';

/** Holds an answer to RFC 9457 and to what the contract adds, and to nothing more. `more` are the other members. */
export function expectProblem(response: HttpResponse, code: ProblemCode, more: Record<string, unknown> = {}): void {
  const { status } = PROBLEMS[code];
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
