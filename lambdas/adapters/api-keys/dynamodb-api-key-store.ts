import type { ApiKeyStore } from '../../domain/api-keys/api-key-store.ts';
import { DependencyError } from '../../domain/base/dependency-error.ts';
import type { WriteResult } from '../../domain/base/until-written.ts';
import type { GeneratedApiKey } from '../../domain/model/api-key.ts';
import type { AuditEvent } from '../../domain/model/audit-event.ts';
import type { ApiKeyDetails } from '../../domain/model/records.ts';
import type { NewKey } from '../../domain/one-time-codes/otp-action.ts';
import type { OtpConsumption } from '../../domain/one-time-codes/otp-store.ts';
import { hasLiveStatus } from '../dynamodb/conditions.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { filtered } from '../dynamodb/expressions.ts';
import { parseApiKeyDetails } from '../dynamodb/record-items.ts';
import { recordKeys, recordLists } from '../dynamodb/record-keys.ts';
import { countNewKey, deleteKey, putEvent, putKey, putWarnings } from '../dynamodb/transaction-items.ts';
import { putOtpState } from '../one-time-codes/otp-item.ts';
import { partnerIsActive, replaceKey, updateKey } from './key-updates.ts';

/** docs/records.md lists every transaction with its items and conditions. */
export class DynamoDbApiKeyStore implements ApiKeyStore {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async list(partnerId: string) {
    const items = await this.#table.queryAll(filtered(recordLists.apiKeys(partnerId), hasLiveStatus));
    return items.map(parseApiKeyDetails).filter((details) => details !== null);
  }

  async find(partnerId: string, keyId: string) {
    const item = await this.#table.get(recordKeys.apiKey(partnerId, keyId));
    return item === undefined ? null : parseApiKeyDetails(item);
  }

  async create(key: GeneratedApiKey & NewKey, otp: OtpConsumption, event: AuditEvent) {
    const [put, ...warnings] = putKey(key, event);
    const failed = await this.#table.transact([
      putOtpState(otp.userId, otp.state),
      countNewKey(key.partnerId),
      put,
      putEvent(key.partnerId, event),
      ...warnings,
    ]);
    return resultOf(failed, [0, 1]);
  }

  async update(
    partnerId: string,
    before: ApiKeyDetails,
    after: ApiKeyDetails,
    otp: OtpConsumption | null,
    event: AuditEvent,
  ) {
    const hasNewExpiry = after.expiresAt !== before.expiresAt;
    const failed = await this.#table.transact([
      updateKey(partnerId, before, after),
      ...(otp === null ? [] : [putOtpState(otp.userId, otp.state)]),
      putEvent(partnerId, event),
      ...(hasNewExpiry ? putWarnings(partnerId, before.keyId, after.expiresAt, event) : []),
    ]);
    return resultOf(failed, otp === null ? [0] : [0, 1]);
  }

  async rotate(
    { old, expiresAt }: { readonly old: ApiKeyDetails; readonly expiresAt: number },
    key: GeneratedApiKey & NewKey,
    otp: OtpConsumption,
    event: AuditEvent,
  ) {
    const [put, ...warnings] = putKey(key, event);
    const failed = await this.#table.transact([
      putOtpState(otp.userId, otp.state),
      replaceKey(key, old, expiresAt),
      partnerIsActive(key.partnerId),
      put,
      putEvent(key.partnerId, event),
      ...warnings,
    ]);
    return resultOf(failed, [0, 1, 2]);
  }

  async delete(partnerId: string, key: Pick<ApiKeyDetails, 'keyId' | 'rotatedTo'>, event: AuditEvent) {
    return resultOf(await this.#table.transact(deleteKey(partnerId, key, event)), [0]);
  }
}

/** @param conflicts - indexes of the items whose condition fails if somebody else wrote first */
function resultOf(failed: readonly number[], conflicts: readonly number[]): WriteResult {
  if (failed.length === 0) return 'written';
  if (failed.some((index) => conflicts.includes(index))) return 'conflict';
  // A key ID has 71 random bits: a repeated ID means that the generator is broken.
  throw new DependencyError('records', 'A generated ID was in use already, or a record is missing.');
}
