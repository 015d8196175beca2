import { z } from 'zod/mini';
import { addressList, count, keyId, nullableTime } from './fields.ts';

const date = z.iso.date('Must be a date, for example 2026-12-01.');

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

export type Usage = z.infer<typeof usage>;
export type AllowedIpsPreview = z.infer<typeof allowedIpsPreview>;
