import { expect, it } from '@jest/globals';
import { errorResponse, jsonResponse } from '../../../../lambdas/http/partner-api/partner-api-response.ts';

const text = 'Sign in to the hub.';
const headers = {
  'Content-Type': 'application/json',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
};

// Clients are known to look at `meta.success` alone: an error that calls itself a success would be taken for a token.
it('an error has every field that clients are known to read, and is no success', () => {
  const { body, ...rest } = errorResponse('interaction_required', 'request-1', { text });
  expect(rest).toEqual({ statusCode: 403, headers });
  expect(JSON.parse(body)).toEqual({
    meta: {
      success: false,
      http_code: 403,
      developer_message: text,
      error_data: { code: 'interaction_required' },
    },
    error: 'interaction_required',
    error_description: text,
    message: text,
    request_id: 'request-1',
  });
});

it.each([0, 60])('an error says when to retry: after %i seconds', (retryAfterSeconds) => {
  const { headers: sent } = errorResponse('interaction_required', 'request-1', { text, retryAfterSeconds });
  expect(sent).toEqual({ ...headers, 'Retry-After': String(retryAfterSeconds) });
});

it('a response is JSON that no cache stores, with the headers given', () => {
  expect(jsonResponse(200, { a: 1 }, { Deprecation: '@1' })).toEqual({
    statusCode: 200,
    headers: { ...headers, Deprecation: '@1' },
    body: '{"a":1}',
  });
});
