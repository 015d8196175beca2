import type { DueItem, DueWarnings } from '../../domain/notices/send-expiry-warnings.ts';
import { type Item, integerOf, stringOf } from '../dynamodb/attributes.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { recordKeys, recordLists } from '../dynamodb/record-keys.ts';

export class DynamoDbDueWarnings implements DueWarnings {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async list(date: string) {
    const items = await this.#table.queryAll(recordLists.due(date));
    return items.map((item) => parse(date, item));
  }

  async finish({ date, partnerId, keyId, days }: DueItem) {
    await this.#table.delete(recordKeys.due(date, partnerId, keyId, days));
  }
}

function parse(date: string, item: Item): DueItem {
  return {
    date,
    partnerId: stringOf(item, 'partner_id'),
    keyId: stringOf(item, 'key_id'),
    days: integerOf(item, 'days'),
    expiresAt: integerOf(item, 'expires_at'),
  };
}
