import type { AuditEvent } from '../model/audit-event.ts';
import type { NoticeKind } from '../model/notice-kinds.ts';

/** Something that was written down and that users are told of. */
export type Occurrence = Change | RevokedKeyUse;

export interface Change {
  readonly source: 'change';
  readonly partnerId: string;
  readonly event: AuditEvent;
}

/** The first refused call with a deleted key on a day. */
export interface RevokedKeyUse {
  readonly source: 'revoked_key';
  readonly partnerId: string;
  readonly keyId: string;
  /** RFC 3339. */
  readonly at: string;
  readonly ip: string | null;
}

/** `own`: for the user alone whose address the event has as its target. null: nobody is told. */
export function audienceOf(occurrence: Occurrence): NoticeKind | 'own' | null {
  if (occurrence.source === 'revoked_key') return 'revoked_key_used';
  const { action, detail } = occurrence.event;
  switch (action) {
    case 'api_key.created':
      return 'api_key_created';
    case 'api_key.rotated':
      return 'api_key_rotated';
    case 'api_key.updated':
    case 'api_key.enabled':
      return detail?.widens === undefined ? null : 'api_key_widened';
    case 'api_key.disabled':
      return 'api_key_disabled';
    case 'api_key.deleted':
      return 'api_key_deleted';
    case 'legacy_token.enabled':
    case 'legacy_token.disabled':
    case 'legacy_token.scheduled':
    case 'legacy_token.unscheduled':
      return 'legacy_token_changed';
    case 'otp.locked':
      return 'otp_locked';
    case 'notices.updated':
      return detail?.mutes === undefined ? null : 'own';
    default:
      return null;
  }
}

/** Names it among those of its partner, the same however often it is delivered. */
export function occurrenceId(occurrence: Occurrence): string {
  if (occurrence.source === 'change') return occurrence.event.id;
  return `${occurrence.keyId}#${occurrence.at.slice(0, 10)}`;
}

/** The key that it is about. */
export function keyIdOf(occurrence: Occurrence): string | null {
  if (occurrence.source === 'revoked_key') return occurrence.keyId;
  return occurrence.event.action.startsWith('api_key.') ? occurrence.event.target : null;
}
