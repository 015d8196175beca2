import type { LegacyTokenStore, NewLegacyToken } from '../../domain/legacy-tokens/legacy-token-store.ts';
import { numberValue, textValue } from '../dynamodb/attributes.ts';
import { isActive } from '../dynamodb/conditions.ts';
import type { DynamoDbTable, TransactionItem } from '../dynamodb/dynamodb-table.ts';
import { allOf, anyOf, checkOnly, equals, exists, isAbove, lacks, updateIf } from '../dynamodb/expressions.ts';
import { formatLiveTokens, parsePartner, parseUser } from '../dynamodb/record-items.ts';
import { recordKeys } from '../dynamodb/record-keys.ts';
import { putNew } from '../dynamodb/transaction-items.ts';

export class DynamoDbLegacyTokenStore implements LegacyTokenStore {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
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
    const items = [partnerAccepts(token), addToUser(token), putToken(token)];
    if (token.evictedHash !== null) items.push(revokeEvicted(token.evictedHash));
    return (await this.#table.transact(items)).length === 0 ? 'written' : 'conflict';
  }
}

function partnerAccepts({ user, issuedAt }: NewLegacyToken): TransactionItem {
  const isOn = equals('legacy_token_enabled', { BOOL: true });
  const isNotOver = anyOf([lacks('legacy_token_off_at'), isAbove('legacy_token_off_at', numberValue(issuedAt))]);
  return { ConditionCheck: checkOnly(recordKeys.partner(user.partnerId), allOf([isActive, isOn, isNotOver])) };
}

function addToUser({ user, liveTokens }: NewLegacyToken): TransactionItem {
  const set = {
    legacy_tokens: formatLiveTokens(liveTokens),
    legacy_tokens_version: numberValue(user.legacyTokensVersion + 1),
  };
  const isAsRead = equals('legacy_tokens_version', numberValue(user.legacyTokensVersion));
  return { Update: updateIf(recordKeys.user(user.subject), { set }, isAsRead) };
}

function putToken({ hash, user, issuedAt, expiresAt }: NewLegacyToken): TransactionItem {
  return putNew({
    ...recordKeys.legacyToken(hash),
    subject: textValue(user.subject),
    partner_id: textValue(user.partnerId),
    status: textValue('active'),
    issued_at: numberValue(issuedAt),
    expires_at: numberValue(expiresAt),
    ttl: numberValue(expiresAt),
  });
}

function revokeEvicted(hash: string): TransactionItem {
  return { Update: updateIf(recordKeys.legacyToken(hash), { set: { status: textValue('revoked') } }, exists) };
}
