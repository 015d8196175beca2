import { ulid } from 'ulid';
import type { NoticeKind } from './notice-kinds.ts';
import type { Broadening, PartnerSettings } from './restrictions.ts';

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
   * The public ID of what was changed; null for the partner itself. For `user.*` and `notices.*` the user's e-mail address, for
   * `otp.*` the name of the key.
   */
  readonly target: string | null;
  readonly ip: string | null;
  /** For notices only; the activity list does not show it. */
  readonly detail?: AuditDetail;
}

export interface AuditDetail {
  /** The restrictions that the change broadened; absent if there are none. */
  readonly widens?: readonly Broadening[];
  /** The restrictions that the change narrowed; absent if there are none. A list that was replaced is broadened and narrowed. */
  readonly narrows?: readonly Broadening[];
  /** For `settings.updated`: all settings, as they were and as they are. */
  readonly settings?: { readonly from: PartnerSettings; readonly to: PartnerSettings };
  /** For `legacy_token.scheduled`, RFC 3339. */
  readonly offAt?: string;
  /** For `notices.updated`: the kinds that the user turned off. */
  readonly mutes?: readonly NoticeKind[];
}

export type AuditAction =
  | 'partner.created'
  | 'partner.suspended'
  | 'partner.reactivated'
  | 'user.added'
  | 'user.removed'
  | 'user.signed_out'
  | 'user.password_reset'
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

/** The partner user who calls the Management API. */
export interface Actor {
  readonly userId: string;
  readonly email: string;
  readonly partnerId: string;
  /** The viewer's IP address as the distribution saw it; null if it is unknown. */
  readonly ip: string | null;
}

/** Returns an event that happens at `nowMs`. */
export function auditEvent(
  action: AuditAction,
  { actor, target, ip, nowMs }: { actor: string; target: string | null; ip: string | null; nowMs: number },
  detail?: AuditDetail,
): AuditEvent {
  const event = { id: ulid(nowMs), at: new Date(nowMs).toISOString(), action, actor, target, ip };
  return detail === undefined ? event : { ...event, detail };
}
