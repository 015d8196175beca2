import type { SignedInAccount } from '../users/identity.ts';
import type { AttemptCount, KnownAddress, SharedCount } from './password-attempts.ts';

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

/** An attempt that has a place in the window of a count that began at `startedAt` (epoch seconds). */
export interface TakenAttempt {
  readonly count: AttemptCount;
  readonly startedAt: number;
}

export type TakeAttemptResult =
  | { readonly outcome: 'taken'; readonly attempt: TakenAttempt }
  /** `tryAgainAt`: epoch seconds. */
  | { readonly outcome: 'exhausted'; readonly count: AttemptCount; readonly tryAgainAt: number };

/** Counts password attempts. Each method is atomic and throws a DependencyError. `now`: epoch seconds. */
export interface PasswordFailures {
  /** Takes a place of the current window, or starts a window, before the password is checked. */
  take(count: SharedCount, now: number): Promise<TakeAttemptResult>;
  /** The same for a known address; null if the password of this name was not right from there lately. */
  takeIfKnown(count: KnownAddress, now: number): Promise<TakeAttemptResult | null>;
  /** Counts a taken attempt as a wrong password; does nothing if its window is over. */
  confirm(attempt: TakenAttempt): Promise<void>;
  /** Gives the place of an attempt back; does nothing if its window is over. */
  release(attempt: TakenAttempt): Promise<void>;
  /** Records that the password of this name was right from this IP address. */
  remember(address: KnownAddress, now: number): Promise<void>;
}
