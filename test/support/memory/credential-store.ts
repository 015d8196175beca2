import type { CredentialStore } from '../../../lambdas/domain/authorize/credential-store.ts';
import type { MemoryRecords } from './records.ts';

export class MemoryCredentialStore implements CredentialStore {
  readonly #records: MemoryRecords;

  constructor(records: MemoryRecords) {
    this.#records = records;
  }

  async findApiKey(partnerId: string, keyId: string) {
    await this.#records.reach();
    const { partners } = this.#records;
    return { apiKey: this.#records.findKey(partnerId, keyId), partner: partners.get(partnerId) ?? null };
  }

  async findLegacyToken(hash: string, expectedPartnerId: string | null) {
    await this.#records.reach();
    const { tokens, partners } = this.#records;
    const partner = expectedPartnerId === null ? undefined : partners.get(expectedPartnerId);
    return { token: tokens.get(hash) ?? null, partner: partner ?? null };
  }

  async findPartner(partnerId: string) {
    await this.#records.reach();
    return this.#records.partners.get(partnerId) ?? null;
  }
}
