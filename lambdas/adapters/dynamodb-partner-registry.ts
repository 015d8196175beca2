import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { GeneratedApiKey } from '../domain/api-key.ts';
import type { AuditEvent } from '../domain/audit-event.ts';
import { DependencyError } from '../domain/dependency-error.ts';
import type { PartnerRegistry } from '../domain/manage-partners.ts';
import { asDependencyError } from './dynamodb-client.ts';
import { transact } from './dynamodb-transaction.ts';
import { parsePartner, recordKeys } from './record-items.ts';
import { countNewKey, deleteKey, putEvent, putKey, putNew } from './transaction-items.ts';

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
      putNew(this.#tableName, {
        ...recordKeys.partner(partnerId),
        partner_id: { S: partnerId },
        name: { S: name },
        status: { S: 'active' },
        legacy_token_enabled: { BOOL: true },
        active_keys: { N: '0' },
        created_at: { S: event.at },
      }),
      putEvent(this.#tableName, partnerId, event),
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
      putNew(this.#tableName, {
        ...recordKeys.user(subject),
        ...person,
        partner_id: { S: partnerId },
        legacy_tokens: { L: [] },
        legacy_tokens_version: { N: '0' },
      }),
      putNew(this.#tableName, { ...recordKeys.member(partnerId, subject), ...person, role: { S: role } }),
      putEvent(this.#tableName, partnerId, event),
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
      putEvent(this.#tableName, partnerId, event),
    ]);
    if (failed.length === 0) return 'changed';
    return (await this.#partner(partnerId)) === null ? 'partner_unknown' : 'unchanged';
  }

  async createApiKey(apiKey: GeneratedApiKey & { name: string }, event: AuditEvent) {
    const { partnerId } = apiKey;
    const failed = await transact(this.#client, [
      countNewKey(this.#tableName, partnerId),
      putKey(this.#tableName, apiKey, event),
      putEvent(this.#tableName, partnerId, event),
    ]);
    if (failed.length === 0) return 'created';
    // 71 random bits name a key: a second one of the same name means a broken generator, not a busy one.
    if (!failed.includes(0)) throw new DependencyError('records', 'A generated key ID was in use already.');
    const partner = await this.#partner(partnerId);
    if (partner === null) return 'partner_unknown';
    return partner.status === 'suspended' ? 'partner_suspended' : 'limit_reached';
  }

  async revokeApiKey(partnerId: string, keyId: string, event: AuditEvent) {
    const failed = await transact(this.#client, deleteKey(this.#tableName, partnerId, keyId, event));
    return failed.length === 0 ? 'revoked' : 'not_found';
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
