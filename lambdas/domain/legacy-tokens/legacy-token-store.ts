import type { LiveLegacyToken, PartnerRecord, UserRecord } from '../model/records.ts';

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
