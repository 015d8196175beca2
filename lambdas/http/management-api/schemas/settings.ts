import { z } from 'zod/mini';
import { bothOrNeither, presentedCode, settingsChangeFields, someChange } from './fields.ts';

export const updateSettingsRequest = z
  .strictObject({ ...settingsChangeFields, ...presentedCode })
  .check(someChange(), bothOrNeither());

export const settings = z.strictObject({
  allowed_ips: z.array(z.string()),
  max_key_lifetime_days: z.nullable(z.int()),
});

export type Settings = z.infer<typeof settings>;
