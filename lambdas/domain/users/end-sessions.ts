import { isPartnerId } from '../model/api-key.ts';
import { normalEmail } from '../model/email-address.ts';
import { type InvalidInput, invalidPartnerId } from '../model/invalid-input.ts';
import { OPERATOR } from '../model/operator.ts';
import type { UserRecord } from '../model/records.ts';
import { type AccessEnd, type EndAccessOptions, endAccess } from './end-access.ts';
import type { SignedInAccount } from './identity.ts';
import type { UserStore } from './user-store.ts';

/** The accounts of the user pool. Throws a DependencyError. */
export interface PoolAccounts {
  /** Ends the refresh tokens of the account with this e-mail address, if there is one. */
  endRefreshTokens(email: string): Promise<void>;
}

export interface EndSessionsOptions extends EndAccessOptions {
  readonly accounts: PoolAccounts;
  /** Called with the error if refresh tokens could not be ended; does not change the result. */
  readonly report: (error: unknown) => void;
}

export type EndSessionsResult =
  | {
      readonly outcome: 'ended';
      /** Whether the refresh tokens have ended, too. What they lead to is refused in any case. */
      readonly refreshTokensEnded: boolean;
    }
  | { readonly outcome: 'not_found' };

/** Ends every hub session and every legacy token of a user from the next call on, then the refresh tokens at the user pool. */
export async function endSessions(
  { userId, email }: Pick<UserRecord, 'userId' | 'email'>,
  end: AccessEnd,
  options: EndSessionsOptions,
): Promise<EndSessionsResult> {
  const { accounts, report } = options;
  const { outcome } = await endAccess(userId, end, options);
  if (outcome === 'not_found') return { outcome };
  try {
    await accounts.endRefreshTokens(email);
    return { outcome, refreshTokensEnded: true };
  } catch (error) {
    report(error);
    return { outcome, refreshTokensEnded: false };
  }
}

/** Does the same for the user with this e-mail address, as an operator. */
export async function endSessionsOf(
  partnerId: string,
  email: string,
  options: EndSessionsOptions & { readonly users: Pick<UserStore, 'findByEmail'> },
): Promise<EndSessionsResult | InvalidInput> {
  if (!isPartnerId(partnerId)) return invalidPartnerId();
  const user = await options.users.findByEmail(normalEmail(email));
  if (user === null || user.partnerId !== partnerId) return { outcome: 'not_found' };
  return endSessions(user, { action: 'user.signed_out', actor: OPERATOR, ip: null }, options);
}

export interface PasswordResetOptions extends EndSessionsOptions {
  readonly users: EndAccessOptions['users'] & Pick<UserStore, 'findByIdentity' | 'findByEmail'>;
}

/** Ends the sessions of the user whose account got a new password by means of a code. An account without a user is ignored. */
export async function endSessionsAfterReset(
  account: SignedInAccount,
  options: PasswordResetOptions,
): Promise<EndSessionsResult> {
  const { users } = options;
  const linked = await users.findByIdentity(account);
  // An account that was never used is linked to its user by the same address at the first sign-in.
  const user = linked ?? (account.email === null ? null : await users.findByEmail(normalEmail(account.email)));
  if (user === null) return { outcome: 'not_found' };
  return endSessions(user, { action: 'user.password_reset', actor: user.email, ip: null }, options);
}
