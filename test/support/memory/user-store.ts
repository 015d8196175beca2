import { MissingRecordError } from '../../../lambdas/domain/base/dependency-error.ts';
import type { AuditEvent } from '../../../lambdas/domain/model/audit-event.ts';
import type { Identity, UserRecord } from '../../../lambdas/domain/model/records.ts';
import type { GenerationChange } from '../../../lambdas/domain/users/token-generations.ts';
import type { AccessTimes, NewUser, UserStore } from '../../../lambdas/domain/users/user-store.ts';
import type { MemoryRecords } from './records.ts';

export class MemoryUserStore implements UserStore {
  readonly #records: MemoryRecords;

  constructor(records: MemoryRecords) {
    this.#records = records;
  }

  async partnerExists(partnerId: string) {
    await this.#records.reach();
    return this.#records.partners.has(partnerId);
  }

  async findUser(userId: string) {
    await this.#records.reach();
    return this.#records.users.get(userId) ?? null;
  }

  async findByIdentity(identity: Identity) {
    await this.#records.reach();
    return this.#ownerOf(identity);
  }

  async findByEmail(email: string) {
    await this.#records.reach();
    return this.#find((user) => user.email === email);
  }

  async findGenerations(partnerId: string) {
    await this.#records.reach();
    if (!this.#records.partners.has(partnerId)) throw new MissingRecordError('The partner of a user');
    return new Map(this.#records.generations);
  }

  async add({ role: _, identity, ...user }: NewUser, event: AuditEvent) {
    await this.#records.reach();
    if (!this.#records.partners.has(user.partnerId)) return 'partner_unknown';
    if ((await this.findByEmail(user.email)) !== null) return 'exists';
    if (identity !== null && this.#ownerOf(identity) !== null) return 'identity_taken';
    const identities = identity === null ? [] : [identity];
    const times = { sessionsValidAfter: null, passwordResetAt: null };
    this.#records.users.set(user.userId, { ...user, identities, generation: 1, revision: 1, ...times });
    this.#records.write(user.partnerId, null, event);
    return 'added';
  }

  async link(user: UserRecord, identity: Identity) {
    await this.#records.reach();
    if (!this.#isAsRead(user) || this.#ownerOf(identity) !== null) return 'conflict';
    this.#put(user, { identities: [...user.identities, identity] });
    return 'written';
  }

  async remove(user: UserRecord, change: GenerationChange, event: AuditEvent) {
    await this.#records.reach();
    if (!this.#isAsRead(user) || !this.#change(change)) return 'conflict';
    this.#records.users.delete(user.userId);
    this.#records.otpStates.delete(user.userId);
    this.#records.write(user.partnerId, null, event);
    return 'written';
  }

  async endAccess(user: UserRecord, change: GenerationChange, times: AccessTimes, event: AuditEvent) {
    await this.#records.reach();
    if (!this.#isAsRead(user) || !this.#change(change)) return 'conflict';
    this.#put(user, { generation: change.entry.generation, ...times });
    this.#records.write(user.partnerId, null, event);
    return 'written';
  }

  #change({ userId, entry, dropped }: GenerationChange): boolean {
    const { generations } = this.#records;
    if ([...dropped].some(([id, read]) => generations.get(id)?.until !== read.until)) return false;
    for (const id of dropped.keys()) generations.delete(id);
    generations.set(userId, entry);
    return true;
  }

  #isAsRead({ userId, revision }: UserRecord): boolean {
    return this.#records.users.get(userId)?.revision === revision;
  }

  #put(user: UserRecord, changes: Partial<UserRecord>): void {
    this.#records.users.set(user.userId, { ...user, ...changes, revision: user.revision + 1 });
  }

  #ownerOf({ issuer, subject }: Identity): UserRecord | null {
    return this.#find(({ identities }) => identities.some((one) => one.issuer === issuer && one.subject === subject));
  }

  #find(isMeant: (user: UserRecord) => boolean): UserRecord | null {
    return [...this.#records.users.values()].find(isMeant) ?? null;
  }
}
