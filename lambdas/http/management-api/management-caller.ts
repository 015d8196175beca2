import type { Actor } from '../../domain/model/audit-event.ts';
import { contextText, type ReceivedContext } from '../context-value.ts';

/** What the management authorizer hands to the functions behind it. No value is missing or empty. */
export type ManagementContext = {
  readonly user_id: string;
  readonly email: string;
  readonly partner_id: string;
  /** `unknown` if the distribution did not send it. */
  readonly viewer_ip: string;
};

const UNKNOWN = 'unknown';

export function managementContext({ userId, email, partnerId, ip }: Actor): ManagementContext {
  return { user_id: userId, email, partner_id: partnerId, viewer_ip: ip ?? UNKNOWN };
}

/** Reads what `managementContext` made. Throws a TypeError if a value is missing. */
export function actorOf(context: ReceivedContext): Actor {
  const ip = contextText(context, 'viewer_ip');
  return {
    userId: contextText(context, 'user_id'),
    email: contextText(context, 'email'),
    partnerId: contextText(context, 'partner_id'),
    ip: ip === UNKNOWN ? null : ip,
  };
}
