import { type DynamoDBClient, GetItemCommand, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { GeneratedApiKey } from '../domain/api-key.ts';
import type { AuditEvent } from '../domain/audit-event.ts';
import { DependencyError } from '../domain/dependency-error.ts';
import type { PartnerRegistry } from '../domain/manage-partners.ts';
import { asDependencyError } from './dynamodb-client.ts';
import { transact } from './dynamodb-transaction.ts';
import { parsePartner, recordKeys } from './record-items.ts';

export const MAX_ACTIVE_KEYS = 50;
const DELETED_KEY_SECONDS = 400 * 24 * 60 * 60;

/** docs/records.md lists every transaction with its items and conditions. */
export class DynamoDbPartnerRegistry implements PartnerRegistry {
  readonly #client: DynamoDBClient;
  readonly #tableName: string;

  constructor(client: DynamoDBClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  async partnerExists(partnerId: string) {
    return (await this.#partner(partnerId)) !== null;
  }

  async createPartner({ partnerId, name }: { partnerId: string; name: string }, event: AuditEvent) {
    const failed = await transact(this.#client, [
      this.#put({
        ...recordKeys.partner(partnerId),
        partner_id: { S: partnerId },
        name: { S: name },
        status: { S: 'active' },
        legacy_token_enabled: { BOOL: true },
        active_keys: { N: '0' },
        created_at: { S: event.at },
      }),
      this.#putEvent(partnerId, event),
    ]);
    return failed.length === 0 ? 'created' : 'exists';
  }

  async addUser(user: Parameters<PartnerRegistry['addUser']>[0], event: AuditEvent) {
    const { partnerId, subject, email, phone, role } = user;
    const person = {
      subject: { S: subject },
      email: { S: email },
      ...(phone === null ? {} : { phone: { S: phone } }),
      created_at: { S: event.at },
    };
    const failed = await transact(this.#client, [
      {
        ConditionCheck: {
          TableName: this.#tableName,
          Key: recordKeys.partner(partnerId),
          ConditionExpression: 'attribute_exists(PK)',
        },
      },
      this.#put({
        ...recordKeys.user(subject),
        ...person,
        partner_id: { S: partnerId },
        legacy_tokens: { L: [] },
        legacy_tokens_version: { N: '0' },
      }),
      this.#put({ ...recordKeys.member(partnerId, subject), ...person, role: { S: role } }),
      this.#putEvent(partnerId, event),
    ]);
    if (failed.length === 0) return 'added';
    return failed.includes(0) ? 'partner_unknown' : 'exists';
  }

  async setPartnerStatus(partnerId: string, status: 'active' | 'suspended', event: AuditEvent) {
    const failed = await transact(this.#client, [
      {
        Update: {
          TableName: this.#tableName,
          Key: recordKeys.partner(partnerId),
          UpdateExpression: 'SET #status = :status',
          ConditionExpression: 'attribute_exists(PK) AND #status <> :status',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: { ':status': { S: status } },
        },
      },
      this.#putEvent(partnerId, event),
    ]);
    if (failed.length === 0) return 'changed';
    return (await this.#partner(partnerId)) === null ? 'partner_unknown' : 'unchanged';
  }

  async createApiKey(apiKey: GeneratedApiKey & { name: string }, event: AuditEvent) {
    const { partnerId, keyId } = apiKey;
    const failed = await transact(this.#client, [
      {
        Update: {
          TableName: this.#tableName,
          Key: recordKeys.partner(partnerId),
          UpdateExpression: 'ADD active_keys :one',
          ConditionExpression: 'attribute_exists(PK) AND #status = :active AND active_keys < :max',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: {
            ':one': { N: '1' },
            ':active': { S: 'active' },
            ':max': { N: String(MAX_ACTIVE_KEYS) },
          },
        },
      },
      this.#put({
        ...recordKeys.apiKey(partnerId, keyId),
        key_id: { S: keyId },
        partner_id: { S: partnerId },
        hash: { S: apiKey.hash },
        name: { S: apiKey.name },
        hint: { S: apiKey.hint },
        status: { S: 'active' },
        scopes: { L: [{ S: '*' }] },
        allowed_ips: { L: [] },
        created_at: { S: event.at },
        created_by: { S: event.actor },
      }),
      this.#putEvent(partnerId, event),
    ]);
    if (failed.length === 0) return 'created';
    // 72 random bits name a key: a second one of the same name means a broken generator, not a busy one.
    if (!failed.includes(0)) throw new DependencyError('records', 'A generated key ID was in use already.');
    const partner = await this.#partner(partnerId);
    if (partner === null) return 'partner_unknown';
    return partner.status === 'suspended' ? 'partner_suspended' : 'limit_reached';
  }

  async revokeApiKey(partnerId: string, keyId: string, event: AuditEvent) {
    const failed = await transact(this.#client, [
      {
        Update: {
          TableName: this.#tableName,
          Key: recordKeys.apiKey(partnerId, keyId),
          UpdateExpression: 'SET #status = :deleted, deleted_at = :at, deleted_by = :actor, #ttl = :ttl',
          // Without it an update would bring a missing key to life.
          ConditionExpression: '#status = :active',
          ExpressionAttributeNames: { '#status': 'status', '#ttl': 'ttl' },
          ExpressionAttributeValues: {
            ':active': { S: 'active' },
            ':deleted': { S: 'deleted' },
            ':at': { S: event.at },
            ':actor': { S: event.actor },
            ':ttl': { N: String(Math.floor(Date.parse(event.at) / 1000) + DELETED_KEY_SECONDS) },
          },
        },
      },
      {
        Update: {
          TableName: this.#tableName,
          Key: recordKeys.partner(partnerId),
          UpdateExpression: 'ADD active_keys :minusOne',
          ConditionExpression: 'attribute_exists(PK)',
          ExpressionAttributeValues: { ':minusOne': { N: '-1' } },
        },
      },
      this.#putEvent(partnerId, event),
    ]);
    return failed.length === 0 ? 'revoked' : 'not_found';
  }

  #put(item: NonNullable<TransactWriteItem['Put']>['Item']): TransactWriteItem {
    return { Put: { TableName: this.#tableName, Item: item, ConditionExpression: 'attribute_not_exists(PK)' } };
  }

  #putEvent(partnerId: string, { id, at, action, actor, target, ip }: AuditEvent): TransactWriteItem {
    return this.#put({
      ...recordKeys.auditEvent(partnerId, id),
      id: { S: id },
      at: { S: at },
      action: { S: action },
      actor: { S: actor },
      ...(target === null ? {} : { target: { S: target } }),
      ...(ip === null ? {} : { ip: { S: ip } }),
    });
  }

  async #partner(partnerId: string) {
    try {
      const key = recordKeys.partner(partnerId);
      const { Item } = await this.#client.send(
        new GetItemCommand({ TableName: this.#tableName, Key: key, ConsistentRead: true }),
      );
      return Item === undefined ? null : parsePartner(Item);
    } catch (error) {
      throw asDependencyError(error);
    }
  }
}
