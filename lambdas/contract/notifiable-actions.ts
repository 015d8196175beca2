/**
 * The actions of audit events that users may be notified of. The stream passes on events with these actions alone, and
 * lambdas/domain/notices/change-notices.ts has an entry for each.
 */
export const NOTIFIABLE_ACTIONS = [
  'api_key.created',
  'api_key.rotated',
  'api_key.updated',
  'api_key.enabled',
  'api_key.disabled',
  'api_key.deleted',
  'settings.updated',
  'legacy_token.enabled',
  'legacy_token.disabled',
  'legacy_token.scheduled',
  'legacy_token.unscheduled',
  'user.added',
  'user.removed',
  'user.signed_out',
  'user.password_reset',
  'partner.suspended',
  'partner.reactivated',
  'notices.updated',
  'otp.locked',
] as const;

export type NotifiableAction = (typeof NOTIFIABLE_ACTIONS)[number];
