import type { SignedInAccount } from '../users/identity.ts';

/** Checks a user's password at the identity provider. Throws a DependencyError when it cannot be checked. */
export interface PasswordVerifier {
  verify(
    username: string,
    password: string,
  ): Promise<
    | { readonly outcome: 'verified'; readonly account: SignedInAccount }
    /** The password is wrong or the user unknown; the provider does not reveal which. */
    | { readonly outcome: 'rejected' }
    /** The provider asks for more than a password. */
    | { readonly outcome: 'interaction_required' }
    | { readonly outcome: 'throttled' }
  >;
}

/** Counts wrong passwords by user name. Each method is atomic and throws a DependencyError. */
export interface PasswordFailures {
  /** Reserves one attempt of the current window before the password is checked, so that parallel attempts count too. */
  reserve(
    usernameHash: string,
    now: number,
  ): Promise<
    | { readonly outcome: 'reserved'; readonly windowEndsAt: number }
    /** `tryAgainAt`: the end of the window, or the next second while the last attempts are still being checked. */
    | { readonly outcome: 'exhausted'; readonly tryAgainAt: number }
  >;
  /** Releases a reserved attempt; does nothing if its window is over. */
  release(usernameHash: string, windowEndsAt: number): Promise<void>;
  /** Counts a reserved attempt as a wrong password; does nothing if its window is over. */
  confirm(usernameHash: string, windowEndsAt: number): Promise<void>;
}
