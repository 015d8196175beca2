import type { ApiKeyRecord, LegacyTokenRecord, PartnerRecord, TokenPartner } from '../model/records.ts';

/**
 * What the authorizer reads. Every method is one round trip with strongly consistent reads. null means that the record does not
 * exist; a failure, a timeout or an unreadable record throws a DependencyError.
 */
export interface CredentialStore {
  findApiKey(partnerId: string, keyId: string): Promise<{ apiKey: ApiKeyRecord | null; partner: PartnerRecord | null }>;
  /** Reads the expected partner together with the token; without one, or without a token, `partner` is null. */
  findLegacyToken(
    hash: string,
    expectedPartnerId: string | null,
  ): Promise<{ token: LegacyTokenRecord | null; partner: TokenPartner | null }>;
  findTokenPartner(partnerId: string, userId: string): Promise<TokenPartner | null>;
}
