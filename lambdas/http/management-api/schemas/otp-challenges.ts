import { z } from 'zod/mini';
import { MAX_GRACE_SECONDS } from '../../../domain/model/key-expiry.ts';
import {
  addressList,
  CHANNELS,
  channel,
  displayName,
  expiry,
  keyChangeFields,
  keyId,
  legacyTokenSettingFields,
  scopeList,
  settingsChangeFields,
  someChange,
  time,
} from './fields.ts';

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
    z.strictObject({
      purpose: z.literal('update_legacy_token'),
      changes: z.strictObject(legacyTokenSettingFields),
      channel,
    }),
  ],
  'Must be create_api_key, update_api_key, rotate_api_key, update_settings or update_legacy_token.',
);

export const otpChallenge = z.strictObject({
  id: z.string(),
  channel: z.enum(CHANNELS),
  destination: z.string().check(z.describe('Where the code was sent, masked.')),
  expires_at: time,
  resend_after: time,
});

export type OtpChallenge = z.infer<typeof otpChallenge>;

/** The request before parsing. */
export type CreateOtpChallengeRequest = z.input<typeof createOtpChallengeRequest>;
