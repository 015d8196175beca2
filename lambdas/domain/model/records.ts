import type { NoticeKind } from './notice-kinds.ts';
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
  readonly subject: string;
  readonly email: string;
  readonly mutedNotices: readonly NoticeKind[];
  /** Counts the changes of `mutedNotices`, for optimistic locking. */
  readonly noticesRevision: number;
}

export interface LegacyTokenRecord {
  readonly subject: string;
  readonly partnerId: string;
  readonly status: 'active' | 'revoked';
  readonly expiresAt: number;
}

export interface LiveLegacyToken {
  readonly hash: string;
  readonly expiresAt: number;
}

export interface UserRecord {
  readonly subject: string;
  readonly partnerId: string;
  readonly email: string;
  /** E.164. */
  readonly phone: string | null;
  readonly legacyTokens: readonly LiveLegacyToken[];
  /** Counts the changes of `legacyTokens`, for optimistic locking. */
  readonly legacyTokensVersion: number;
}
