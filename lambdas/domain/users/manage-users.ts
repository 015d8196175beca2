import { untilWritten } from '../base/until-written.ts';
import { isPartnerId } from '../model/api-key.ts';
import { type AuditAction, auditEvent } from '../model/audit-event.ts';
import { isEmailAddress, normalEmail } from '../model/email-address.ts';
import { type InvalidInput, invalid, invalidPartnerId } from '../model/invalid-input.ts';
import { OPERATOR } from '../model/operator.ts';
import type { Identity } from '../model/records.ts';
import { isSubject } from './identity.ts';
import { raiseGeneration } from './token-generations.ts';
import { newUserId } from './user-id.ts';
import type { UserStore } from './user-store.ts';

/** What `ensureAccount` did. */
export type AccountAccess = 'invited' | 'password_set' | 'unchanged';

/** Creates accounts at the identity provider. Throws a DependencyError. */
export interface AccountDirectory {
  /**
   * Creates an account for this e-mail address if there is none. With a password the account can be used at once; without one
   * the provider invites its user. An account that is in use keeps its password.
   */
  ensureAccount(account: { email: string; phone: string | null; password: string | null }): Promise<AccountAccess>;
}

export type AddUserResult =
  | {
      readonly outcome: 'added';
      readonly userId: string;
      /** `elsewhere`: another OpenID provider holds the account. */
      readonly access: AccountAccess | 'elsewhere';
    }
  | { readonly outcome: 'exists' | 'identity_taken' | 'partner_unknown' }
  | InvalidInput;

/** E.164. */
const PHONE = /^\+[1-9][0-9]{6,14}$/;

/**
 * Adds a user to a partner.
 * @param user.identity - of the account if another OpenID provider holds it; null: an account of the user pool
 */
export async function addUser(
  users: UserStore,
  directory: AccountDirectory,
  user: {
    partnerId: string;
    email: string;
    phone: string | null;
    password: string | null;
    identity: Identity | null;
  },
): Promise<AddUserResult> {
  const { partnerId, phone, password, identity } = user;
  const email = normalEmail(user.email);
  if (!isPartnerId(partnerId)) return invalidPartnerId();
  if (!isEmailAddress(email)) return invalid('The e-mail address is ill-formed.');
  if (phone !== null && !PHONE.test(phone)) {
    return invalid('A phone number is written with a plus sign and digits only, for example +4930123456.');
  }
  if (identity !== null && !isSubject(identity.subject)) {
    return invalid('A subject has 1 to 255 visible ASCII characters, without #.');
  }
  // Checked before anybody is invited; the transaction checks it again.
  if (!(await users.partnerExists(partnerId))) return { outcome: 'partner_unknown' };
  if ((await users.findByEmail(email)) !== null) return { outcome: 'exists' };
  // The account comes first: without a record it gives no access, and running the command again completes it.
  const access = identity === null ? await directory.ensureAccount({ email, phone, password }) : 'elsewhere';
  const userId = newUserId();
  const outcome = await users.add(
    { userId, partnerId, email, phone, role: 'owner', identity },
    event('user.added', email, Date.now()),
  );
  return outcome === 'added' ? { outcome, userId, access } : { outcome };
}

/**
 * Removes a user from a partner. From the next request on the user has no access to the hub, and no legacy token of the user is
 * accepted. The account at the identity provider stays but gives no access. Keys belong to the partner and stay.
 */
export async function removeUser(users: UserStore, partnerId: string, emailAddress: string) {
  if (!isPartnerId(partnerId)) return invalidPartnerId();
  const email = normalEmail(emailAddress);
  return untilWritten<{ readonly outcome: 'removed' | 'not_found' } | 'conflict'>('The user', async () => {
    const user = await users.findByEmail(email);
    if (user === null || user.partnerId !== partnerId) return { outcome: 'not_found' };
    const nowMs = Date.now();
    const change = raiseGeneration(await users.findGenerations(partnerId), user, Math.floor(nowMs / 1000));
    const result = await users.remove(user, change, event('user.removed', email, nowMs));
    return result === 'conflict' ? result : { outcome: 'removed' };
  });
}

function event(action: AuditAction, target: string, nowMs: number) {
  return auditEvent(action, { actor: OPERATOR, target, ip: null, nowMs });
}
