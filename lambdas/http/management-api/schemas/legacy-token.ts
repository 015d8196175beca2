import { z } from 'zod/mini';
import { bothOrNeither, count, legacyTokenSettingFields, nullableTime, presentedCode } from './fields.ts';

export const setLegacyTokenRequest = z
  .strictObject({ ...legacyTokenSettingFields, ...presentedCode })
  .check(bothOrNeither());

const legacyTokenFields = {
  enabled: z.boolean(),
  off_at: nullableTime.check(z.describe('When it goes off by itself; null if that is not scheduled, or over.')),
  changed_at: nullableTime,
  changed_by: z.nullable(z.string()),
};

export const legacyToken = z.strictObject(legacyTokenFields);

export const legacyTokenWithUsage = z.strictObject({
  ...legacyTokenFields,
  usage: z
    .strictObject({
      total: count.check(z.describe('Of all users, also of those that are removed by now.')),
      success: count.check(z.describe('Of these, those that were answered with 2xx or 3xx.')),
      users: z
        .array(
          z.strictObject({
            email: z.string(),
            total: count,
            success: count,
            last_used_at: nullableTime,
            addresses: z.array(z.string()).check(z.describe('The ten busiest.')),
            resources: z.array(z.string()).check(z.describe('Busiest first.')),
          }),
        )
        .check(z.describe('Those who called, busiest first; at most the 50 who called last.')),
    })
    .check(z.describe('Calls with Bearer tokens in the last 30 days.')),
});

export type LegacyToken = z.infer<typeof legacyToken>;
export type LegacyTokenWithUsage = z.infer<typeof legacyTokenWithUsage>;
