import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { GeneratedApiKey } from '../domain/api-key.ts';
import type { AuditAction, AuditEvent } from '../domain/audit-event.ts';
import { MAX_ACTIVE_KEYS, type UserRecord } from '../domain/records.ts';
import { type Item, optionalStringOf, stringOf } from './attributes.ts';
import { recordKeys } from './record-items.ts';

/** Parts of the transactions that docs/records.md lists, where more than one of them has the part. */

const DELETED_KEY_SECONDS = 400 * 24 * 60 * 60;

/** A new record: never over one that is there. */
export function putNew(tableName: string, item: Item): TransactWriteItem {
  return { Put: { TableName: tableName, Item: item, ConditionExpression: 'attribute_not_exists(PK)' } };
}

export function putEvent(tableName: string, partnerId: string, event: AuditEvent): TransactWriteItem {
  const { id, at, action, actor, target, ip } = event;
  return putNew(tableName, {
    ...recordKeys.auditEvent(partnerId, id),
    id: { S: id },
    at: { S: at },
    action: { S: action },
    actor: { S: actor },
    ...(target === null ? {} : { target: { S: target } }),
    ...(ip === null ? {} : { ip: { S: ip } }),
  });
}

export function parseEvent(item: Item): AuditEvent {
  return {
    id: stringOf(item, 'id'),
    at: stringOf(item, 'at'),
    // Only this project writes events; one of a later version is passed on as it is.
    action: stringOf(item, 'action') as AuditAction,
    actor: stringOf(item, 'actor'),
    target: optionalStringOf(item, 'target'),
    ip: optionalStringOf(item, 'ip'),
  };
}

/** Counts a key, unless the partner is not active or has as many as it may. */
export function countNewKey(tableName: string, partnerId: string): TransactWriteItem {
  return {
    Update: {
      TableName: tableName,
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
  };
}

export function putKey(
  tableName: string,
  apiKey: GeneratedApiKey & { readonly name: string },
  event: AuditEvent,
): TransactWriteItem {
  const { partnerId, keyId, hash, hint, name } = apiKey;
  return putNew(tableName, {
    ...recordKeys.apiKey(partnerId, keyId),
    key_id: { S: keyId },
    partner_id: { S: partnerId },
    hash: { S: hash },
    name: { S: name },
    hint: { S: hint },
    status: { S: 'active' },
    scopes: { L: [{ S: '*' }] },
    allowed_ips: { L: [] },
    created_at: { S: event.at },
    created_by: { S: event.actor },
  });
}

/** Marks the key, takes it off the count, and writes the event. The first fails where there is no active key. */
export function deleteKey(tableName: string, partnerId: string, keyId: string, event: AuditEvent): TransactWriteItem[] {
  return [
    {
      Update: {
        TableName: tableName,
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
        TableName: tableName,
        Key: recordKeys.partner(partnerId),
        UpdateExpression: 'ADD active_keys :minusOne',
        ConditionExpression: 'attribute_exists(PK)',
        ExpressionAttributeValues: { ':minusOne': { N: '-1' } },
      },
    },
    putEvent(tableName, partnerId, event),
  ];
}

/**
 * Marks a token as revoked. One whose record is gone, because it had expired, is written anew as revoked rather than
 * failing the transaction; it is gone for good when its time is over.
 */
export function revokeToken(
  tableName: string,
  user: Pick<UserRecord, 'subject' | 'partnerId'>,
  hash: string,
  expiresAt: number,
): TransactWriteItem {
  return {
    Update: {
      TableName: tableName,
      Key: recordKeys.legacyToken(hash),
      UpdateExpression:
        'SET #status = :revoked, subject = :subject, partner_id = :partner, expires_at = :expires, #ttl = :expires',
      ExpressionAttributeNames: { '#status': 'status', '#ttl': 'ttl' },
      ExpressionAttributeValues: {
        ':revoked': { S: 'revoked' },
        ':subject': { S: user.subject },
        ':partner': { S: user.partnerId },
        ':expires': { N: String(expiresAt) },
      },
    },
  };
}
