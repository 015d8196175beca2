import type { LegacyUser, PartnerMembers } from '../../domain/legacy-tokens/legacy-usage.ts';
import { type Item, stringOf } from '../dynamodb/attributes.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { recordKeys } from '../dynamodb/record-items.ts';

export class DynamoDbPartnerMembers implements PartnerMembers {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async list(partnerId: string) {
    const members = await this.#table.queryAll({
      KeyConditionExpression: 'PK = :pk AND begins_with(SK, :prefix)',
      ExpressionAttributeValues: { ':pk': recordKeys.partner(partnerId).PK, ':prefix': { S: 'MEMBER#' } },
    });
    return members.map(parse);
  }

  async find(partnerId: string, subject: string) {
    const member = await this.#table.get(recordKeys.member(partnerId, subject));
    return member === undefined ? null : parse(member);
  }
}

function parse(member: Item): LegacyUser {
  return { subject: stringOf(member, 'subject'), email: stringOf(member, 'email') };
}
