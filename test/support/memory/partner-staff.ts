import type { MemberStore } from '../../../lambdas/domain/partners/member-store.ts';
import type { PartnerStaff } from '../../../lambdas/domain/partners/partner-staff.ts';
import type { IdTokenVerifier, OriginProof, VerifiedIdToken } from '../../../lambdas/domain/staff/authorize-staff.ts';
import type { MemoryRecords } from './records.ts';

export class MemoryPartnerStaff implements PartnerStaff {
  readonly #records: MemoryRecords;

  constructor(records: MemoryRecords) {
    this.#records = records;
  }

  async findUser(userId: string) {
    await this.#records.reach();
    return this.#records.users.get(userId) ?? null;
  }

  async findPartner(partnerId: string) {
    await this.#records.reach();
    return this.#records.partners.get(partnerId) ?? null;
  }
}

export class MemoryMemberStore implements MemberStore {
  readonly #records: MemoryRecords;

  constructor(records: MemoryRecords) {
    this.#records = records;
  }

  async list(partnerId: string) {
    await this.#records.reach();
    const { users, mutedNotices } = this.#records;
    return [...users.values()]
      .filter((user) => user.partnerId === partnerId)
      .map(({ userId, email }) => {
        const { muted, revision } = mutedNotices.get(userId) ?? { muted: [], revision: 0 };
        return { userId, email, mutedNotices: muted, noticesRevision: revision };
      });
  }

  async find(partnerId: string, userId: string) {
    return (await this.list(partnerId)).find((user) => user.userId === userId) ?? null;
  }
}

export class MemoryIdTokenVerifier implements IdTokenVerifier {
  readonly valid = new Map<string, VerifiedIdToken>();
  failure: Error | null = null;

  async verify(token: string) {
    if (this.failure !== null) throw this.failure;
    return this.valid.get(token) ?? null;
  }
}

export class MemoryOriginProof implements OriginProof {
  readonly #secret: string;
  failure: Error | null = null;

  constructor(secret: string) {
    this.#secret = secret;
  }

  async accepts(value: string) {
    if (this.failure !== null) throw this.failure;
    return value === this.#secret;
  }
}
