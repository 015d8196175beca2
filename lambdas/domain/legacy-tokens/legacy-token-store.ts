import type { WriteResult } from '../base/until-written.ts';
import type { LiveLegacyToken, PartnerRecord, UserRecord } from '../model/records.ts';

export interface NewLegacyToken {
  readonly hash: string;
  readonly user: UserRecord;
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** The user's live tokens after this one was added. */
  readonly liveTokens: readonly LiveLegacyToken[];
  /** Hash of the oldest token if it must be revoked, or null. */
  readonly evictedHash: string | null;
}

/** Users and the issue of their legacy tokens. Strongly consistent; throws a DependencyError. */
export interface LegacyTokenStore {
  findUser(subject: string): Promise<UserRecord | null>;
  findPartner(partnerId: string): Promise<PartnerRecord | null>;
  /** One transaction. A conflict if the partner accepts no legacy tokens, or the user has changed since it was read. */
  issue(token: NewLegacyToken): Promise<WriteResult>;
}
