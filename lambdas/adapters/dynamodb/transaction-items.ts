import type { AttributeValue, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { GeneratedApiKey } from '../../domain/model/api-key.ts';
import type { AuditAction, AuditEvent } from '../../domain/model/audit-event.ts';
import { dueWarnings } from '../../domain/model/key-expiry.ts';
import { MAX_ACTIVE_KEYS, type UserRecord } from '../../domain/model/records.ts';
import type { NewKey } from '../../domain/one-time-codes/otp-action.ts';
import { type Item, optionalStringOf, stringOf } from './attributes.ts';
import { recordKeys } from './record-items.ts';

/** Parts of the transactions that docs/records.md lists, where more than one of them has the part. */

export const DELETED_KEY_SECONDS = 400 * 24 * 60 * 60;
/** A warning that was not sent by then is none any more. */
const DUE_SECONDS = 4 * 24 * 60 * 60;
/** For `#status` and `:deleted`; also false where there is no key. */
export const NOT_DELETED = 'attribute_exists(PK) AND #status <> :deleted';

/** A new record: never over one that is there. */
export function putNew(tableName: string, item: Item): TransactWriteItem {
  return { Put: { TableName: tableName, Item: item, ConditionExpression: 'attribute_not_exists(PK)' } };
}

export function putEvent(tableName: string, partnerId: string, event: AuditEvent): TransactWriteItem {
  const { id, at, action, actor, target, ip, detail = {} } = event;
  const { widens, offAt, mutes } = detail;
  return putNew(tableName, {
    ...recordKeys.auditEvent(partnerId, id),
    id: { S: id },
    at: { S: at },
    action: { S: action },
    actor: { S: actor },
    ...(target === null ? {} : { target: { S: target } }),
    ...(ip === null ? {} : { ip: { S: ip } }),
    ...(widens === undefined ? {} : { widens: textList(widens) }),
    ...(offAt === undefined ? {} : { off_at: { S: offAt } }),
    ...(mutes === undefined ? {} : { mutes: textList(mutes) }),
  });
}

/** Without its detail, which is for notices. */
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

/** A new key, with the warnings before its end. */
export function putKey(
  tableName: string,
  apiKey: GeneratedApiKey & NewKey,
  event: AuditEvent,
): [TransactWriteItem, ...TransactWriteItem[]] {
  const { partnerId, keyId, hash, hint, name, scopes, allowedIps, expiresAt } = apiKey;
  return [
    putNew(tableName, {
      ...recordKeys.apiKey(partnerId, keyId),
      key_id: { S: keyId },
      partner_id: { S: partnerId },
      hash: { S: hash },
      name: { S: name },
      hint: { S: hint },
      status: { S: 'active' },
      scopes: textList(scopes),
      allowed_ips: textList(allowedIps),
      created_at: { S: event.at },
      created_by: { S: event.actor },
      ...(expiresAt === null ? {} : { expires_at: { N: String(expiresAt) } }),
    }),
    ...putWarnings(tableName, partnerId, keyId, expiresAt, event),
  ];
}

/** An item for each day on which the partner is to be warned. It says of which end: later ones make it void. */
export function putWarnings(
  tableName: string,
  partnerId: string,
  keyId: string,
  expiresAt: number | null,
  event: AuditEvent,
): TransactWriteItem[] {
  return dueWarnings(expiresAt, Date.parse(event.at)).map(({ date, days }) => ({
    Put: {
      TableName: tableName,
      Item: {
        ...recordKeys.due(date, partnerId, keyId, days),
        partner_id: { S: partnerId },
        key_id: { S: keyId },
        days: { N: String(days) },
        expires_at: { N: String(expiresAt) },
        ttl: { N: String(Math.floor(Date.parse(date) / 1000) + DUE_SECONDS) },
      },
    },
  }));
}

export function textList(texts: readonly string[]): AttributeValue {
  return { L: texts.map((text) => ({ S: text })) };
}

/**
 * Marks the key, takes it off the count unless a successor has its place there, and writes the event. The first fails
 * where there is no such key, or its successor has come or gone since it was read.
 */
export function deleteKey(
  tableName: string,
  partnerId: string,
  { keyId, rotatedTo }: { readonly keyId: string; readonly rotatedTo: string | null },
  event: AuditEvent,
): TransactWriteItem[] {
  const counted: TransactWriteItem = {
    Update: {
      TableName: tableName,
      Key: recordKeys.partner(partnerId),
      UpdateExpression: 'ADD active_keys :minusOne',
      ConditionExpression: 'attribute_exists(PK)',
      ExpressionAttributeValues: { ':minusOne': { N: '-1' } },
    },
  };
  return [
    {
      Update: {
        TableName: tableName,
        Key: recordKeys.apiKey(partnerId, keyId),
        UpdateExpression: 'SET #status = :deleted, deleted_at = :at, deleted_by = :actor, #ttl = :ttl',
        // Without it an update would bring a missing key to life.
        ConditionExpression: `${NOT_DELETED} AND ${rotatedTo === null ? 'attribute_not_exists' : 'attribute_exists'}(rotated_to)`,
        ExpressionAttributeNames: { '#status': 'status', '#ttl': 'ttl' },
        ExpressionAttributeValues: {
          ':deleted': { S: 'deleted' },
          ':at': { S: event.at },
          ':actor': { S: event.actor },
          ':ttl': { N: String(Math.floor(Date.parse(event.at) / 1000) + DELETED_KEY_SECONDS) },
        },
      },
    },
    ...(rotatedTo === null ? [counted] : []),
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
