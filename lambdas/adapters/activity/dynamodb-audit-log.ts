import type { AuditLog } from '../../domain/activity/list-activity.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { parseEvent } from '../dynamodb/record-items.ts';
import { recordKeys, recordLists } from '../dynamodb/record-keys.ts';

export class DynamoDbAuditLog implements AuditLog {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async list(partnerId: string, before: string | null, limit: number) {
    const { items } = await this.#table.query({
      ...recordLists.auditEvents(partnerId),
      ScanIndexForward: false,
      Limit: limit,
      // A position in the order; no event needs to exist there.
      ...(before === null ? {} : { ExclusiveStartKey: recordKeys.auditEvent(partnerId, before) }),
    });
    return items.map(parseEvent);
  }
}
