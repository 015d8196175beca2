import { untilWritten } from '../base/until-written.ts';
import { normalEmail } from '../model/email-address.ts';
import type { UserRecord } from '../model/records.ts';
import type { SignedInAccount } from './identity.ts';
import type { SignInStore } from './user-store.ts';

/**
 * Returns the user of an account, or null for an account without one. At the first sign-in of a user at an issuer, the account is
 * linked to the user by its verified e-mail address, for good: a second account of the issuer is nobody's, whatever its address.
 */
export function findSignedInUser(
  account: SignedInAccount,
  users: SignInStore,
  nowMs: number,
): Promise<UserRecord | null> {
  return untilWritten<UserRecord | null | 'conflict'>('The identity of a user', async () => {
    const linked = await users.findByIdentity(account);
    if (linked !== null || account.email === null) return linked;
    const user = await users.findByEmail(normalEmail(account.email));
    if (user === null) return null;
    const { issuer, subject } = account;
    const known = user.identities.find((identity) => identity.issuer === issuer);
    // The same subject: linked by another sign-in, after the first read.
    if (known !== undefined) return known.subject === subject ? user : null;
    const identity = { issuer, subject };
    const result = await users.link(user, identity, new Date(nowMs).toISOString());
    if (result === 'conflict') return result;
    return { ...user, identities: [...user.identities, identity], revision: user.revision + 1 };
  });
}
