import { z } from 'zod/mini';
import { parseDisplayName } from '../domain/display-name.ts';

/** Requests and answers of the Management API. The OpenAPI description is generated from these. */

const NAME_RULE = 'A name has 1 to 64 characters, none of them a control, bidirectional or invisible character.';

/** A name as people type it; spaces around it are dropped. */
const displayName = z.pipe(
  z.string('Must be a text.').check(z.minLength(1, NAME_RULE)),
  z.transform((text, context) => {
    const name = parseDisplayName(text);
    if (name !== null) return name;
    context.issues.push({ code: 'custom', message: NAME_RULE, input: text });
    return z.NEVER;
  }),
);

const time = z.iso.datetime().check(z.describe('RFC 3339, UTC.'));
const nullableTime = z.nullable(time);

export const CHANNELS = ['email', 'whatsapp'] as const;

export const createOtpChallengeRequest = z.strictObject({
  purpose: z.literal('create_api_key', 'Must be create_api_key.'),
  api_key: z.strictObject({ name: displayName }),
  channel: z._default(z.enum(CHANNELS, 'Must be email or whatsapp.'), 'email'),
});

export const createApiKeyRequest = z.strictObject({
  challenge_id: z
    .string('Must be a text.')
    .check(z.minLength(1, 'Must not be empty.'), z.maxLength(64, 'Is too long.')),
  code: z.string('Must be a text.').check(z.regex(/^[0-9]{6}$/, 'A code is six digits.')),
});

export const renameApiKeyRequest = z.strictObject({ name: displayName });

export const setLegacyTokenRequest = z.strictObject({ enabled: z.boolean('Must be true or false.') });

/** Query of the activity list: its `cursor` is what an earlier page gave as `next_cursor`. */
export const activityQuery = z.strictObject({
  cursor: z.optional(
    z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, 'Is no cursor of this list: use next_cursor of the last page.')),
  ),
});

export const session = z.strictObject({
  user: z.strictObject({ id: z.string(), email: z.string() }),
  partner: z.strictObject({
    id: z.string(),
    name: z.string(),
    status: z.enum(['active', 'suspended']),
    legacy_token_enabled: z.boolean(),
  }),
});

const apiKeyFields = {
  id: z.string().check(z.regex(/^[0-9A-Za-z]{12}$/)),
  name: z.string(),
  hint: z.string().check(z.describe('The key up to the first four characters of its secret, followed by an ellipsis.')),
  status: z.enum(['active', 'expired']),
  scopes: z.array(z.string()),
  allowed_ips: z.array(z.string()),
  created_at: time,
  created_by: z.string().check(z.describe('E-mail address, or operator.')),
  expires_at: nullableTime,
  last_used_at: nullableTime,
  last_used_ip: z.nullable(z.string()),
};

export const apiKey = z.strictObject(apiKeyFields);

export const createdApiKey = z.strictObject({
  ...apiKeyFields,
  key: z
    .string()
    .check(
      z.regex(/^dpa_(live|test)_[0-9A-Za-z]{4,32}_[0-9A-Za-z]{12}_[0-9A-Za-z]{38}$/),
      z.describe('The key itself. This is the only time that it is shown.'),
    ),
});

export const apiKeyList = z.strictObject({ api_keys: z.array(apiKey), limit: z.int() });

export const otpChallenge = z.strictObject({
  id: z.string(),
  channel: z.enum(CHANNELS),
  destination: z.string().check(z.describe('Where the code was sent, masked.')),
  expires_at: time,
  resend_after: time,
});

export const legacyToken = z.strictObject({
  enabled: z.boolean(),
  changed_at: nullableTime,
  changed_by: z.nullable(z.string()),
});

export const ACTIONS = [
  'api_key.created',
  'api_key.renamed',
  'api_key.deleted',
  'legacy_token.enabled',
  'legacy_token.disabled',
  'otp.failed',
  'otp.locked',
  'partner.suspended',
  'partner.reactivated',
  'user.added',
  'user.removed',
] as const;

export const activityEvent = z.strictObject({
  id: z.string(),
  at: time,
  action: z.enum(ACTIONS),
  actor: z.string().check(z.describe('E-mail address, or operator.')),
  target: z
    .nullable(z.string())
    .check(z.describe('ID of the key, e-mail address of the user, or the name of the key that a code was for.')),
  ip: z.nullable(z.string()),
});

export const activityPage = z.strictObject({
  events: z.array(activityEvent),
  next_cursor: z.nullable(z.string()),
});

export const PROBLEM_CODES = [
  'invalid_request',
  'unauthenticated',
  'forbidden_origin',
  'not_a_partner_user',
  'partner_suspended',
  'otp_incorrect',
  'not_found',
  'key_limit_reached',
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
  attempts_left: z.optional(z.int().check(z.gte(0), z.lte(4))),
});

export type ProblemCode = (typeof PROBLEM_CODES)[number];
export type Problem = z.infer<typeof problem>;
export type Session = z.infer<typeof session>;
export type ApiKey = z.infer<typeof apiKey>;
export type CreatedApiKey = z.infer<typeof createdApiKey>;
export type ApiKeyList = z.infer<typeof apiKeyList>;
export type OtpChallenge = z.infer<typeof otpChallenge>;
export type LegacyToken = z.infer<typeof legacyToken>;
export type ActivityEvent = z.infer<typeof activityEvent>;
export type ActivityPage = z.infer<typeof activityPage>;
export type CreateOtpChallengeRequest = z.infer<typeof createOtpChallengeRequest>;
export type CreateApiKeyRequest = z.infer<typeof createApiKeyRequest>;
