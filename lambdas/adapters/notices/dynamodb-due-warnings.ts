import { MissingRecordError } from '../../domain/base/dependency-error.ts';
import type { DueItem, DueWarnings } from '../../domain/notices/send-expiry-warnings.ts';
import { type Item, integerOf, numberValue, stringOf } from '../dynamodb/attributes.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { allOf, anyOf, exists, isAtMost, lacks, updateIf } from '../dynamodb/expressions.ts';
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

  async claim(item: DueItem, nowSeconds: number, untilSeconds: number) {
    const isFree = anyOf([lacks('claimed_until'), isAtMost('claimed_until', numberValue(nowSeconds))]);
    const claim = { set: { claimed_until: numberValue(untilSeconds) } };
    return (await this.#table.update(updateIf(keyOf(item), claim, allOf([exists, isFree])))).written;
  }

  async recordSent(item: DueItem, email: string) {
    const { written } = await this.#table.update(updateIf(keyOf(item), { add: { sent_to: { SS: [email] } } }, exists));
    if (!written) throw new MissingRecordError('A warning that is being sent');
  }

  async finish(item: DueItem) {
    await this.#table.delete(keyOf(item));
  }
}

function keyOf({ date, partnerId, keyId, days }: DueItem) {
  return recordKeys.due(date, partnerId, keyId, days);
}

function parse(date: string, item: Item): DueItem {
  return {
    date,
    partnerId: stringOf(item, 'partner_id'),
    keyId: stringOf(item, 'key_id'),
    days: integerOf(item, 'days'),
    expiresAt: integerOf(item, 'expires_at'),
    sentTo: item.sent_to?.SS ?? [],
  };
}
