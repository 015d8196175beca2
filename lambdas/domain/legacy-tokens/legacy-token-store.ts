import type { LegacyTokenRecord, PartnerRecord } from '../model/records.ts';

export interface NewLegacyToken extends LegacyTokenRecord {
  readonly hash: string;
  readonly issuedAt: number;
}

/** What issuing legacy tokens needs. Strongly consistent; throws a DependencyError. */
export interface LegacyTokenStore {
  findPartner(partnerId: string): Promise<PartnerRecord | null>;
  /** One write, of the token alone. */
  issue(token: NewLegacyToken): Promise<void>;
}
