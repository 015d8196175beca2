import type { Actor, AuditAction, AuditEvent } from '../model/audit-event.ts';

/** The events of a partner. */
export interface AuditLog {
  /** Returns at most `limit` events, newest first: those before the event ID `before`, or the latest. */
  list(partnerId: string, before: string | null, limit: number): Promise<readonly AuditEvent[]>;
}

const PAGE_SIZE = 25;
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

export type ActivityAction = Exclude<AuditAction, 'partner.created'>;
export type ActivityEvent = AuditEvent & { readonly action: ActivityAction };

export interface ActivityPage {
  readonly events: readonly ActivityEvent[];
  /** For the next page; null on the last one. */
  readonly nextCursor: string | null;
}

/** Returns a page of the partner's events, newest first, or null if the cursor is not from an earlier page. */
export async function listActivity(
  log: AuditLog,
  { partnerId }: Actor,
  cursor: string | null,
): Promise<ActivityPage | null> {
  const before = cursor === null ? null : Buffer.from(cursor, 'base64url').toString('latin1');
  if (before !== null && !ULID.test(before)) return null;
  // One event more than a page, to know whether there is a next one.
  const events = (await log.list(partnerId, before, PAGE_SIZE + 1)).filter(isActivity);
  const page = events.slice(0, PAGE_SIZE);
  const last = events.length > PAGE_SIZE ? page.at(-1) : undefined;
  return { events: page, nextCursor: last === undefined ? null : Buffer.from(last.id).toString('base64url') };
}

/** The creation of the partner came before its staff, so it is not shown to them. */
function isActivity(event: AuditEvent): event is ActivityEvent {
  return event.action !== 'partner.created';
}
