import type { Content } from './document.ts';

/** What operations of the Management API have in common. */

export const JSON_ONLY = ['application/json'];

/** What the gateway and its check answer at every path. */
export const EVERYWHERE = [
  'unauthenticated',
  'forbidden_origin',
  'not_a_partner_user',
  'rate_limited',
  'internal_error',
  'temporarily_unavailable',
];
/** What a call with a body has in addition. */
export const OF_BODIES = ['invalid_request', 'request_too_large', 'unsupported_media_type'];
/** What a call with a code has in addition. */
export const OF_CODES = ['partner_suspended', 'otp_incorrect', 'not_found', 'otp_expired', 'otp_locked'];

export const ok = (description: string, schema: string, examples: Content['examples']) => ({
  description,
  content: { schema, examples },
});
