import type { ApiKeyStore } from '../../domain/api-keys/api-key-store.ts';
import { DependencyError } from '../../domain/base/dependency-error.ts';
import type { GeneratedApiKey } from '../../domain/model/api-key.ts';
import type { AuditEvent } from '../../domain/model/audit-event.ts';
import type { ApiKeyDetails } from '../../domain/model/records.ts';
import type { NewKey } from '../../domain/one-time-codes/otp-action.ts';
import type { OtpConsumption } from '../../domain/one-time-codes/otp-store.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { transact } from '../dynamodb/dynamodb-transaction.ts';
import { parseApiKeyDetails, recordKeys } from '../dynamodb/record-items.ts';
import { countNewKey, deleteKey, putEvent, putKey, putWarnings } from '../dynamodb/transaction-items.ts';
import { putOtpState } from '../one-time-codes/otp-item.ts';
import { endKey, partnerIsActive, updateKey } from './key-updates.ts';

/** docs/records.md lists every transaction with its items and conditions. */
export class DynamoDbApiKeyStore implements ApiKeyStore {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async list(partnerId: string) {
    const items = await this.#table.queryAll({
      KeyConditionExpression: 'PK = :pk AND begins_with(SK, :prefix)',
      FilterExpression: '#status <> :deleted',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':pk': recordKeys.partner(partnerId).PK,
        ':prefix': { S: 'KEY#' },
        ':deleted': { S: 'deleted' },
      },
    });
    return items.map(parseApiKeyDetails).filter((details) => details !== null);
  }

  async find(partnerId: string, keyId: string) {
    const item = await this.#table.get(recordKeys.apiKey(partnerId, keyId));
    return item === undefined ? null : parseApiKeyDetails(item);
  }

  async create(key: GeneratedApiKey & NewKey, otp: OtpConsumption, event: AuditEvent) {
    const { client, tableName } = this.#table;
    const [put, ...warnings] = putKey(tableName, key, event);
    const failed = await transact(client, [
      putOtpState(tableName, otp.subject, otp.state),
      countNewKey(tableName, key.partnerId),
      put,
      putEvent(tableName, key.partnerId, event),
      ...warnings,
    ]);
    return this.#written(failed, [0, 1]) ? 'created' : 'changed';
  }

  async update(
    partnerId: string,
    before: ApiKeyDetails,
    after: ApiKeyDetails,
    otp: OtpConsumption | null,
    event: AuditEvent,
  ) {
    const { client, tableName } = this.#table;
    const ends = after.expiresAt !== before.expiresAt;
    const failed = await transact(client, [
      updateKey(tableName, partnerId, before, after),
      ...(otp === null ? [] : [putOtpState(tableName, otp.subject, otp.state)]),
      putEvent(tableName, partnerId, event),
      ...(ends ? putWarnings(tableName, partnerId, before.keyId, after.expiresAt, event) : []),
    ]);
    return this.#written(failed, otp === null ? [0] : [0, 1]) ? 'updated' : 'changed';
  }

  async rotate(
    { old, endsAt }: { readonly old: ApiKeyDetails; readonly endsAt: number },
    key: GeneratedApiKey & NewKey,
    otp: OtpConsumption,
    event: AuditEvent,
  ) {
    const { client, tableName } = this.#table;
    const [put, ...warnings] = putKey(tableName, key, event);
    const failed = await transact(client, [
      putOtpState(tableName, otp.subject, otp.state),
      endKey(tableName, key, old, endsAt),
      partnerIsActive(tableName, key.partnerId),
      put,
      putEvent(tableName, key.partnerId, event),
      ...warnings,
    ]);
    return this.#written(failed, [0, 1, 2]) ? 'rotated' : 'changed';
  }

  async delete(partnerId: string, key: Pick<ApiKeyDetails, 'keyId' | 'rotatedTo'>, event: AuditEvent) {
    const { client, tableName } = this.#table;
    const failed = await transact(client, deleteKey(tableName, partnerId, key, event));
    return this.#written(failed, [0]) ? 'deleted' : 'changed';
  }

  /** Whether it was, where only the conditions named may fail. */
  #written(failed: readonly number[], expected: readonly number[]): boolean {
    if (failed.length === 0) return true;
    if (failed.some((index) => expected.includes(index))) return false;
    // 71 random bits name a key: a second one of the same name means a broken generator, not a busy one.
    throw new DependencyError('records', 'A generated ID was in use already, or a record is missing.');
  }
}
