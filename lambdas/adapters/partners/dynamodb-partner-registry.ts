import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DependencyError } from '../../domain/base/dependency-error.ts';
import type { GeneratedApiKey } from '../../domain/model/api-key.ts';
import type { AuditEvent } from '../../domain/model/audit-event.ts';
import type { UserRecord } from '../../domain/model/records.ts';
import { FULL_ACCESS } from '../../domain/model/scopes.ts';
import type { PartnerRegistry } from '../../domain/partners/manage-partners.ts';
import { stringOf } from '../dynamodb/attributes.ts';
import { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { transact } from '../dynamodb/dynamodb-transaction.ts';
import { parseApiKeyDetails, parsePartner, parseUser, recordKeys } from '../dynamodb/record-items.ts';
import { countNewKey, deleteKey, putEvent, putKey, putNew, revokeToken } from '../dynamodb/transaction-items.ts';

/** Changes of the same key that come in between. */
const MAX_RACES = 8;
const UNRESTRICTED = { scopes: FULL_ACCESS, allowedIps: [], expiresAt: null };

/** docs/records.md lists every transaction with its items and conditions. */
export class DynamoDbPartnerRegistry implements PartnerRegistry {
  readonly #table: DynamoDbTable;
  readonly #client: DynamoDBClient;
  readonly #tableName: string;

  constructor(client: DynamoDBClient, tableName: string) {
    this.#table = new DynamoDbTable(client, tableName);
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

  async findUsersByEmail(partnerId: string, email: string) {
    const members = await this.#table.queryAll({
      KeyConditionExpression: 'PK = :pk AND begins_with(SK, :prefix)',
      FilterExpression: 'email = :email',
      ExpressionAttributeValues: {
        ':pk': recordKeys.partner(partnerId).PK,
        ':prefix': { S: 'MEMBER#' },
        ':email': { S: email },
      },
    });
    const items = await Promise.all(
      members.map((member) => this.#table.get(recordKeys.user(stringOf(member, 'subject')))),
    );
    return items.flatMap((item) => (item === undefined ? [] : [parseUser(item)]));
  }

  async removeUser(user: UserRecord, event: AuditEvent) {
    const { partnerId, subject, legacyTokens, legacyTokensVersion } = user;
    const failed = await transact(this.#client, [
      {
        Delete: {
          TableName: this.#tableName,
          Key: recordKeys.user(subject),
          // Another version has other tokens, which would live on.
          ConditionExpression: 'partner_id = :partner AND legacy_tokens_version = :version',
          ExpressionAttributeValues: { ':partner': { S: partnerId }, ':version': { N: String(legacyTokensVersion) } },
        },
      },
      { Delete: { TableName: this.#tableName, Key: recordKeys.member(partnerId, subject) } },
      { Delete: { TableName: this.#tableName, Key: recordKeys.otp(subject) } },
      ...legacyTokens.map(({ hash, expiresAt }) => revokeToken(this.#tableName, user, hash, expiresAt)),
      putEvent(this.#tableName, partnerId, event),
    ]);
    return failed.length === 0 ? 'removed' : 'changed';
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
      ...putKey(this.#tableName, { ...UNRESTRICTED, ...apiKey }, event),
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
    for (let race = 0; race < MAX_RACES; race++) {
      const item = await this.#table.get(recordKeys.apiKey(partnerId, keyId));
      const apiKey = item === undefined ? null : parseApiKeyDetails(item);
      if (apiKey === null) return 'not_found';
      const failed = await transact(this.#client, deleteKey(this.#tableName, partnerId, apiKey, event));
      if (failed.length === 0) return 'revoked';
    }
    throw new DependencyError('dynamodb', 'The key kept changing.');
  }

  async #partner(partnerId: string) {
    const item = await this.#table.get(recordKeys.partner(partnerId));
    return item === undefined ? null : parsePartner(item);
  }
}
