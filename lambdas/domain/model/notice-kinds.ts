/** What partner users are notified of by e-mail (docs/adr/0012-notices.md). */

/**
 * Kinds about something that gives more access than before. Nobody can mute them: whoever takes over a session would do that
 * first.
 */
export const FIXED_NOTICE_KINDS = [
  'api_key_created',
  'api_key_rotated',
  'api_key_widened',
  'settings_broadened',
  'legacy_token_on',
  'user_added',
  'partner_reactivated',
] as const;

/** Kinds that each user can mute. */
export const MUTABLE_NOTICE_KINDS = [
  'api_key_narrowed',
  'api_key_disabled',
  'api_key_deleted',
  'settings_narrowed',
  'legacy_token_off',
  'user_removed',
  'partner_suspended',
  'otp_locked',
  'revoked_key_used',
] as const;

export const NOTICE_KINDS = [...FIXED_NOTICE_KINDS, ...MUTABLE_NOTICE_KINDS] as const;

export type FixedNoticeKind = (typeof FIXED_NOTICE_KINDS)[number];
export type MutableNoticeKind = (typeof MUTABLE_NOTICE_KINDS)[number];
export type NoticeKind = FixedNoticeKind | MutableNoticeKind;

/** As a message lists them. */
export const NOTICE_TITLES: Readonly<Record<NoticeKind, string>> = {
  api_key_created: 'an API key is generated',
  api_key_rotated: 'an API key is rotated',
  api_key_widened: 'an API key may do more than before',
  settings_broadened: 'the security settings allow more than before',
  legacy_token_on: 'legacy tokens are turned on or stay on for longer',
  user_added: 'a user is added',
  partner_reactivated: 'a suspension ends',
  api_key_narrowed: 'an API key may do less than before',
  api_key_disabled: 'an API key is disabled',
  api_key_deleted: 'an API key is deleted',
  settings_narrowed: 'the security settings allow less than before',
  legacy_token_off: 'legacy tokens are turned off, or that is scheduled',
  user_removed: 'a user is removed',
  partner_suspended: 'all access is suspended',
  otp_locked: 'somebody is locked after wrong codes',
  revoked_key_used: 'a deleted API key is used again',
};
