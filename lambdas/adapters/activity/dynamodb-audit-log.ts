import type { AuditLog } from '../../domain/activity/list-activity.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { recordKeys } from '../dynamodb/record-items.ts';
import { parseEvent } from '../dynamodb/transaction-items.ts';

export class DynamoDbAuditLog implements AuditLog {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async list(partnerId: string, before: string | null, limit: number) {
    const { items } = await this.#table.query({
      KeyConditionExpression: 'PK = :pk AND begins_with(SK, :prefix)',
      ExpressionAttributeValues: { ':pk': recordKeys.partner(partnerId).PK, ':prefix': { S: 'AUDIT#' } },
      ScanIndexForward: false,
      Limit: limit,
      // Names a place in the order; an event need not stand there.
      ...(before === null ? {} : { ExclusiveStartKey: recordKeys.auditEvent(partnerId, before) }),
    });
    return items.map(parseEvent);
  }
}
