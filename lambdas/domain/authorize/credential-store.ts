import type { ApiKeyRecord, LegacyTokenRecord, PartnerRecord } from '../model/records.ts';

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
