import type { PartnerMembers } from '../domain/legacy-usage.ts';
import { stringOf } from './attributes.ts';
import type { DynamoDbTable } from './dynamodb-table.ts';
import { recordKeys } from './record-items.ts';

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
    return members.map((member) => ({ subject: stringOf(member, 'subject'), email: stringOf(member, 'email') }));
  }
}
