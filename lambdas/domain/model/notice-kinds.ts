/** What partner users are told of by e-mail; each of them can mute each kind (docs/adr/0012-notices.md). */
export const NOTICE_KINDS = [
  'api_key_created',
  'api_key_rotated',
  'api_key_widened',
  'api_key_disabled',
  'api_key_deleted',
  'legacy_token_changed',
  'otp_locked',
  'revoked_key_used',
] as const;

export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** As a message lists them. */
export const NOTICE_TITLES: Readonly<Record<NoticeKind, string>> = {
  api_key_created: 'an API key is generated',
  api_key_rotated: 'an API key is rotated',
  api_key_widened: 'an API key may do more than before',
  api_key_disabled: 'an API key is disabled',
  api_key_deleted: 'an API key is deleted',
  legacy_token_changed: 'Legacy Token Authentication is switched',
  otp_locked: 'somebody is locked after wrong codes',
  revoked_key_used: 'a deleted API key is used again',
};
