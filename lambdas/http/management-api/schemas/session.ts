import { z } from 'zod/mini';

/** For probes. Failures are problems with status 5xx. */
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

export type Health = z.infer<typeof health>;
export type Session = z.infer<typeof session>;
