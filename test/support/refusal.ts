import { expect } from '@jest/globals';
import type { HttpResponse } from '../../tools/client/http.ts';

export interface Refusal {
  readonly status: number;
  readonly code: string;
}

/** Every refusal of the contract whose status and code go together. `insufficient_scope` tells the scope, too. */
export const REFUSALS = {
  reserved_header: { status: 403, code: 'reserved_header' },
  invalid_path: { status: 403, code: 'invalid_path' },
  unauthorized: { status: 401, code: 'unauthorized' },
  wrong_header: { status: 403, code: 'wrong_header' },
  partner_mismatch: { status: 403, code: 'partner_mismatch' },
  partner_suspended: { status: 403, code: 'partner_suspended' },
  legacy_token_disabled: { status: 403, code: 'legacy_token_disabled' },
  api_key_disabled: { status: 403, code: 'api_key_disabled' },
  api_key_expired: { status: 403, code: 'api_key_expired' },
  ip_not_allowed: { status: 403, code: 'ip_not_allowed' },
  insufficient_scope: { status: 403, code: 'insufficient_scope' },
  not_found: { status: 404, code: 'not_found' },
  invalid_request: { status: 400, code: 'invalid_request' },
  invalid_grant: { status: 400, code: 'invalid_grant' },
  rate_limited: { status: 429, code: 'rate_limited' },
  temporarily_unavailable: { status: 503, code: 'temporarily_unavailable' },
} as const satisfies Record<string, Refusal>;

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
  if (status === 401) expect(response.headers['www-authenticate']).toMatch(/\S/);
  if (status === 429 || status === 503) expect(response.headers['retry-after']).toMatch(/^[1-9]\d*$/);
}

/** Neither the body nor any header of the answer may hold any of these texts. */
export function expectNotToContain(response: HttpResponse, texts: readonly string[]): void {
  const answer = [...response.rawHeaders, response.body].join('\n');
  for (const text of texts) expect(answer).not.toContain(text);
}
