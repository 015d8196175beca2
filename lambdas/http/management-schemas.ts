import { z } from 'zod/mini';
import { parseAddressList } from '../domain/address-list.ts';
import { parseDisplayName } from '../domain/display-name.ts';
import { MAX_GRACE_SECONDS, MAX_LIFETIME_DAYS } from '../domain/key-lifetime.ts';
import { NOTICE_KINDS, NOTICE_TITLES, type NoticeKind } from '../domain/notice-kinds.ts';
import { parseScopes, SCOPES } from '../domain/scopes.ts';

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

/** Addresses as people write them; kept in their normal form. */
const addressList = z.pipe(
  z
    .array(z.string('Must be a text.'), 'Must be a list of texts.')
    .check(
      z.describe('IPv4 or IPv6 addresses and CIDR ranges, at most 50. Kept in normal form. Empty: every address.'),
    ),
  z.transform((entries, context) => {
    const parsed = parseAddressList(entries);
    if ('list' in parsed) return parsed.list;
    const path = parsed.index === null ? [] : [parsed.index];
    context.issues.push({ code: 'custom', message: parsed.fault, input: entries, path });
    return z.NEVER;
  }),
);

const scopeList = z.pipe(
  z
    .array(z.string('Must be a text.'), 'Must be a list of texts.')
    .check(z.describe(`One or more of: ${SCOPES.map((scope) => `\`${scope}\``).join(', ')}. Write includes read.`)),
  z.transform((entries, context) => {
    const scopes = parseScopes(entries);
    if (scopes !== null) return scopes;
    const message = `Must name one or more of: ${SCOPES.join(', ')}.`;
    context.issues.push({ code: 'custom', message, input: entries });
    return z.NEVER;
  }),
);

/** Epoch seconds from RFC 3339; null is never. */
const expiry = z.nullable(
  z.pipe(
    z.iso.datetime({ offset: true, error: 'Must be a time in RFC 3339, for example 2027-01-31T12:00:00Z, or null.' }),
    z.transform((text, context) => {
      const seconds = Math.floor(Date.parse(text) / 1000);
      if (seconds > Date.now() / 1000) return seconds;
      context.issues.push({ code: 'custom', message: 'Must be in the future.', input: text });
      return z.NEVER;
    }),
  ),
);

const lifetimeDays = z.nullable(
  z
    .int('Must be a whole number of days, or null.')
    .check(z.gte(1, 'Must be 1 or more.'), z.lte(MAX_LIFETIME_DAYS, `Must be at most ${MAX_LIFETIME_DAYS}.`)),
);

const channel = z._default(z.enum(CHANNELS, 'Must be email or whatsapp.'), 'email');
const keyId = z.string('Must be a text.').check(z.minLength(1, 'Must not be empty.'), z.maxLength(64, 'Is too long.'));

const keyChangeFields = {
  name: z.optional(displayName),
  scopes: z.optional(scopeList),
  allowed_ips: z.optional(addressList),
  expires_at: z.optional(expiry),
  status: z.optional(z.enum(['active', 'disabled'], 'Must be active or disabled.')),
};

const settingsChangeFields = {
  allowed_ips: z.optional(addressList),
  max_key_lifetime_days: z.optional(lifetimeDays),
};

/** The code that a change takes; both or neither. */
const presentedCode = {
  challenge_id: z.optional(keyId),
  code: z.optional(z.string('Must be a text.').check(z.regex(/^[0-9]{6}$/, 'A code is six digits.'))),
};

export const createOtpChallengeRequest = z.discriminatedUnion(
  'purpose',
  [
    z.strictObject({
      purpose: z.literal('create_api_key'),
      api_key: z.strictObject({
        name: displayName,
        scopes: z._default(scopeList, ['*']),
        allowed_ips: z._default(addressList, []),
        expires_at: z.optional(expiry),
      }),
      channel,
    }),
    z.strictObject({
      purpose: z.literal('update_api_key'),
      api_key_id: keyId,
      changes: z.strictObject(keyChangeFields).check(someChange()),
      channel,
    }),
    z.strictObject({
      purpose: z.literal('rotate_api_key'),
      api_key_id: keyId,
      grace_seconds: z
        .int('Must be a whole number of seconds.')
        .check(z.gte(0, 'Must be 0 or more.'), z.lte(MAX_GRACE_SECONDS, 'Must be at most 604800, which is 7 days.')),
      channel,
    }),
    z.strictObject({
      purpose: z.literal('update_settings'),
      changes: z.strictObject(settingsChangeFields).check(someChange()),
      channel,
    }),
  ],
  'Must be create_api_key, update_api_key, rotate_api_key or update_settings.',
);

export const createApiKeyRequest = z.strictObject({
  challenge_id: keyId,
  code: z.string('Must be a text.').check(z.regex(/^[0-9]{6}$/, 'A code is six digits.')),
});

export const rotateApiKeyRequest = z.strictObject(createApiKeyRequest.shape);

export const updateApiKeyRequest = z
  .strictObject({ ...keyChangeFields, ...presentedCode })
  .check(someChange(), bothOrNeither());

export const updateSettingsRequest = z
  .strictObject({ ...settingsChangeFields, ...presentedCode })
  .check(someChange(), bothOrNeither());

/** Left out, `off_at` is null: a scheduled end is taken back. */
export const setLegacyTokenRequest = z.strictObject({
  enabled: z.boolean('Must be true or false.'),
  off_at: z._default(
    z.nullable(z.iso.datetime('Must be a time of RFC 3339 in UTC, for instance 2027-01-31T00:00:00Z, or null.')),
    null,
  ),
});

/** One field for each kind. */
const noticeChoice = <T extends z.core.$ZodType>(fieldOf: (kind: NoticeKind) => T) =>
  z.strictObject(Object.fromEntries(NOTICE_KINDS.map((kind) => [kind, fieldOf(kind)])) as Record<NoticeKind, T>);

export const updateNoticesRequest = z.strictObject({
  notices: noticeChoice(() => z.optional(z.boolean('Must be true or false.'))).check(someChange()),
});

/** Query of the activity list: its `cursor` is what an earlier page gave as `next_cursor`; an empty one asks for the first page. */
export const activityQuery = z.strictObject({
  cursor: z.optional(
    z.string().check(z.regex(/^[A-Za-z0-9_-]{0,64}$/, 'Is no cursor of this list: use next_cursor of the last page.')),
  ),
});

const date = z.iso.date('Must be a date, for example 2026-12-01.');

/** Query of the usage figures. */
export const usageQuery = z.strictObject({
  from: z.optional(date),
  to: z.optional(date),
  credential_id: z.optional(
    z
      .string()
      .check(
        z.regex(
          /^(?:\*all|\*legacy|\*unknown|(?!BATCH$)[^*#"\s][^#"\s]{0,254})$/,
          'Must be the ID of a key or of a user, *all, *legacy or *unknown.',
        ),
      ),
  ),
});

export const previewAllowedIpsRequest = z.strictObject({
  allowed_ips: addressList,
  api_key_id: z.nullable(keyId).check(z.describe('The key whose list it is to be; null: the list of all credentials.')),
});

/** A change that changes nothing is a mistake of whoever sends it. */
function someChange() {
  return z.refine<Record<string, unknown>>(
    (value) => Object.keys(value).some((name) => name !== 'challenge_id' && name !== 'code'),
    'Must hold at least one change.',
  );
}

function bothOrNeither() {
  return z.refine<{ challenge_id?: unknown; code?: unknown }>(
    (value) => (value.challenge_id === undefined) === (value.code === undefined),
    'Must hold challenge_id and code together, or neither.',
  );
}

/** For probes. Anything else than health is a problem with status 5xx. */
export const health = z.strictObject({ status: z.literal('ok') });

export const session = z.strictObject({
  user: z.strictObject({ id: z.string(), email: z.string() }),
  partner: z.strictObject({
    id: z.string(),
    name: z.string(),
    status: z.enum(['active', 'suspended']),
    legacy_token_enabled: z.boolean(),
  }),
  viewer_ip: z.nullable(z.string()).check(z.describe('The address that the hub sees the caller from.')),
});

const apiKeyFields = {
  id: z.string().check(z.regex(/^[0-9A-Za-z]{12}$/)),
  name: z.string(),
  hint: z.string().check(z.describe('The key up to the first four characters of its secret, followed by an ellipsis.')),
  status: z.enum(['active', 'disabled', 'expired']),
  scopes: z.array(z.string()),
  allowed_ips: z.array(z.string()),
  created_at: time,
  created_by: z.string().check(z.describe('E-mail address, or operator.')),
  expires_at: nullableTime,
  rotated_to: z
    .nullable(z.string())
    .check(z.describe("ID of the key that takes this one's place when its time is over.")),
  last_used_at: nullableTime.check(z.describe('The latest call with the key, also one that was refused.')),
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

const legacyTokenFields = {
  enabled: z.boolean(),
  off_at: nullableTime.check(z.describe('When it goes off by itself; null if that is not scheduled, or over.')),
  changed_at: nullableTime,
  changed_by: z.nullable(z.string()),
};

export const legacyToken = z.strictObject(legacyTokenFields);

const count = z.int().check(z.gte(0));

export const legacyTokenWithUsage = z.strictObject({
  ...legacyTokenFields,
  usage: z
    .strictObject({
      total: count.check(z.describe('Of all users, also of those that are removed by now.')),
      users: z
        .array(
          z.strictObject({
            email: z.string(),
            total: count,
            last_used_at: nullableTime,
            addresses: z.array(z.string()).check(z.describe('The ten busiest.')),
            resources: z.array(z.string()).check(z.describe('Busiest first.')),
          }),
        )
        .check(z.describe('Those who called, busiest first; at most the 50 who called last.')),
    })
    .check(z.describe('Calls with Bearer tokens in the last 30 days.')),
});

export const settings = z.strictObject({
  allowed_ips: z.array(z.string()),
  max_key_lifetime_days: z.nullable(z.int()),
});

export const notices = z.strictObject({
  email: z.string().check(z.describe('Where they are sent.')),
  notices: noticeChoice((kind) =>
    z.boolean().check(z.describe(`Whether the user is told when ${NOTICE_TITLES[kind]}.`)),
  ),
});

export const usage = z.strictObject({
  days: z
    .array(
      z.strictObject({
        date: z.string().check(z.describe('UTC.')),
        total: count,
        success: count.check(z.describe('Answered with 2xx or 3xx.')),
        client_error: count,
        server_error: count,
        refused: z
          .record(z.string(), count)
          .check(z.describe('Refusals by their code; those with 401 by their reason.')),
      }),
    )
    .check(z.describe('Every day of the period, also those without calls.')),
  resources: z
    .array(z.strictObject({ resource: z.string(), total: count }))
    .check(z.describe('Busiest first. Named as in scopes; else whoami or other.')),
  addresses: z
    .array(z.strictObject({ ip: z.string(), total: count, last_seen_at: nullableTime }))
    .check(z.describe('The ten busiest.')),
  other_addresses: count.check(z.describe('Calls from all other addresses.')),
  addresses_complete: z.boolean().check(z.describe('false: there were too many; those of the newest days were read.')),
  updated_at: nullableTime,
});

export const denial = z.strictObject({
  request_id: z.string(),
  at: time,
  status: z.union([z.literal(401), z.literal(403)]),
  code: z.string().check(z.describe('What the caller was told.')),
  reason: z.string().check(z.describe('The code; of a 401 what its callers are not told.')),
  check: z
    .enum(['request_form', 'credential', 'partner', 'legacy_switch', 'key_status', 'expiry', 'address', 'scope'])
    .check(z.describe('The one that failed.')),
  detail: z.string().check(z.describe('What is wrong and what to do.')),
  still_refused: z
    .boolean()
    .check(z.describe('Whether the same check would refuse the same call now. Another one may all the same.')),
  seen: z
    .strictObject({
      credential: z.nullable(
        z.strictObject({
          type: z.enum(['api_key', 'legacy_token']),
          id: z.string().check(z.describe('ID of the key, or of the user.')),
          name: z.nullable(z.string()),
          verified: z.boolean().check(z.describe('false: the ID is what the key says of itself.')),
        }),
      ),
      ip: z.nullable(z.string()),
      method: z.nullable(z.string()),
      path_partner_id: z.nullable(z.string()),
      required_scope: z.nullable(z.string()),
    })
    .check(z.describe('What the check saw.')),
  now: z
    .strictObject({
      partner: z.strictObject({
        id: z.string(),
        status: z.enum(['active', 'suspended']),
        allowed_ips: z.array(z.string()),
        legacy_token_enabled: z.boolean(),
      }),
      api_key: z.nullable(
        z.strictObject({
          status: z.enum(['active', 'disabled']),
          scopes: z.array(z.string()),
          allowed_ips: z.array(z.string()),
          expires_at: nullableTime,
        }),
      ),
    })
    .check(z.describe('What it was held against, as it is now. No key: there was none, or it is deleted.')),
});

export const allowedIpsPreview = z.strictObject({
  would_refuse: z
    .array(z.strictObject({ ip: z.string(), total: count, last_seen_at: nullableTime }))
    .check(z.describe('At most 100 addresses, busiest first, with how many good calls came from each.')),
  refused_addresses: count.check(z.describe('All addresses that would be refused.')),
  refused_calls: count.check(z.describe('The good calls from all of them.')),
  other_calls: count.check(
    z.describe('Good calls from addresses that were not kept one by one: the list may refuse any of them.'),
  ),
  addresses_complete: z.boolean(),
  suggestion: z.array(z.string()).check(z.describe('The addresses with good calls, busiest first, at most 50.')),
});

export const ACTIONS = [
  'api_key.created',
  'api_key.renamed',
  'api_key.updated',
  'api_key.rotated',
  'api_key.disabled',
  'api_key.enabled',
  'api_key.deleted',
  'settings.updated',
  'legacy_token.enabled',
  'legacy_token.disabled',
  'legacy_token.scheduled',
  'legacy_token.unscheduled',
  'notices.updated',
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
  'otp_required',
  'not_found',
  'key_limit_reached',
  'rotated_already',
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
  widens: z.optional(
    z
      .array(z.enum(['scopes', 'allowed_ips', 'expires_at', 'status', 'max_key_lifetime_days']))
      .check(z.describe('What the change widens, so that it takes a code.')),
  ),
  attempts_left: z.optional(z.int().check(z.gte(0), z.lte(4))),
});

export type ProblemCode = (typeof PROBLEM_CODES)[number];
export type Problem = z.infer<typeof problem>;
export type Health = z.infer<typeof health>;
export type Session = z.infer<typeof session>;
export type ApiKey = z.infer<typeof apiKey>;
export type CreatedApiKey = z.infer<typeof createdApiKey>;
export type ApiKeyList = z.infer<typeof apiKeyList>;
export type OtpChallenge = z.infer<typeof otpChallenge>;
export type LegacyToken = z.infer<typeof legacyToken>;
export type LegacyTokenWithUsage = z.infer<typeof legacyTokenWithUsage>;
export type ActivityEvent = z.infer<typeof activityEvent>;
export type ActivityPage = z.infer<typeof activityPage>;
export type Settings = z.infer<typeof settings>;
export type Notices = z.infer<typeof notices>;
export type Usage = z.infer<typeof usage>;
export type Denial = z.infer<typeof denial>;
export type AllowedIpsPreview = z.infer<typeof allowedIpsPreview>;
/** As it is sent. */
export type CreateOtpChallengeRequest = z.input<typeof createOtpChallengeRequest>;
export type CreateApiKeyRequest = z.infer<typeof createApiKeyRequest>;
