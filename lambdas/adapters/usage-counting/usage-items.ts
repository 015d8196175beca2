import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type {
  ExplainableRefusal,
  LastUse,
  RevokedUse,
  UsageChunk,
} from '../../domain/usage-counting/usage-counters.ts';
import type { SeenAddress, UsageUpdate } from '../../domain/usage-counting/usage-updates.ts';
import type { Item } from '../dynamodb/attributes.ts';

/** Items of the usage figures, as docs/records.md lists them. */

const DAY_SECONDS = 24 * 60 * 60;
const FIGURES_SECONDS = 400 * DAY_SECONDS;
/** Longer than a batch can lie in the dead-letter queue. */
const MARK_SECONDS = 30 * DAY_SECONDS;
export const REFUSAL_SECONDS = 30 * DAY_SECONDS;

/** Primary keys. */
export const usageKeys = {
  partition: (partnerId: string) => ({ S: `USAGE#${partnerId}` }),
  day: (partnerId: string, credentialId: string, day: string) => usageKey(partnerId, `${credentialId}#${day}`),
  address: (partnerId: string, { credentialId, day, address }: Omit<SeenAddress, 'atMs'>) =>
    usageKey(partnerId, `${credentialId}#IP#${day}#${address}`),
  lastUse: (partnerId: string, credentialId: string) => usageKey(partnerId, `${credentialId}#LAST`),
  revokedUse: (partnerId: string, { keyId, day }: RevokedUse) => usageKey(partnerId, `${keyId}#REVOKED#${day}`),
  mark: (partnerId: string, mark: string) => usageKey(partnerId, mark),
  measured: (batchId: string) => ({ PK: { S: `BATCH#${batchId}` }, SK: { S: 'MEASURED' } }),
  refusal: (partnerId: string, requestId: string) => ({ PK: { S: `DENIAL#${partnerId}` }, SK: { S: requestId } }),
} as const;

function usageKey(partnerId: string, sk: string) {
  return { PK: usageKeys.partition(partnerId), SK: { S: sk } };
}

export function putMark(tableName: string, partnerId: string, { mark }: UsageChunk, nowMs: number): TransactWriteItem {
  return {
    Put: {
      TableName: tableName,
      Item: { ...usageKeys.mark(partnerId, mark), ttl: ttlAfter(nowMs, MARK_SECONDS) },
      ConditionExpression: 'attribute_not_exists(PK)',
    },
  };
}

/** Of no partner: the batch as a whole was measured. */
export function putMeasured(tableName: string, batchId: string, nowMs: number) {
  return {
    TableName: tableName,
    Item: { ...usageKeys.measured(batchId), ttl: ttlAfter(nowMs, MARK_SECONDS) },
    ConditionExpression: 'attribute_not_exists(PK)',
  };
}

/** Without a condition: what is not there begins at nought. */
export function addCounters(
  tableName: string,
  partnerId: string,
  { credentialId, day, address, counters }: UsageUpdate,
  nowMs: number,
): TransactWriteItem {
  const names = Object.keys(counters);
  return {
    Update: {
      TableName: tableName,
      Key:
        address === null
          ? usageKeys.day(partnerId, credentialId, day)
          : usageKeys.address(partnerId, { credentialId, day, address }),
      UpdateExpression: `ADD ${names.map((_, at) => `#c${at} :c${at}`).join(', ')} SET #ttl = :ttl, updated_at = :now`,
      ExpressionAttributeNames: {
        '#ttl': 'ttl',
        ...Object.fromEntries(names.map((name, at) => [`#c${at}`, name])),
      },
      ExpressionAttributeValues: {
        ':ttl': ttlAfter(Date.parse(day), FIGURES_SECONDS),
        ':now': { S: new Date(nowMs).toISOString() },
        ...Object.fromEntries(names.map((name, at) => [`:c${at}`, { N: String(counters[name]) }])),
      },
    },
  };
}

/** Only over an earlier one. */
export function setLastUse(tableName: string, partnerId: string, use: LastUse) {
  const { credentialId, requestId, atMs, status, address } = use;
  return {
    TableName: tableName,
    Item: {
      ...usageKeys.lastUse(partnerId, credentialId),
      at_ms: { N: String(atMs) },
      request_id: { S: requestId },
      status: { N: String(status) },
      ...(address === null ? {} : { ip: { S: address } }),
      ttl: ttlAfter(atMs, FIGURES_SECONDS),
    },
    ConditionExpression: 'attribute_not_exists(PK) OR at_ms < :at OR (at_ms = :at AND request_id < :request)',
    ExpressionAttributeValues: { ':at': { N: String(atMs) }, ':request': { S: requestId } },
  };
}

export function setSeen(tableName: string, partnerId: string, seen: SeenAddress) {
  return {
    TableName: tableName,
    Key: usageKeys.address(partnerId, seen),
    UpdateExpression: 'SET last_seen_ms = :at',
    ConditionExpression: 'attribute_exists(PK) AND (attribute_not_exists(last_seen_ms) OR last_seen_ms < :at)',
    ExpressionAttributeValues: { ':at': { N: String(seen.atMs) } },
  };
}

export function putRevokedUse(tableName: string, partnerId: string, use: RevokedUse) {
  const { keyId, atMs, address } = use;
  return {
    TableName: tableName,
    Item: {
      ...usageKeys.revokedUse(partnerId, use),
      // What the function that sends notices is called for.
      notice: { S: 'revoked_key_used' },
      partner_id: { S: partnerId },
      key_id: { S: keyId },
      at: { S: new Date(atMs).toISOString() },
      ...(address === null ? {} : { ip: { S: address } }),
      ttl: ttlAfter(atMs, FIGURES_SECONDS),
    },
    ConditionExpression: 'attribute_not_exists(PK)',
  };
}

export function putRefusal(tableName: string, refusal: ExplainableRefusal): { TableName: string; Item: Item } {
  const { ofPartner, requestId, atMs, code, reason, verified, credential } = refusal;
  const texts = {
    credential_type: credential?.type ?? null,
    credential_id: credential?.id ?? null,
    ip: refusal.address,
    method: refusal.method,
    path_partner_id: refusal.pathPartnerId,
    required_scope: refusal.requiredScope,
  };
  return {
    TableName: tableName,
    Item: {
      ...usageKeys.refusal(ofPartner, requestId),
      request_id: { S: requestId },
      at: { S: new Date(atMs).toISOString() },
      code: { S: code },
      reason: { S: reason },
      verified: { BOOL: verified },
      ...Object.fromEntries(Object.entries(texts).flatMap(([name, S]) => (S === null ? [] : [[name, { S }]]))),
      ttl: ttlAfter(atMs, REFUSAL_SECONDS),
    },
  };
}

function ttlAfter(atMs: number, seconds: number) {
  return { N: String(Math.floor(atMs / 1000) + seconds) };
}
