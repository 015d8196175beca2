import { z } from 'zod/mini';
import { DENIALS, denialMessage } from '../../lambdas/domain/model/refusals.ts';
import { SCOPES, type Scope } from '../../lambdas/domain/model/scopes.ts';
import type { Refusal } from './document.ts';

const STATUSES = {
  bad_request: 400,
  invalid_request: 400,
  invalid_grant: 400,
  unauthorized: 401,
  reserved_header: 403,
  invalid_path: 403,
  wrong_header: 403,
  partner_mismatch: 403,
  partner_suspended: 403,
  legacy_token_disabled: 403,
  api_key_disabled: 403,
  api_key_expired: 403,
  ip_not_allowed: 403,
  insufficient_scope: 403,
  interaction_required: 403,
  not_found: 404,
  request_too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  internal_error: 500,
  upstream_unavailable: 502,
  temporarily_unavailable: 503,
  upstream_timeout: 504,
} as const;

export type PartnerRefusalCode = keyof typeof STATUSES;

/** From the documentation range of RFC 5737. */
const ADDRESS = '203.0.113.7';
const MISSING_SCOPE: Scope = 'clients:write';

const SENTENCES: Readonly<Record<PartnerRefusalCode, string>> = {
  ...DENIALS,
  ip_not_allowed: denialMessage({ code: 'ip_not_allowed', address: ADDRESS }),
  insufficient_scope: denialMessage({ code: 'insufficient_scope', requiredScope: MISSING_SCOPE }),
  bad_request: 'The request is malformed: check its parameters, headers and body against the API documentation.',
  invalid_request:
    'username or password is missing or ill-formed: send both as non-empty strings, the user name being the e-mail address.',
  invalid_grant:
    'User name or password is wrong: check both, or generate an API key in the Partner Hub and send it as x-api-key.',
  unauthorized:
    'No valid credential was sent: send an API key as x-api-key, or a new token from POST /api/v2/token as Authorization: Bearer.',
  interaction_required:
    'This account needs more than a password to sign in: sign in to the Partner Hub once and do what it asks, or use an API key.',
  not_found: 'There is nothing at this path for this method: check both against the API documentation.',
  request_too_large: 'The request is too large: send at most 10 MB of body and 10 KB of headers.',
  unsupported_media_type: 'The content type is not supported: use one that the API documentation lists.',
  rate_limited: 'Too many requests: wait as long as Retry-After says and send fewer at once.',
  internal_error: 'The gateway failed: try again, and give the request_id to support if it persists.',
  upstream_unavailable: 'The Partner API behind the gateway could not be reached: try again in a few seconds.',
  temporarily_unavailable: 'The credential could not be checked: try again in a few seconds.',
  upstream_timeout:
    'The Partner API behind the gateway took too long: check whether the call had an effect, then try again.',
};

const code = z.enum(Object.keys(STATUSES) as PartnerRefusalCode[]);

/** Clients are known that read only one of the texts, so all of them are the same sentence. */
export const refusalEnvelope = z.strictObject({
  meta: z.strictObject({
    success: z.literal(false),
    http_code: z.int(),
    developer_message: z.string().check(z.describe('What is wrong and what to do.')),
    error_data: z.strictObject({
      code,
      required_scope: z.optional(
        z.enum(SCOPES).check(z.describe('With insufficient_scope alone: what the key would have to have.')),
      ),
    }),
  }),
  error: code,
  error_description: z.string(),
  message: z.string(),
  request_id: z.string(),
});

/** By code. */
export const PARTNER_REFUSALS: Readonly<Record<string, Refusal>> = Object.fromEntries(
  Object.entries(STATUSES).map(([name, status]) => {
    const sentence = SENTENCES[name as PartnerRefusalCode];
    const data = name === 'insufficient_scope' ? { code: name, required_scope: MISSING_SCOPE } : { code: name };
    const example = refusalEnvelope.parse({
      meta: { success: false, http_code: status, developer_message: sentence, error_data: data },
      error: name,
      error_description: sentence,
      message: sentence,
      request_id: 'JKJaXmPLvHcESHA=',
    });
    return [name, { status, example }];
  }),
);
