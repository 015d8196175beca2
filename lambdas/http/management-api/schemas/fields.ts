import { z } from 'zod/mini';
import { NAME_RULES, parseDisplayName } from '../../../domain/base/display-name.ts';
import { parseIpAllowlist } from '../../../domain/model/ip-allowlist.ts';
import { MAX_LIFETIME_DAYS } from '../../../domain/model/key-expiry.ts';
import { parseScopes, SCOPES } from '../../../domain/model/scopes.ts';

// Fields that several requests and responses of the Management API share. The OpenAPI description is generated from the schemas.

/** Drops spaces around the name. */
export const displayName = z.pipe(
  z
    .string('Must be a text.')
    .check(
      z.minLength(1, NAME_RULES.characters),
      z.describe('1 to 64 characters. Holds no URL, host name or e-mail address.'),
    ),
  z.transform((text, context) => {
    const parsed = parseDisplayName(text);
    if ('name' in parsed) return parsed.name;
    context.issues.push({ code: 'custom', message: parsed.detail, input: text });
    return z.NEVER;
  }),
);

export const time = z.iso.datetime().check(z.describe('RFC 3339, UTC.'));

export const nullableTime = z.nullable(time);

export const CHANNELS = ['email', 'whatsapp'] as const;

/** Accepts IP addresses as people write them, and returns their normal form. */
export const addressList = z.pipe(
  z
    .array(z.string('Must be a text.'), 'Must be a list of texts.')
    .check(
      z.describe('IPv4 or IPv6 addresses and CIDR ranges, at most 50. Kept in normal form. Empty: every address.'),
    ),
  z.transform((entries, context) => {
    const parsed = parseIpAllowlist(entries);
    if ('list' in parsed) return parsed.list;
    const path = parsed.index === null ? [] : [parsed.index];
    context.issues.push({ code: 'custom', message: parsed.detail, input: entries, path });
    return z.NEVER;
  }),
);

export const scopeList = z.pipe(
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

/** Returns epoch seconds from RFC 3339; null means never. */
export const expiry = z.nullable(
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

export const channel = z._default(z.enum(CHANNELS, 'Must be email or whatsapp.'), 'email');

export const keyId = z
  .string('Must be a text.')
  .check(z.minLength(1, 'Must not be empty.'), z.maxLength(64, 'Is too long.'));

export const keyChangeFields = {
  name: z.optional(displayName),
  scopes: z.optional(scopeList),
  allowed_ips: z.optional(addressList),
  expires_at: z.optional(expiry),
  status: z.optional(z.enum(['active', 'disabled'], 'Must be active or disabled.')),
};

export const settingsChangeFields = {
  allowed_ips: z.optional(addressList),
  max_key_lifetime_days: z.optional(lifetimeDays),
};

/** Without `off_at`, which is null then, a schedule is canceled. */
export const legacyTokenSettingFields = {
  enabled: z.boolean('Must be true or false.'),
  off_at: z._default(
    z.nullable(z.iso.datetime('Must be a time of RFC 3339 in UTC, for instance 2027-01-31T00:00:00Z, or null.')),
    null,
  ),
};

/** The code for a change: both fields or neither. */
export const presentedCode = {
  challenge_id: z.optional(keyId),
  code: z.optional(z.string('Must be a text.').check(z.regex(/^[0-9]{6}$/, 'A code is six digits.'))),
};

/** Refuses a change without any field, which can only be a mistake. */
export function someChange() {
  return z.refine<Record<string, unknown>>(
    (value) => Object.keys(value).some((name) => name !== 'challenge_id' && name !== 'code'),
    'Must hold at least one change.',
  );
}

export function bothOrNeither() {
  return z.refine<{ challenge_id?: unknown; code?: unknown }>(
    (value) => (value.challenge_id === undefined) === (value.code === undefined),
    'Must hold challenge_id and code together, or neither.',
  );
}

export const count = z.int().check(z.gte(0));
