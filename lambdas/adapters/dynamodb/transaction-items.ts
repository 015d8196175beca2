import type { GeneratedApiKey } from '../../domain/model/api-key.ts';
import type { AuditEvent } from '../../domain/model/audit-event.ts';
import { dueWarnings } from '../../domain/model/key-expiry.ts';
import { MAX_ACTIVE_KEYS } from '../../domain/model/records.ts';
import type { KeyRestrictions } from '../../domain/model/restrictions.ts';
import { type Item, numberValue, textList, textValue } from './attributes.ts';
import { formatDetail } from './audit-detail.ts';
import { isActive, isNotDeleted } from './conditions.ts';
import type { TransactionItem } from './dynamodb-table.ts';
import { allOf, doesNotExist, exists, has, isBelow, lacks, putIf, updateIf } from './expressions.ts';
import { recordKeys } from './record-keys.ts';

/** Parts that several of the transactions in docs/records.md share. */

export const DELETED_KEY_SECONDS = 400 * 24 * 60 * 60;
/** Unsent warnings expire this long after their day. */
const DUE_SECONDS = 4 * 24 * 60 * 60;

type KeyToStore = GeneratedApiKey & Omit<KeyRestrictions, 'status'> & { readonly name: string };

/** Puts a new record; fails if it exists. */
export function putNew(item: Item): TransactionItem {
  return { Put: putIf(item, doesNotExist) };
}

export function putEvent(partnerId: string, event: AuditEvent): TransactionItem {
  const { id, at, action, actor, target, ip, detail = {} } = event;
  return putNew({
    ...recordKeys.auditEvent(partnerId, id),
    id: textValue(id),
    at: textValue(at),
    action: textValue(action),
    actor: textValue(actor),
    ...(target === null ? {} : { target: textValue(target) }),
    ...(ip === null ? {} : { ip: textValue(ip) }),
    ...formatDetail(detail),
  });
}

/** Counts a new key; fails if the partner is not active or has reached its limit. */
export function countNewKey(partnerId: string): TransactionItem {
  const hasRoom = isBelow('active_keys', numberValue(MAX_ACTIVE_KEYS));
  const condition = allOf([isActive, hasRoom]);
  return { Update: updateIf(recordKeys.partner(partnerId), { add: { active_keys: numberValue(1) } }, condition) };
}

/** Puts a new key and the warnings before it expires. */
export function putKey(apiKey: KeyToStore, event: AuditEvent): [TransactionItem, ...TransactionItem[]] {
  const { partnerId, keyId, hash, hint, name, scopes, allowedIps, expiresAt } = apiKey;
  return [
    putNew({
      ...recordKeys.apiKey(partnerId, keyId),
      key_id: textValue(keyId),
      partner_id: textValue(partnerId),
      hash: textValue(hash),
      name: textValue(name),
      hint: textValue(hint),
      status: textValue('active'),
      scopes: textList(scopes),
      allowed_ips: textList(allowedIps),
      created_at: textValue(event.at),
      created_by: textValue(event.actor),
      ...(expiresAt === null ? {} : { expires_at: numberValue(expiresAt) }),
    }),
    ...putWarnings(partnerId, keyId, expiresAt, event),
  ];
}

/** Puts an item for each day on which the partner is warned. It holds the expiry, so that a changed expiry makes it void. */
export function putWarnings(
  partnerId: string,
  keyId: string,
  expiresAt: number | null,
  event: AuditEvent,
): TransactionItem[] {
  if (expiresAt === null) return [];
  return dueWarnings(expiresAt, Date.parse(event.at)).map(({ date, days }) => ({
    Put: {
      Item: {
        ...recordKeys.due(date, partnerId, keyId, days),
        partner_id: textValue(partnerId),
        key_id: textValue(keyId),
        days: numberValue(days),
        expires_at: numberValue(expiresAt),
        ttl: numberValue(Math.floor(Date.parse(date) / 1000) + DUE_SECONDS),
      },
    },
  }));
}

/**
 * Marks the key as deleted, takes it off the count unless its successor is counted instead, and writes the event. The first item
 * fails if there is no such key, or it was rotated since it was read.
 */
export function deleteKey(
  partnerId: string,
  { keyId, rotatedTo }: { readonly keyId: string; readonly rotatedTo: string | null },
  event: AuditEvent,
): TransactionItem[] {
  const successorIsAsRead = rotatedTo === null ? lacks('rotated_to') : has('rotated_to');
  const marked = {
    status: textValue('deleted'),
    deleted_at: textValue(event.at),
    deleted_by: textValue(event.actor),
    ttl: numberValue(Math.floor(Date.parse(event.at) / 1000) + DELETED_KEY_SECONDS),
  };
  const counted = updateIf(recordKeys.partner(partnerId), { add: { active_keys: numberValue(-1) } }, exists);
  return [
    {
      Update: updateIf(recordKeys.apiKey(partnerId, keyId), { set: marked }, allOf([isNotDeleted, successorIsAsRead])),
    },
    ...(rotatedTo === null ? [{ Update: counted }] : []),
    putEvent(partnerId, event),
  ];
}
