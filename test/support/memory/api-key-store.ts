import type { ApiKeyStore } from '../../../lambdas/domain/api-keys/api-key-store.ts';
import type { GeneratedApiKey } from '../../../lambdas/domain/model/api-key.ts';
import type { AuditEvent } from '../../../lambdas/domain/model/audit-event.ts';
import { type ApiKeyDetails, MAX_ACTIVE_KEYS } from '../../../lambdas/domain/model/records.ts';
import type { NewKey } from '../../../lambdas/domain/one-time-codes/otp-action.ts';
import type { OtpConsumption } from '../../../lambdas/domain/one-time-codes/otp-store.ts';
import type { MemoryRecords, StoredKey } from './records.ts';

export class MemoryApiKeyStore implements ApiKeyStore {
  readonly #records: MemoryRecords;

  constructor(records: MemoryRecords) {
    this.#records = records;
  }

  async list(partnerId: string) {
    await this.#records.reach();
    return [...this.#records.keys.values()].filter((key) => key.partnerId === partnerId).flatMap(detailsOf);
  }

  async find(partnerId: string, keyId: string) {
    await this.#records.reach();
    const key = this.#records.findKey(partnerId, keyId);
    return key === null ? null : (detailsOf(key)[0] ?? null);
  }

  async create(key: GeneratedApiKey & NewKey, otp: OtpConsumption, event: AuditEvent) {
    await this.#records.reach();
    const partner = this.#records.partners.get(key.partnerId);
    const accepted = partner?.status === 'active' && partner.activeKeys < MAX_ACTIVE_KEYS;
    if (!accepted || !this.#records.allowsOtp(otp)) return 'conflict';
    this.#count(key.partnerId, 1);
    this.#put(key, event);
    this.#records.write(key.partnerId, otp, event);
    return 'written';
  }

  async update(
    partnerId: string,
    before: ApiKeyDetails,
    after: ApiKeyDetails,
    otp: OtpConsumption | null,
    event: AuditEvent,
  ) {
    await this.#records.reach();
    const stored = this.#unchanged(partnerId, before);
    if (stored === null || !this.#records.allowsOtp(otp)) return 'conflict';
    const { name, scopes, allowedIps, expiresAt, status } = after;
    this.#set({ ...stored, name, scopes, allowedIps, expiresAt, status, revision: before.revision + 1 });
    this.#records.write(partnerId, otp, event);
    return 'written';
  }

  async rotate(
    { old, expiresAt }: { readonly old: ApiKeyDetails; readonly expiresAt: number },
    key: GeneratedApiKey & NewKey,
    otp: OtpConsumption,
    event: AuditEvent,
  ) {
    await this.#records.reach();
    const stored = this.#unchanged(key.partnerId, old);
    const isActive = this.#records.partners.get(key.partnerId)?.status === 'active';
    if (stored === null || stored.rotatedTo !== null || !isActive || !this.#records.allowsOtp(otp)) return 'conflict';
    this.#set({ ...stored, rotatedTo: key.keyId, expiresAt, revision: old.revision + 1 });
    this.#put(key, event);
    this.#records.write(key.partnerId, otp, event);
    return 'written';
  }

  async delete(partnerId: string, { keyId, rotatedTo }: Pick<ApiKeyDetails, 'keyId' | 'rotatedTo'>, event: AuditEvent) {
    await this.#records.reach();
    const stored = this.#records.findKey(partnerId, keyId);
    if (stored === null || stored.status === 'deleted') return 'conflict';
    if ((stored.rotatedTo === null) !== (rotatedTo === null)) return 'conflict';
    this.#set({ ...stored, status: 'deleted' });
    if (rotatedTo === null) this.#count(partnerId, -1);
    this.#records.write(partnerId, null, event);
    return 'written';
  }

  /** null if the key is deleted or has another revision by now. */
  #unchanged(partnerId: string, { keyId, revision }: ApiKeyDetails): StoredKey | null {
    const stored = this.#records.findKey(partnerId, keyId);
    return stored !== null && stored.status !== 'deleted' && stored.revision === revision ? stored : null;
  }

  #put(key: GeneratedApiKey & NewKey, { at, actor }: AuditEvent): void {
    const { partnerId, keyId, hash, hint, name, scopes, allowedIps, expiresAt } = key;
    const fresh = { status: 'active', createdAt: at, createdBy: actor, rotatedTo: null, revision: 0 } as const;
    this.#set({ partnerId, keyId, hash, hint, name, scopes, allowedIps, expiresAt, ...fresh });
  }

  #set(key: StoredKey): void {
    this.#records.keys.set(key.keyId, key);
  }

  #count(partnerId: string, change: 1 | -1): void {
    const { partners } = this.#records;
    const partner = partners.get(partnerId);
    if (partner !== undefined) partners.set(partnerId, { ...partner, activeKeys: partner.activeKeys + change });
  }
}

/** As partner staff see it: nothing of a deleted key, and no hash. */
function detailsOf({ hash, partnerId, status, ...key }: StoredKey): ApiKeyDetails[] {
  return status === 'deleted' ? [] : [{ ...key, status }];
}
