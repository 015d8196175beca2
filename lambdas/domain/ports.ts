import type { ApiKeyRecord, LegacyTokenRecord, LiveLegacyToken, PartnerRecord, UserRecord } from './model/records.ts';

/**
 * What the authorizer reads. Every method is one round trip with strongly consistent reads; null means that the record
 * certainly does not exist. Whatever keeps a method from being certain (failure, timeout, an unreadable record) throws
 * a DependencyError.
 */
export interface CredentialStore {
  findApiKey(partnerId: string, keyId: string): Promise<{ apiKey: ApiKeyRecord | null; partner: PartnerRecord | null }>;
  /** Reads the partner along with the token where the caller expects one; `partner` is null otherwise. */
  findLegacyToken(
    hash: string,
    expectedPartnerId: string | null,
  ): Promise<{ token: LegacyTokenRecord | null; partner: PartnerRecord | null }>;
  findPartner(partnerId: string): Promise<PartnerRecord | null>;
}

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

export interface NewLegacyToken {
  readonly hash: string;
  readonly user: UserRecord;
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** The user's live tokens after this one was added. */
  readonly liveTokens: readonly LiveLegacyToken[];
  /** Hash of the token that has to make room, or null. */
  readonly evictedHash: string | null;
}

/** Users and the issue of their legacy tokens. Strongly consistent; throws a DependencyError. */
export interface LegacyTokenStore {
  findUser(subject: string): Promise<UserRecord | null>;
  findPartner(partnerId: string): Promise<PartnerRecord | null>;
  /** One transaction. `partner_refuses`: not active, or legacy tokens are off. `user_changed`: removed, or another token was issued meanwhile. */
  issue(token: NewLegacyToken): Promise<'issued' | 'partner_refuses' | 'user_changed'>;
}
