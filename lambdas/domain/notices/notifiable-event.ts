import type { AuditEvent } from '../model/audit-event.ts';
import type { NoticeKind } from '../model/notice-kinds.ts';

/** A committed record that users are notified of. */
export type NotifiableEvent = Change | RevokedKeyUse;

export interface Change {
  readonly source: 'change';
  readonly partnerId: string;
  readonly auditEvent: AuditEvent;
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

/** Parses new images of the table's stream. */
export interface NotifiableEventParser {
  /** Returns null for an item that is no notifiable event. Throws an UnreadableRecordError for one that cannot be read. */
  parse(image: unknown): NotifiableEvent | null;
}

/** `own`: for the user alone whose e-mail address is the event's target. null: nobody is notified. */
export type Audience = NoticeKind | 'own' | null;

export function audienceOf(event: NotifiableEvent): Audience {
  if (event.source === 'revoked_key') return 'revoked_key_used';
  const { action, detail } = event.auditEvent;
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

/** Identifies the event within its partner, the same however often the stream delivers it. */
export function eventIdOf(event: NotifiableEvent): string {
  if (event.source === 'change') return event.auditEvent.id;
  return `${event.keyId}#${event.at.slice(0, 10)}`;
}

/** Returns the key that the event is about. */
export function keyIdOf(event: NotifiableEvent): string | null {
  if (event.source === 'revoked_key') return event.keyId;
  return event.auditEvent.action.startsWith('api_key.') ? event.auditEvent.target : null;
}
