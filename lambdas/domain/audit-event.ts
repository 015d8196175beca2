/** Who changed what, and from where; written in the same transaction as the change. */
export interface AuditEvent {
  /** ULID: sorts by time. */
  readonly id: string;
  /** RFC 3339 UTC. */
  readonly at: string;
  readonly action: AuditAction;
  /** E-mail address, or `operator`. */
  readonly actor: string;
  /** What was changed, by its public ID; null where it is the partner itself. */
  readonly target: string | null;
  readonly ip: string | null;
}

export type AuditAction =
  | 'partner.created'
  | 'partner.suspended'
  | 'partner.reactivated'
  | 'user.added'
  | 'api_key.created'
  | 'api_key.deleted';
