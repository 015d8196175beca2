import type { MutableNoticeKind } from './notice-kinds.ts';
import type { KeyRestrictions } from './restrictions.ts';
import type { Scope } from './scopes.ts';

/** Records as the domain sees them; docs/records.md describes how they are stored. Times are epoch seconds. */

/** How many keys a partner can have. Expired keys count until they are deleted. */
export const MAX_ACTIVE_KEYS = 50;

export interface PartnerRecord {
  readonly partnerId: string;
  readonly name: string;
  readonly status: 'active' | 'suspended';
  readonly legacyTokenEnabled: boolean;
  /** When legacy tokens are scheduled to turn off; null if they are not. */
  readonly legacyTokenOffAt: number | null;
  /** Applies to all credentials. Empty: every IP address. */
  readonly allowedIps: readonly string[];
}

/** A partner with the fields for its own staff. */
export interface PartnerDetails extends PartnerRecord {
  readonly activeKeys: number;
  /** RFC 3339; null if the setting was never changed. */
  readonly legacyTokenChangedAt: string | null;
  readonly legacyTokenChangedBy: string | null;
  readonly maxKeyLifetimeDays: number | null;
  /** Counts the changes of the settings, for optimistic locking. */
  readonly settingsRevision: number;
}

/** The fields of a key that the authorizer needs. */
export interface ApiKeyRecord {
  readonly keyId: string;
  /** SHA-256 of the secret, hexadecimal. */
  readonly hash: string;
  readonly name: string;
  readonly status: 'active' | 'disabled' | 'deleted';
  readonly scopes: readonly Scope[];
  readonly allowedIps: readonly string[];
  readonly expiresAt: number | null;
}

/** The fields of a key that partner staff see; never of a deleted key. */
export interface ApiKeyDetails extends KeyRestrictions {
  readonly keyId: string;
  readonly name: string;
  readonly hint: string;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly createdBy: string;
  /** ID of the key's successor; null if it was not rotated. */
  readonly rotatedTo: string | null;
  /** Counts the changes of the key, for optimistic locking. */
  readonly revision: number;
}

/** A user as stored with the partner. */
export interface Member {
  readonly userId: string;
  readonly email: string;
  readonly mutedNotices: readonly MutableNoticeKind[];
  /** Counts the changes of `mutedNotices`, for optimistic locking. */
  readonly noticesRevision: number;
}

export interface LegacyTokenRecord {
  readonly userId: string;
  readonly partnerId: string;
  /** That of the user when the token was issued. */
  readonly generation: number;
  readonly expiresAt: number;
}

/** A partner as the check of one user's legacy token needs it. */
export interface TokenPartner extends PartnerRecord {
  /** Tokens of the user with a lower generation are revoked; 0 if none are. */
  readonly revokedBelow: number;
}

/** An entry of a partner: tokens of the user with a lower generation are revoked. All of them have expired at `until`. */
export interface TokenGeneration {
  readonly generation: number;
  readonly until: number;
}

/** By user ID. */
export type TokenGenerations = ReadonlyMap<string, TokenGeneration>;

/** An account at an OpenID provider: the claims `iss` and `sub` of its ID tokens. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

export interface UserRecord {
  readonly userId: string;
  readonly partnerId: string;
  readonly email: string;
  /** E.164. */
  readonly phone: string | null;
  /** At most one for each issuer. */
  readonly identities: readonly Identity[];
  /** Raised by whatever revokes the user's legacy tokens. */
  readonly generation: number;
  /** Counts the changes of the record, for optimistic locking. */
  readonly revision: number;
  /** Hub sessions count only if they began later; null if all do. */
  readonly sessionsValidAfter: number | null;
  readonly passwordResetAt: number | null;
}
