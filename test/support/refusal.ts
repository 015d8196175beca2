import { expect } from '@jest/globals';
import { PARTNER_API_CODES, type PartnerApiCode } from '../../lambdas/contract/errors.ts';
import type { HttpResponse } from '../../tools/client/http.ts';

export interface Refusal {
  readonly status: number;
  readonly code: string;
}

/** Every refusal of the contract whose status and code go together. `insufficient_scope` tells the scope, too. */
export const REFUSALS = Object.fromEntries(
  Object.entries(PARTNER_API_CODES).map(([code, { status }]) => [code, { status, code }]),
) as Readonly<Record<PartnerApiCode, Refusal>>;

/**
 * Holds an answer to the whole envelope: clients are known that read only one of its texts, or dereference `meta`
 * without looking, and would break on an answer of another shape. `more` is what `error_data` tells beside the code.
 */
export function expectRefusal(response: HttpResponse, { status, code }: Refusal, more: object = {}): void {
  const { developer_message: message } = response.json?.meta ?? {};
  // First what tells most when it fails.
  expect({ status: response.status, code: response.json?.error, body: response.body }).toMatchObject({ status, code });
  expect(response.json).toEqual({
    meta: { success: false, http_code: status, developer_message: message, error_data: { code, ...more } },
    error: code,
    error_description: message,
    message,
    request_id: expect.stringMatching(/\S/),
  });
  expect(message).toMatch(/\S+ \S+/);
  expect(response.headers['content-type']).toMatch(/^application\/json(;|$)/);
  expect(response.headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'strict-transport-security': 'max-age=63072000; includeSubDomains',
  });
  if (status === 401) expect(response.headers['www-authenticate']).toMatch(/\S/);
  if (status === 429 || status === 503) expect(response.headers['retry-after']).toMatch(/^[1-9]\d*$/);
}

/** Neither the body nor any header of the answer may hold any of these texts. */
export function expectNotToContain(response: HttpResponse, texts: readonly string[]): void {
  const answer = [...response.rawHeaders, response.body].join('\n');
  for (const text of texts) expect(answer).not.toContain(text);
}
