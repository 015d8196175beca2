import { ulid } from 'ulid';

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
   * What was changed, by its public ID; null where it is the partner itself. A user's e-mail address for `user.*`, the
   * name of the requested key for `otp.*`.
   */
  readonly target: string | null;
  readonly ip: string | null;
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
): AuditEvent {
  return { id: ulid(nowMs), at: new Date(nowMs).toISOString(), action, actor, target, ip };
}
