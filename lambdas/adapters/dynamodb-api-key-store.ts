import type { GeneratedApiKey } from '../domain/api-key.ts';
import type { AuditEvent } from '../domain/audit-event.ts';
import { DependencyError } from '../domain/dependency-error.ts';
import type { ApiKeyStore } from '../domain/management-ports.ts';
import type { OtpState } from '../domain/otp-state.ts';
import type { DynamoDbTable } from './dynamodb-table.ts';
import { transact } from './dynamodb-transaction.ts';
import { putOtpState } from './otp-item.ts';
import { parseApiKeyDetails, recordKeys } from './record-items.ts';
import { countNewKey, deleteKey, putEvent, putKey } from './transaction-items.ts';

/** docs/records.md lists every transaction with its items and conditions. */
export class DynamoDbApiKeyStore implements ApiKeyStore {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async list(partnerId: string) {
    const items = await this.#table.queryAll({
      KeyConditionExpression: 'PK = :pk AND begins_with(SK, :prefix)',
      FilterExpression: '#status = :active',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':pk': recordKeys.partner(partnerId).PK,
        ':prefix': { S: 'KEY#' },
        ':active': { S: 'active' },
      },
    });
    return items.map(parseApiKeyDetails).filter((details) => details !== null);
  }

  async find(partnerId: string, keyId: string) {
    const item = await this.#table.get(recordKeys.apiKey(partnerId, keyId));
    return item === undefined ? null : parseApiKeyDetails(item);
  }

  async create(
    key: GeneratedApiKey & { readonly name: string },
    otp: { readonly subject: string; readonly state: OtpState },
    event: AuditEvent,
  ) {
    const { client, tableName } = this.#table;
    const failed = await transact(client, [
      putOtpState(tableName, otp.subject, otp.state),
      countNewKey(tableName, key.partnerId),
      putKey(tableName, key, event),
      putEvent(tableName, key.partnerId, event),
    ]);
    if (failed.length === 0) return 'created';
    if (failed.includes(0)) return 'otp_changed';
    if (failed.includes(1)) return 'partner_refuses';
    // 71 random bits name a key: a second one of the same name means a broken generator, not a busy one.
    throw new DependencyError('records', 'A generated ID was in use already.');
  }

  async rename(partnerId: string, keyId: string, name: string, event: AuditEvent) {
    const { client, tableName } = this.#table;
    const failed = await transact(client, [
      {
        Update: {
          TableName: tableName,
          Key: recordKeys.apiKey(partnerId, keyId),
          UpdateExpression: 'SET #name = :name',
          // Without it an update would bring a missing key to life.
          ConditionExpression: '#status = :active',
          ExpressionAttributeNames: { '#name': 'name', '#status': 'status' },
          ExpressionAttributeValues: { ':name': { S: name }, ':active': { S: 'active' } },
        },
      },
      putEvent(tableName, partnerId, event),
    ]);
    return failed.length === 0 ? 'renamed' : 'not_found';
  }

  async delete(partnerId: string, keyId: string, event: AuditEvent) {
    const { client, tableName } = this.#table;
    const failed = await transact(client, deleteKey(tableName, partnerId, keyId, event));
    return failed.length === 0 ? 'deleted' : 'not_found';
  }
}
