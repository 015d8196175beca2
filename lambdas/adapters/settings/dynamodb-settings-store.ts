import type { AuditEvent } from '../../domain/model/audit-event.ts';
import type { PartnerDetails } from '../../domain/model/records.ts';
import type { PartnerSettings } from '../../domain/model/restrictions.ts';
import type { OtpConsumption } from '../../domain/one-time-codes/otp-store.ts';
import type { SettingsStore } from '../../domain/settings/settings-store.ts';
import { numberValue, textList } from '../dynamodb/attributes.ts';
import { nextRevision, revisionIs } from '../dynamodb/conditions.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { allOf, exists, updateIf } from '../dynamodb/expressions.ts';
import { recordKeys } from '../dynamodb/record-keys.ts';
import { putEvent } from '../dynamodb/transaction-items.ts';
import { putOtpState } from '../one-time-codes/otp-item.ts';

const REVISION = 'settings_revision';

export class DynamoDbSettingsStore implements SettingsStore {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async update(partner: PartnerDetails, after: PartnerSettings, otp: OtpConsumption | null, event: AuditEvent) {
    const { partnerId, settingsRevision: revision } = partner;
    const { allowedIps, maxKeyLifetimeDays: days } = after;
    const changes = {
      set: {
        allowed_ips: textList(allowedIps),
        ...nextRevision(revision, REVISION),
        ...(days === null ? {} : { max_key_lifetime_days: numberValue(days) }),
      },
      remove: days === null ? ['max_key_lifetime_days'] : [],
    };
    const failed = await this.#table.transact([
      { Update: updateIf(recordKeys.partner(partnerId), changes, allOf([exists, revisionIs(revision, REVISION)])) },
      ...(otp === null ? [] : [putOtpState(otp.userId, otp.state)]),
      putEvent(partnerId, event),
    ]);
    return failed.length === 0 ? 'written' : 'conflict';
  }
}
