/** Records as the domain sees them; docs/records.md describes how they are stored. Times are epoch seconds. */

/** A partner's keys at once; expired ones count until they are deleted. */
export const MAX_ACTIVE_KEYS = 50;

export interface PartnerRecord {
  readonly partnerId: string;
  readonly name: string;
  readonly status: 'active' | 'suspended';
  readonly legacyTokenEnabled: boolean;
}

/** A partner with what its own staff may know. */
export interface PartnerDetails extends PartnerRecord {
  readonly activeKeys: number;
  /** RFC 3339; null if it was never switched. */
  readonly legacyTokenChangedAt: string | null;
  readonly legacyTokenChangedBy: string | null;
}

/** What the authorizer needs of a key. */
export interface ApiKeyRecord {
  readonly keyId: string;
  /** SHA-256 of the secret, hexadecimal. */
  readonly hash: string;
  readonly name: string;
  readonly status: 'active' | 'deleted';
  readonly scopes: readonly string[];
  readonly expiresAt: number | null;
}

/** What partner staff see of an active key. */
export interface ApiKeyDetails {
  readonly keyId: string;
  readonly name: string;
  readonly hint: string;
  readonly scopes: readonly string[];
  readonly allowedIps: readonly string[];
  /** RFC 3339. */
  readonly createdAt: string;
  readonly createdBy: string;
  /** Epoch seconds. */
  readonly expiresAt: number | null;
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
