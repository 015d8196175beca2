import type { CredentialStore } from '../../../lambdas/domain/authorize/credential-store.ts';
import type { TokenPartner } from '../../../lambdas/domain/model/records.ts';
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
    const { tokens } = this.#records;
    const token = tokens.get(hash) ?? null;
    if (token === null || expectedPartnerId === null) return { token, partner: null };
    return { token, partner: this.#tokenPartner(expectedPartnerId, token.userId) };
  }

  async findTokenPartner(partnerId: string, userId: string) {
    await this.#records.reach();
    return this.#tokenPartner(partnerId, userId);
  }

  #tokenPartner(partnerId: string, userId: string): TokenPartner | null {
    const partner = this.#records.partners.get(partnerId);
    if (partner === undefined) return null;
    return { ...partner, revokedBelow: this.#records.generations.get(userId)?.generation ?? 0 };
  }
}
