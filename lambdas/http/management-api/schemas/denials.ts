import { z } from 'zod/mini';
import { CHECKS } from '../../../contract/refusal.ts';
import { nullableTime, time } from './fields.ts';

export const denial = z.strictObject({
  request_id: z.string(),
  at: time,
  status: z.union([z.literal(401), z.literal(403)]),
  code: z.string().check(z.describe('What the caller was told.')),
  reason: z.string().check(z.describe('The code; of a 401 what its callers are not told.')),
  check: z.enum(CHECKS).check(z.describe('The one that failed.')),
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
          name: z
            .nullable(z.string())
            .check(z.describe('Of the key, or the e-mail address of the user; null for one that is gone.')),
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

export type Denial = z.infer<typeof denial>;
