/**
 * Headers of every response of both gateways, whether a function or the gateway itself makes it. A response of the upstream
 * passes through unchanged (docs/upstream.md).
 */
export const RESPONSE_HEADERS = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
} as const;
