import type { Actor } from '../../domain/model/audit-event.ts';

/** What the management authorizer hands to the functions behind it; every value is there and not empty. */
export type ManagementContext = {
  readonly user_id: string;
  readonly email: string;
  readonly partner_id: string;
  /** `unknown` where the distribution did not say. */
  readonly viewer_ip: string;
};

const UNKNOWN = 'unknown';

export function managementContext({ subject, email, partnerId, ip }: Actor): ManagementContext {
  return { user_id: subject, email, partner_id: partnerId, viewer_ip: ip ?? UNKNOWN };
}

/** The reverse, in a function behind the authorizer. Throws a TypeError on a foreign shape. */
export function actorOf(context: Readonly<Record<string, unknown>> | null | undefined): Actor {
  const ip = textOf(context, 'viewer_ip');
  return {
    subject: textOf(context, 'user_id'),
    email: textOf(context, 'email'),
    partnerId: textOf(context, 'partner_id'),
    ip: ip === UNKNOWN ? null : ip,
  };
}

function textOf(context: Readonly<Record<string, unknown>> | null | undefined, name: string): string {
  const value = context?.[name];
  if (typeof value !== 'string' || value === '') throw new TypeError(`The authorizer context lacks ${name}.`);
  return value;
}
