import type { MemberStore } from '../../domain/partners/member-store.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { parseMember } from '../dynamodb/record-items.ts';
import { recordKeys, recordLists } from '../dynamodb/record-keys.ts';

export class DynamoDbMemberStore implements MemberStore {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async list(partnerId: string) {
    const items = await this.#table.queryAll(recordLists.members(partnerId));
    return items.map(parseMember);
  }

  async find(partnerId: string, userId: string) {
    const item = await this.#table.get(recordKeys.member(partnerId, userId));
    return item === undefined ? null : parseMember(item);
  }
}
