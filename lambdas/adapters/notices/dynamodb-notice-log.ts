import {
  ConditionalCheckFailedException,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Delivery, NoticeLog } from '../../domain/notices/send-notice.ts';
import { asDependencyError } from '../dynamodb/dynamodb-client.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { recordKeys } from '../dynamodb/record-items.ts';

/** The stream keeps what it has for a day; after that nothing comes again. */
const KEPT_SECONDS = 7 * 24 * 60 * 60;

export class DynamoDbNoticeLog implements NoticeLog {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async claim(delivery: Delivery, nowSeconds: number, untilSeconds: number) {
    try {
      await this.#update(delivery, {
        UpdateExpression: 'SET claimed_until = :until, #ttl = :ttl',
        ConditionExpression:
          'attribute_not_exists(outcome) AND (attribute_not_exists(claimed_until) OR claimed_until <= :now)',
        ExpressionAttributeNames: { '#ttl': 'ttl' },
        ExpressionAttributeValues: {
          ':until': { N: String(untilSeconds) },
          ':now': { N: String(nowSeconds) },
          ':ttl': { N: String(nowSeconds + KEPT_SECONDS) },
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      return 'claimed';
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw asDependencyError(error);
      return error.Item?.outcome === undefined ? 'held' : 'done';
    }
  }

  async release(delivery: Delivery) {
    await this.#change(delivery, { UpdateExpression: 'REMOVE claimed_until' });
  }

  async finish(delivery: Delivery, outcome: 'sent' | 'rejected') {
    await this.#change(delivery, {
      UpdateExpression: 'SET outcome = :outcome REMOVE claimed_until',
      ExpressionAttributeValues: { ':outcome': { S: outcome } },
    });
  }

  /** Only of what was claimed: without the condition an item without an end would come into being. */
  async #change(delivery: Delivery, update: Partial<UpdateItemCommandInput>) {
    try {
      await this.#update(delivery, { ...update, ConditionExpression: 'attribute_exists(PK)' });
    } catch (error) {
      throw asDependencyError(error);
    }
  }

  async #update({ partnerId, occurrenceId, subject }: Delivery, update: Partial<UpdateItemCommandInput>) {
    const { client, tableName } = this.#table;
    const Key = recordKeys.notice(partnerId, occurrenceId, subject);
    await client.send(new UpdateItemCommand({ ...update, TableName: tableName, Key }));
  }
}
