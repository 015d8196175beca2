import { ConditionalCheckFailedException, DeleteItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { DueItem, DueWarnings } from '../../domain/notices/send-expiry-warnings.ts';
import { type Item, integerOf, stringOf } from '../dynamodb/attributes.ts';
import { asDependencyError } from '../dynamodb/dynamodb-client.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { recordKeys } from '../dynamodb/record-items.ts';

export class DynamoDbDueWarnings implements DueWarnings {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async list(date: string) {
    const items = await this.#table.queryAll({
      KeyConditionExpression: 'PK = :pk',
      ExpressionAttributeValues: { ':pk': { S: `DUE#${date}` } },
    });
    return items.map((item) => parse(date, item));
  }

  async claim(item: DueItem, nowSeconds: number, untilSeconds: number) {
    try {
      await this.#update(item, {
        UpdateExpression: 'SET claimed_until = :until',
        ConditionExpression: 'attribute_exists(PK) AND (attribute_not_exists(claimed_until) OR claimed_until <= :now)',
        ExpressionAttributeValues: { ':until': { N: String(untilSeconds) }, ':now': { N: String(nowSeconds) } },
      });
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw asDependencyError(error);
    }
  }

  async recordSent(item: DueItem, email: string) {
    try {
      await this.#update(item, {
        UpdateExpression: 'ADD sent_to :email',
        ConditionExpression: 'attribute_exists(PK)',
        ExpressionAttributeValues: { ':email': { SS: [email] } },
      });
    } catch (error) {
      throw asDependencyError(error);
    }
  }

  async finish(item: DueItem) {
    try {
      const { client, tableName } = this.#table;
      await client.send(new DeleteItemCommand({ TableName: tableName, Key: keyOf(item) }));
    } catch (error) {
      throw asDependencyError(error);
    }
  }

  async listRecipients(partnerId: string) {
    const members = await this.#table.queryAll({
      KeyConditionExpression: 'PK = :pk AND begins_with(SK, :prefix)',
      ExpressionAttributeValues: { ':pk': recordKeys.partner(partnerId).PK, ':prefix': { S: 'MEMBER#' } },
    });
    return members.map((member) => stringOf(member, 'email'));
  }

  async #update(item: DueItem, update: Omit<ConstructorParameters<typeof UpdateItemCommand>[0], 'TableName' | 'Key'>) {
    const { client, tableName } = this.#table;
    await client.send(new UpdateItemCommand({ TableName: tableName, Key: keyOf(item), ...update }));
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
