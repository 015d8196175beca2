/** Records as the domain sees them; docs/records.md describes how they are stored. Times are epoch seconds. */

export interface PartnerRecord {
  readonly partnerId: string;
  readonly name: string;
  readonly status: 'active' | 'suspended';
  readonly legacyTokenEnabled: boolean;
}

export interface ApiKeyRecord {
  readonly keyId: string;
  /** SHA-256 of the secret, hexadecimal. */
  readonly hash: string;
  readonly name: string;
  readonly status: 'active' | 'deleted';
  readonly scopes: readonly string[];
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
  readonly legacyTokens: readonly LiveLegacyToken[];
  /** Counts the changes of `legacyTokens`, for optimistic locking. */
  readonly legacyTokensVersion: number;
}
