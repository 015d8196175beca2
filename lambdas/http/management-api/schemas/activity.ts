import { z } from 'zod/mini';
import { time } from './fields.ts';

/** `cursor` is the `next_cursor` of an earlier page; an empty one gets the first page. */
export const activityQuery = z.strictObject({
  cursor: z.optional(
    z.string().check(z.regex(/^[A-Za-z0-9_-]{0,64}$/, 'Is no cursor of this list: use next_cursor of the last page.')),
  ),
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
  'user.signed_out',
  'user.password_reset',
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

export type ActivityEvent = z.infer<typeof activityEvent>;
export type ActivityPage = z.infer<typeof activityPage>;
