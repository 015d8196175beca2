import type { GeneratedApiKey } from '../../domain/model/api-key.ts';
import type { ApiKeyDetails } from '../../domain/model/records.ts';
import { numberValue, textList, textValue } from '../dynamodb/attributes.ts';
import { isActive, isNotDeleted, nextRevision, revisionIs } from '../dynamodb/conditions.ts';
import type { TransactionItem } from '../dynamodb/dynamodb-table.ts';
import { allOf, checkOnly, updateIf } from '../dynamodb/expressions.ts';
import { recordKeys } from '../dynamodb/record-keys.ts';
import { DELETED_KEY_SECONDS } from '../dynamodb/transaction-items.ts';

/** Changes of stored keys. Each fails unless the key has the revision that the change was checked against. */

export function updateKey(partnerId: string, before: ApiKeyDetails, after: ApiKeyDetails): TransactionItem {
  const { name, scopes, allowedIps, expiresAt, status } = after;
  const set = {
    name: textValue(name),
    scopes: textList(scopes),
    allowed_ips: textList(allowedIps),
    status: textValue(status),
    ...nextRevision(before.revision),
    ...(expiresAt === null ? {} : { expires_at: numberValue(expiresAt) }),
  };
  return {
    Update: updateIf(
      recordKeys.apiKey(partnerId, before.keyId),
      { set, remove: expiresAt === null ? ['expires_at'] : [] },
      allOf([isNotDeleted, revisionIs(before.revision)]),
    ),
  };
}

/** Gives a key its successor and its expiry. After that the record stays as long as that of a deleted key. */
export function replaceKey(successor: GeneratedApiKey, old: ApiKeyDetails, expiresAt: number): TransactionItem {
  const set = {
    rotated_to: textValue(successor.keyId),
    expires_at: numberValue(expiresAt),
    ...nextRevision(old.revision),
    ttl: numberValue(expiresAt + DELETED_KEY_SECONDS),
  };
  return {
    Update: updateIf(
      recordKeys.apiKey(successor.partnerId, old.keyId),
      { set },
      allOf([isNotDeleted, revisionIs(old.revision)]),
    ),
  };
}

export function partnerIsActive(partnerId: string): TransactionItem {
  return { ConditionCheck: checkOnly(recordKeys.partner(partnerId), isActive) };
}
