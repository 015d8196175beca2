import type { AuditEvent } from '../model/audit-event.ts';

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
