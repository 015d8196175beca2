import type { Notices } from '../../lambdas/http/schemas/notices.ts';

export type NoticeKind = keyof Notices['notices'];

const TEXTS: Readonly<Record<NoticeKind, string>> = {
  api_key_created: 'An API key is generated',
  api_key_rotated: 'An API key is rotated',
  api_key_widened: 'An API key may do more than before',
  api_key_disabled: 'An API key is disabled',
  api_key_deleted: 'An API key is deleted',
  legacy_token_changed: 'Legacy tokens are turned on or off, or that is scheduled',
  otp_locked: 'Somebody is locked after too many wrong codes',
  revoked_key_used: 'A deleted API key is used again',
};

/** The kinds of notices in the order of the page, each with its words. */
export const NOTICE_TEXTS = Object.entries(TEXTS) as readonly [NoticeKind, string][];
