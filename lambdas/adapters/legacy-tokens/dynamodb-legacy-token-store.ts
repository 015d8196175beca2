import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { LegacyTokenStore, NewLegacyToken } from '../../domain/legacy-tokens/legacy-token-store.ts';
import { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { transact } from '../dynamodb/dynamodb-transaction.ts';
import { formatLiveTokens, parsePartner, parseUser, recordKeys } from '../dynamodb/record-items.ts';

export class DynamoDbLegacyTokenStore implements LegacyTokenStore {
  readonly #table: DynamoDbTable;
  readonly #client: DynamoDBClient;
  readonly #tableName: string;

  constructor(client: DynamoDBClient, tableName: string) {
    this.#table = new DynamoDbTable(client, tableName);
    this.#client = client;
    this.#tableName = tableName;
  }

  async findUser(subject: string) {
    const item = await this.#table.get(recordKeys.user(subject));
    return item === undefined ? null : parseUser(item);
  }

  async findPartner(partnerId: string) {
    const item = await this.#table.get(recordKeys.partner(partnerId));
    return item === undefined ? null : parsePartner(item);
  }

  async issue(token: NewLegacyToken) {
    const items = [this.#partnerAccepts(token), this.#userKeepsToken(token), this.#putToken(token)];
    if (token.evictedHash !== null) items.push(this.#endToken(token.evictedHash));
    const failed = await transact(this.#client, items);
    if (failed.length === 0) return 'issued';
    return failed.includes(0) ? 'partner_refuses' : 'user_changed';
  }

  #partnerAccepts({ user, issuedAt }: NewLegacyToken): TransactWriteItem {
    return {
      ConditionCheck: {
        TableName: this.#tableName,
        Key: recordKeys.partner(user.partnerId),
        ConditionExpression:
          '#status = :active AND legacy_token_enabled = :true AND (attribute_not_exists(legacy_token_off_at) OR legacy_token_off_at > :now)',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':active': { S: 'active' },
          ':true': { BOOL: true },
          ':now': { N: String(issuedAt) },
        },
      },
    };
  }

  #userKeepsToken({ user, liveTokens }: NewLegacyToken): TransactWriteItem {
    return {
      Update: {
        TableName: this.#tableName,
        Key: recordKeys.user(user.subject),
        UpdateExpression: 'SET legacy_tokens = :tokens, legacy_tokens_version = :next',
        ConditionExpression: 'attribute_exists(PK) AND legacy_tokens_version = :version',
        ExpressionAttributeValues: {
          ':tokens': formatLiveTokens(liveTokens),
          ':version': { N: String(user.legacyTokensVersion) },
          ':next': { N: String(user.legacyTokensVersion + 1) },
        },
      },
    };
  }

  #putToken({ hash, user, issuedAt, expiresAt }: NewLegacyToken): TransactWriteItem {
    return {
      Put: {
        TableName: this.#tableName,
        Item: {
          ...recordKeys.legacyToken(hash),
          subject: { S: user.subject },
          partner_id: { S: user.partnerId },
          status: { S: 'active' },
          issued_at: { N: String(issuedAt) },
          expires_at: { N: String(expiresAt) },
          ttl: { N: String(expiresAt) },
        },
        ConditionExpression: 'attribute_not_exists(PK)',
      },
    };
  }

  #endToken(hash: string): TransactWriteItem {
    return {
      Update: {
        TableName: this.#tableName,
        Key: recordKeys.legacyToken(hash),
        UpdateExpression: 'SET #status = :revoked',
        ConditionExpression: 'attribute_exists(PK)',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':revoked': { S: 'revoked' } },
      },
    };
  }
}
