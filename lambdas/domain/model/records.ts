import type { NoticeKind } from './notice-kinds.ts';
import type { KeyRestrictions } from './restrictions.ts';
import type { Scope } from './scopes.ts';

/** Records as the domain sees them; docs/records.md describes how they are stored. Times are epoch seconds. */

/** A partner's keys at once; expired ones count until they are deleted. */
export const MAX_ACTIVE_KEYS = 50;

export interface PartnerRecord {
  readonly partnerId: string;
  readonly name: string;
  readonly status: 'active' | 'suspended';
  readonly legacyTokenEnabled: boolean;
  /** From when on legacy tokens are refused although they are enabled; null if no end is scheduled. */
  readonly legacyTokenOffAt: number | null;
  /** For all credentials; see address-list.ts. Empty: all addresses. */
  readonly allowedIps: readonly string[];
}

/** A partner with what its own staff may know. */
export interface PartnerDetails extends PartnerRecord {
  readonly activeKeys: number;
  /** RFC 3339; null if it was never switched. */
  readonly legacyTokenChangedAt: string | null;
  readonly legacyTokenChangedBy: string | null;
  readonly maxKeyLifetimeDays: number | null;
  /** Counts the changes of the settings, for optimistic locking. */
  readonly settingsRevision: number;
}

/** What the authorizer needs of a key. */
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

/** What partner staff see of a key that is not deleted. */
export interface ApiKeyDetails extends KeyRestrictions {
  readonly keyId: string;
  readonly name: string;
  readonly hint: string;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly createdBy: string;
  /** ID of the key that takes this one's place when its time is over. */
  readonly rotatedTo: string | null;
  /** Counts the changes of the key, for optimistic locking. */
  readonly revision: number;
}

/** A user, as the partner's own records hold it. */
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
