import { ulid } from 'ulid';
import type { NoticeKind } from './notice-kinds.ts';
import type { KeyBroadening } from './restrictions.ts';

/** Who changed what, and from where; written in the same transaction as the change. */
export interface AuditEvent {
  /** ULID: sorts by time. */
  readonly id: string;
  /** RFC 3339 UTC. */
  readonly at: string;
  readonly action: AuditAction;
  /** E-mail address, or `operator`. */
  readonly actor: string;
  /**
   * What was changed, by its public ID; null where it is the partner itself. A user's e-mail address for `user.*` and `notices.*`, the
   * name of the requested key for `otp.*`.
   */
  readonly target: string | null;
  readonly ip: string | null;
  /** What notices tell beyond that; no part of the activity. */
  readonly detail?: AuditDetail;
}

export interface AuditDetail {
  /** Of `api_key.*`: what the key allows more than before. */
  readonly widens?: readonly KeyBroadening[];
  /** Of `legacy_token.scheduled`, RFC 3339. */
  readonly offAt?: string;
  /** Of `notices.updated`: the kinds that the user will not be told of any more. */
  readonly mutes?: readonly NoticeKind[];
}

export type AuditAction =
  | 'partner.created'
  | 'partner.suspended'
  | 'partner.reactivated'
  | 'user.added'
  | 'user.removed'
  | 'api_key.created'
  | 'api_key.renamed'
  | 'api_key.updated'
  | 'api_key.rotated'
  | 'api_key.disabled'
  | 'api_key.enabled'
  | 'api_key.deleted'
  | 'settings.updated'
  | 'legacy_token.enabled'
  | 'legacy_token.disabled'
  | 'legacy_token.scheduled'
  | 'legacy_token.unscheduled'
  | 'notices.updated'
  | 'otp.failed'
  | 'otp.locked';

/** Somebody of a partner who makes a call of the Management API. */
export interface Actor {
  readonly subject: string;
  readonly email: string;
  readonly partnerId: string;
  /** The viewer's address as the distribution saw it; null if it is not known. */
  readonly ip: string | null;
}

/** An event of now. */
export function auditEvent(
  action: AuditAction,
  { actor, target, ip, nowMs }: { actor: string; target: string | null; ip: string | null; nowMs: number },
  detail?: AuditDetail,
): AuditEvent {
  const event = { id: ulid(nowMs), at: new Date(nowMs).toISOString(), action, actor, target, ip };
  return detail === undefined ? event : { ...event, detail };
}
