import type { NoticedKeys } from '../../domain/notices/send-notice.ts';
import { optionalIntegerOf, optionalStringOf, stringOf } from '../dynamodb/attributes.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { recordKeys } from '../dynamodb/record-keys.ts';

export class DynamoDbNoticedKeys implements NoticedKeys {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async find(partnerId: string, keyId: string) {
    const item = await this.#table.get(recordKeys.apiKey(partnerId, keyId));
    if (item === undefined) return null;
    return {
      name: stringOf(item, 'name'),
      hint: stringOf(item, 'hint'),
      expiresAt: optionalIntegerOf(item, 'expires_at'),
      rotatedTo: optionalStringOf(item, 'rotated_to'),
    };
  }
}
