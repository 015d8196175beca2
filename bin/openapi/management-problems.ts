import { type ProblemCode, problem } from '../../lambdas/http/management-schemas.ts';
import type { Refusal } from './document.ts';

interface ProblemText {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly more?: Readonly<Record<string, unknown>>;
}

const TEXTS: Readonly<Record<ProblemCode, ProblemText>> = {
  invalid_request: {
    status: 400,
    title: 'Invalid request',
    detail: 'The request is not what this call takes: see errors.',
    more: { errors: [{ pointer: '/api_key/name', detail: 'A name has 1 to 64 characters.' }] },
  },
  unauthenticated: {
    status: 401,
    title: 'Not signed in',
    detail: 'No valid ID token was sent: sign in again and send it as Authorization: Bearer.',
  },
  forbidden_origin: {
    status: 403,
    title: 'Forbidden origin',
    detail: 'This API is reached through the Partner Hub only: use the address in its config.json.',
  },
  not_a_partner_user: {
    status: 403,
    title: 'No partner',
    detail: 'This account belongs to no partner: ask the owner of the partner to add it.',
  },
  partner_suspended: {
    status: 403,
    title: 'Partner suspended',
    detail: 'The partner is suspended and cannot create, rotate or widen keys: contact support to have it reactivated.',
  },
  otp_incorrect: {
    status: 403,
    title: 'Wrong code',
    detail: 'The code is wrong: compare it with the message and try again.',
    more: { attempts_left: 4 },
  },
  otp_required: {
    status: 403,
    title: 'Code required',
    detail: 'The change widens what the key may do: ask for a code for it, and send both together.',
    more: { widens: ['scopes', 'expires_at'] },
  },
  not_found: { status: 404, title: 'Not found', detail: 'There is nothing here for this partner: check the address.' },
  key_limit_reached: {
    status: 409,
    title: 'Too many keys',
    detail: 'The partner has 50 active keys: delete one that is not used any more.',
  },
  rotated_already: {
    status: 409,
    title: 'Rotated already',
    detail: 'The key has a successor already: rotate that one, or delete one of the two.',
  },
  otp_expired: {
    status: 410,
    title: 'Code expired',
    detail: 'The code has expired, was used, was replaced by a newer one or has no tries left: ask for a new one.',
  },
  request_too_large: { status: 413, title: 'Request too large', detail: 'A body has at most 16 KB.' },
  unsupported_media_type: {
    status: 415,
    title: 'Unsupported media type',
    detail: 'Bodies are JSON: send application/json.',
  },
  otp_rate_limited: {
    status: 429,
    title: 'Too many codes',
    detail: 'Too many codes were asked for: wait as long as Retry-After says.',
  },
  otp_locked: {
    status: 429,
    title: 'Codes locked',
    detail:
      'Too many wrong codes: this user can create, rotate and widen keys again after the time that Retry-After says.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    detail: 'Too many requests: wait as long as Retry-After says and send fewer at once.',
  },
  internal_error: {
    status: 500,
    title: 'Internal error',
    detail: 'The service failed: try again, and give the request_id to support if it persists.',
  },
  otp_dispatch_failed: {
    status: 502,
    title: 'Code not sent',
    detail: 'The code could not be sent: try again, or choose the other channel.',
  },
  temporarily_unavailable: {
    status: 503,
    title: 'Temporarily unavailable',
    detail: 'Something that is needed does not answer: try again in a few seconds.',
  },
};

/** By code. Parsed, so that no example shows what the schema forbids. */
export const MANAGEMENT_PROBLEMS: Readonly<Record<string, Refusal>> = Object.fromEntries(
  Object.entries(TEXTS).map(([code, { status, title, detail, more }]) => [
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
        ...more,
      }),
    },
  ]),
);
