import type { AuditEvent } from '../domain/audit-event.ts';
import type { LegacyTokenSwitch } from '../domain/management-ports.ts';
import type { DynamoDbTable } from './dynamodb-table.ts';
import { transact } from './dynamodb-transaction.ts';
import { recordKeys } from './record-items.ts';
import { putEvent } from './transaction-items.ts';

export class DynamoDbLegacyTokenSwitch implements LegacyTokenSwitch {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async set(partnerId: string, enabled: boolean, event: AuditEvent) {
    const { client, tableName } = this.#table;
    const failed = await transact(client, [
      {
        Update: {
          TableName: tableName,
          Key: recordKeys.partner(partnerId),
          UpdateExpression:
            'SET legacy_token_enabled = :enabled, legacy_token_changed_at = :at, legacy_token_changed_by = :actor',
          ConditionExpression: 'attribute_exists(PK) AND legacy_token_enabled <> :enabled',
          ExpressionAttributeValues: {
            ':enabled': { BOOL: enabled },
            ':at': { S: event.at },
            ':actor': { S: event.actor },
          },
        },
      },
      putEvent(tableName, partnerId, event),
    ]);
    return failed.length === 0 ? 'changed' : 'unchanged';
  }
}
