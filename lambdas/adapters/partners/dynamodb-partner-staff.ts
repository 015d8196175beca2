import type { PartnerStaff } from '../../domain/partners/partner-staff.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { parsePartnerDetails, parseUser } from '../dynamodb/record-items.ts';
import { recordKeys } from '../dynamodb/record-keys.ts';

export class DynamoDbPartnerStaff implements PartnerStaff {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async findUser(userId: string) {
    const item = await this.#table.get(recordKeys.user(userId));
    return item === undefined ? null : parseUser(item);
  }

  async findPartner(partnerId: string) {
    const item = await this.#table.get(recordKeys.partner(partnerId));
    return item === undefined ? null : parsePartnerDetails(item);
  }
}
