/** Checks a user's password with the identity provider. Throws a DependencyError when it cannot be checked. */
export interface PasswordVerifier {
  verify(
    username: string,
    password: string,
  ): Promise<
    | { readonly outcome: 'verified'; readonly subject: string }
    /** Wrong password or unknown user, which the provider does not tell apart. */
    | { readonly outcome: 'rejected' }
    /** The provider asks for more than a password. */
    | { readonly outcome: 'interaction_required' }
    | { readonly outcome: 'throttled' }
  >;
}

/** Counts wrong passwords by user name. Each method is atomic; both throw a DependencyError. */
export interface PasswordFailures {
  /** Takes one try of the current window, before the password is checked, so that parallel tries count too. */
  reserve(
    usernameHash: string,
    now: number,
  ): Promise<
    | { readonly outcome: 'reserved'; readonly windowEndsAt: number }
    /** `tryAgainAt` is the end of the window, or the next second if right passwords that are being checked took the last tries. */
    | { readonly outcome: 'exhausted'; readonly tryAgainAt: number }
  >;
  /** Gives a reserved try back; does nothing if its window is over. */
  release(usernameHash: string, windowEndsAt: number): Promise<void>;
  /** Says that a reserved try was a wrong password; does nothing if its window is over. */
  confirm(usernameHash: string, windowEndsAt: number): Promise<void>;
}
