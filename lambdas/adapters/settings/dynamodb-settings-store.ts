import type { AuditEvent } from '../../domain/model/audit-event.ts';
import type { PartnerDetails } from '../../domain/model/records.ts';
import type { PartnerSettings } from '../../domain/model/restrictions.ts';
import type { OtpConsumption } from '../../domain/one-time-codes/otp-store.ts';
import type { SettingsStore } from '../../domain/settings/settings-store.ts';
import { revisionIs, revisionValues } from '../api-keys/key-updates.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { transact } from '../dynamodb/dynamodb-transaction.ts';
import { recordKeys } from '../dynamodb/record-items.ts';
import { putEvent, textList } from '../dynamodb/transaction-items.ts';
import { putOtpState } from '../one-time-codes/otp-item.ts';

export class DynamoDbSettingsStore implements SettingsStore {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async update(partner: PartnerDetails, after: PartnerSettings, otp: OtpConsumption | null, event: AuditEvent) {
    const { client, tableName } = this.#table;
    const { partnerId, settingsRevision } = partner;
    const { allowedIps, maxKeyLifetimeDays: days } = after;
    const failed = await transact(client, [
      {
        Update: {
          TableName: tableName,
          Key: recordKeys.partner(partnerId),
          UpdateExpression:
            'SET allowed_ips = :ips, settings_revision = :next' +
            (days === null ? ' REMOVE max_key_lifetime_days' : ', max_key_lifetime_days = :days'),
          ConditionExpression: `attribute_exists(PK) AND ${revisionIs(settingsRevision, 'settings_revision')}`,
          ExpressionAttributeValues: {
            ':ips': textList(allowedIps),
            ...revisionValues(settingsRevision),
            ...(days === null ? {} : { ':days': { N: String(days) } }),
          },
        },
      },
      ...(otp === null ? [] : [putOtpState(tableName, otp.subject, otp.state)]),
      putEvent(tableName, partnerId, event),
    ]);
    return failed.length === 0;
  }
}
