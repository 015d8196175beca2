import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { GeneratedApiKey } from '../../domain/model/api-key.ts';
import type { ApiKeyDetails } from '../../domain/model/records.ts';
import { recordKeys } from '../dynamodb/record-items.ts';
import { DELETED_KEY_SECONDS, NOT_DELETED, textList } from '../dynamodb/transaction-items.ts';

/** Changes of stored keys, each over the revision that it was judged on. */

export function updateKey(
  tableName: string,
  partnerId: string,
  before: ApiKeyDetails,
  after: ApiKeyDetails,
): TransactWriteItem {
  const { name, scopes, allowedIps, expiresAt, status } = after;
  return {
    Update: {
      TableName: tableName,
      Key: recordKeys.apiKey(partnerId, before.keyId),
      UpdateExpression:
        'SET #name = :name, scopes = :scopes, allowed_ips = :ips, #status = :status, revision = :next' +
        (expiresAt === null ? ' REMOVE expires_at' : ', expires_at = :expires'),
      ConditionExpression: `${NOT_DELETED} AND ${revisionIs(before.revision)}`,
      ExpressionAttributeNames: { '#name': 'name', '#status': 'status' },
      ExpressionAttributeValues: {
        ':name': { S: name },
        ':scopes': textList(scopes),
        ':ips': textList(allowedIps),
        ':status': { S: status },
        ':deleted': { S: 'deleted' },
        ...revisionValues(before.revision),
        ...(expiresAt === null ? {} : { ':expires': { N: String(expiresAt) } }),
      },
    },
  };
}

/** Gives a key its successor and its end. It is kept as long after that as a deleted one. */
export function endKey(
  tableName: string,
  { partnerId, keyId }: GeneratedApiKey,
  old: ApiKeyDetails,
  endsAt: number,
): TransactWriteItem {
  return {
    Update: {
      TableName: tableName,
      Key: recordKeys.apiKey(partnerId, old.keyId),
      UpdateExpression: 'SET rotated_to = :successor, expires_at = :ends, revision = :next, #ttl = :ttl',
      ConditionExpression: `${NOT_DELETED} AND attribute_not_exists(rotated_to) AND ${revisionIs(old.revision)}`,
      ExpressionAttributeNames: { '#status': 'status', '#ttl': 'ttl' },
      ExpressionAttributeValues: {
        ':successor': { S: keyId },
        ':ends': { N: String(endsAt) },
        ':ttl': { N: String(endsAt + DELETED_KEY_SECONDS) },
        ':deleted': { S: 'deleted' },
        ...revisionValues(old.revision),
      },
    },
  };
}

export function partnerIsActive(tableName: string, partnerId: string): TransactWriteItem {
  return {
    ConditionCheck: {
      TableName: tableName,
      Key: recordKeys.partner(partnerId),
      ConditionExpression: '#status = :active',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':active': { S: 'active' } },
    },
  };
}

/** Records of before there were revisions have none. */
export function revisionIs(revision: number, attribute = 'revision'): string {
  return revision === 0 ? `attribute_not_exists(${attribute})` : `${attribute} = :revision`;
}

export function revisionValues(revision: number) {
  return {
    ':next': { N: String(revision + 1) },
    ...(revision === 0 ? {} : { ':revision': { N: String(revision) } }),
  };
}
