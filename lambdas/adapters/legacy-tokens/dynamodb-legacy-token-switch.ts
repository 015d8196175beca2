import type { LegacyTokenSwitch } from '../../domain/legacy-tokens/legacy-token-switch.ts';
import type { AuditEvent } from '../../domain/model/audit-event.ts';
import type { LegacyTokenSetting } from '../../domain/model/legacy-token-state.ts';
import type { OtpConsumption } from '../../domain/one-time-codes/otp-store.ts';
import { numberValue, textValue } from '../dynamodb/attributes.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { allOf, equals, lacks, updateIf } from '../dynamodb/expressions.ts';
import { recordKeys } from '../dynamodb/record-keys.ts';
import { putEvent } from '../dynamodb/transaction-items.ts';
import { putOtpState } from '../one-time-codes/otp-item.ts';

export class DynamoDbLegacyTokenSwitch implements LegacyTokenSwitch {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async set(
    partnerId: string,
    { from, to }: { from: LegacyTokenSetting; to: LegacyTokenSetting },
    otp: OtpConsumption | null,
    event: AuditEvent,
  ) {
    const isAsRead = allOf([
      equals('legacy_token_enabled', { BOOL: from.enabled }),
      from.offAt === null ? lacks('legacy_token_off_at') : equals('legacy_token_off_at', numberValue(from.offAt)),
      ...(otp === null ? [] : [equals('status', textValue('active'))]),
    ]);
    const changes = {
      set: {
        legacy_token_enabled: { BOOL: to.enabled },
        legacy_token_changed_at: textValue(event.at),
        legacy_token_changed_by: textValue(event.actor),
        ...(to.offAt === null ? {} : { legacy_token_off_at: numberValue(to.offAt) }),
      },
      remove: to.offAt === null ? ['legacy_token_off_at'] : [],
    };
    const failed = await this.#table.transact([
      { Update: updateIf(recordKeys.partner(partnerId), changes, isAsRead) },
      ...(otp === null ? [] : [putOtpState(otp.userId, otp.state)]),
      putEvent(partnerId, event),
    ]);
    return failed.length === 0 ? 'written' : 'conflict';
  }
}
