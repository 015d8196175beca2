import type { LegacyTokenSetting, LegacyTokenSwitch } from '../../domain/legacy-tokens/switch-legacy-token.ts';
import type { AuditEvent } from '../../domain/model/audit-event.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { transact } from '../dynamodb/dynamodb-transaction.ts';
import { recordKeys } from '../dynamodb/record-items.ts';
import { putEvent } from '../dynamodb/transaction-items.ts';

export class DynamoDbLegacyTokenSwitch implements LegacyTokenSwitch {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async set(partnerId: string, { from, to }: { from: LegacyTokenSetting; to: LegacyTokenSetting }, event: AuditEvent) {
    const { client, tableName } = this.#table;
    const failed = await transact(client, [
      {
        Update: {
          TableName: tableName,
          Key: recordKeys.partner(partnerId),
          UpdateExpression: `SET legacy_token_enabled = :enabled, legacy_token_changed_at = :at, legacy_token_changed_by = :actor${
            to.offAt === null ? ' REMOVE legacy_token_off_at' : ', legacy_token_off_at = :off'
          }`,
          ConditionExpression: `legacy_token_enabled = :was AND ${
            from.offAt === null ? 'attribute_not_exists(legacy_token_off_at)' : 'legacy_token_off_at = :wasOff'
          }`,
          ExpressionAttributeValues: {
            ':enabled': { BOOL: to.enabled },
            ':was': { BOOL: from.enabled },
            ...(to.offAt === null ? {} : { ':off': { N: String(to.offAt) } }),
            ...(from.offAt === null ? {} : { ':wasOff': { N: String(from.offAt) } }),
            ':at': { S: event.at },
            ':actor': { S: event.actor },
          },
        },
      },
      putEvent(tableName, partnerId, event),
    ]);
    return failed.length === 0 ? 'changed' : 'moved';
  }
}
