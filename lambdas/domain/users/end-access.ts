import { untilWritten } from '../base/until-written.ts';
import { auditEvent } from '../model/audit-event.ts';
import { raiseGeneration } from './token-generations.ts';
import type { UserStore } from './user-store.ts';

export interface AccessEnd {
  readonly action: 'user.signed_out' | 'user.password_reset';
  /** E-mail address of whoever ends it, or `operator`. */
  readonly actor: string;
  readonly ip: string | null;
}

export interface EndAccessOptions {
  readonly users: Pick<UserStore, 'findUser' | 'findGenerations' | 'endAccess'>;
  readonly nowMs: number;
}

/**
 * Ends every hub session and every legacy token of a user, from the next call on. The user stays, and may sign in again: with a
 * sign-in of a later second. Throws a DependencyError.
 */
export function endAccess(
  userId: string,
  { action, actor, ip }: AccessEnd,
  { users, nowMs }: EndAccessOptions,
): Promise<{ readonly outcome: 'ended' | 'not_found' }> {
  const now = Math.floor(nowMs / 1000);
  return untilWritten<{ readonly outcome: 'ended' | 'not_found' } | 'conflict'>('The user', async () => {
    const user = await users.findUser(userId);
    if (user === null) return { outcome: 'not_found' };
    const change = raiseGeneration(await users.findGenerations(user.partnerId), user, now);
    const times = {
      // Never earlier than before, whoever's clock is slow.
      sessionsValidAfter: Math.max(now, user.sessionsValidAfter ?? 0),
      passwordResetAt: action === 'user.password_reset' ? now : user.passwordResetAt,
    };
    const event = auditEvent(action, { actor, target: user.email, ip, nowMs });
    return (await users.endAccess(user, change, times, event)) === 'conflict' ? 'conflict' : { outcome: 'ended' };
  });
}
