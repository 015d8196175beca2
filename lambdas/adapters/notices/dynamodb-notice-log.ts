import { MissingRecordError } from '../../domain/base/dependency-error.ts';
import type { MailResult } from '../../domain/base/mailer.ts';
import type { Delivery, NoticeLog } from '../../domain/notices/deliver.ts';
import { numberValue, textValue } from '../dynamodb/attributes.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { allOf, anyOf, type Changes, exists, isAtMost, lacks, updateIf } from '../dynamodb/expressions.ts';
import { recordKeys } from '../dynamodb/record-keys.ts';

/** The stream stores records for a day, and a warning is due for three; after that nothing is delivered again. */
const KEPT_SECONDS = 7 * 24 * 60 * 60;

export class DynamoDbNoticeLog implements NoticeLog {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async claim(delivery: Delivery, nowSeconds: number, untilSeconds: number) {
    const isFree = anyOf([lacks('claimed_until'), isAtMost('claimed_until', numberValue(nowSeconds))]);
    const set = { claimed_until: numberValue(untilSeconds), ttl: numberValue(nowSeconds + KEPT_SECONDS) };
    const claimed = await this.#table.update({
      ...updateIf(keyOf(delivery), { set }, allOf([lacks('outcome'), isFree])),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    if (claimed.written) return 'claimed';
    return claimed.before?.outcome === undefined ? 'held' : 'done';
  }

  async release(delivery: Delivery) {
    await this.#change(delivery, { remove: ['claimed_until'] });
  }

  async finish(delivery: Delivery, result: MailResult) {
    await this.#change(delivery, { set: { outcome: textValue(result) }, remove: ['claimed_until'] });
  }

  /** Changes only what was claimed: without the condition an item that never expires would come into being. */
  async #change(delivery: Delivery, changes: Changes) {
    const { written } = await this.#table.update(updateIf(keyOf(delivery), changes, exists));
    if (!written) throw new MissingRecordError('The claim of a delivery');
  }
}

function keyOf({ partnerId, eventId, userId }: Delivery) {
  return recordKeys.notice(partnerId, eventId, userId);
}
