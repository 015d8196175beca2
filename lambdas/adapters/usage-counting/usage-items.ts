import type {
  CredentialUse,
  ExplainableRefusal,
  RevokedUse,
  UsageChunk,
} from '../../domain/usage-counting/usage-counters.ts';
import type { SeenIp, UsageUpdate } from '../../domain/usage-counting/usage-updates.ts';
import { type Item, numberValue, type PrimaryKey, textValue } from '../dynamodb/attributes.ts';
import type { Put, Query, TransactionItem, Update } from '../dynamodb/dynamodb-table.ts';
import {
  allOf,
  anyOf,
  type Condition,
  doesNotExist,
  equals,
  exists,
  isBelow,
  lacks,
  putIf,
  updateIf,
} from '../dynamodb/expressions.ts';

/** Items of the usage figures, as docs/records.md lists them. */

const DAY_SECONDS = 24 * 60 * 60;
const FIGURES_SECONDS = 400 * DAY_SECONDS;
/** Longer than a batch can stay in the dead-letter queue. */
const MARK_SECONDS = 30 * DAY_SECONDS;
export const DENIAL_SECONDS = 30 * DAY_SECONDS;

/** Primary keys of the figures and of refusals. Only this file knows their format. */
export const usageKeys = {
  day: (partnerId: string, credentialId: string, day: string) => usageKey(partnerId, daySortKey(credentialId, day)),
  ip: (partnerId: string, { credentialId, day, ip }: Omit<SeenIp, 'atMs'>) =>
    usageKey(partnerId, `${ipSortKey(credentialId, day)}${ip}`),
  lastUse: (partnerId: string, credentialId: string) => usageKey(partnerId, `${credentialId}${LAST_USE}`),
  revokedUse: (partnerId: string, { keyId, day }: RevokedUse) => usageKey(partnerId, `${keyId}#REVOKED#${day}`),
  mark: (partnerId: string, mark: string) => usageKey(partnerId, mark),
  measured: (batchId: string) => ({ PK: { S: `BATCH#${batchId}` }, SK: { S: 'MEASURED' } }),
  refusal: (partnerId: string, requestId: string) => ({ PK: { S: `DENIAL#${partnerId}` }, SK: { S: requestId } }),
} as const;

/** Queries for the figures of one credential from one day to another. */
export const usageLists = {
  days: (partnerId: string, credentialId: string, { from, to }: Days) =>
    between(partnerId, daySortKey(credentialId, from), daySortKey(credentialId, to)),
  addresses: (partnerId: string, credentialId: string, { from, to }: Days) =>
    between(partnerId, ipSortKey(credentialId, from), `${ipSortKey(credentialId, to)}${AFTER_IPS}`),
} as const;

/** Returns the last part of a sort key of `usageLists`: a day or an IP address. */
export function lastPartOf(sortKey: string): string {
  return sortKey.slice(sortKey.lastIndexOf('#') + 1);
}

/** Returns the credential in the sort key of a last use. */
export function credentialOfLastUse(sortKey: string): string {
  return sortKey.slice(0, -LAST_USE.length);
}

/** Returns the partner whose figures are in the partition; null for another kind of partition. */
export function usagePartnerIdOf(pk: string): string | null {
  return pk.startsWith(PARTITION) ? pk.slice(PARTITION.length) : null;
}

interface Days {
  /** `2026-12-01`, UTC. */
  readonly from: string;
  readonly to: string;
}

const PARTITION = 'USAGE#';
const LAST_USE = '#LAST';
/** Sorts after every IP address. */
const AFTER_IPS = '~';

function usageKey(partnerId: string, sk: string): PrimaryKey {
  return { PK: { S: PARTITION + partnerId }, SK: { S: sk } };
}

function daySortKey(credentialId: string, day: string): string {
  return `${credentialId}#${day}`;
}

function ipSortKey(credentialId: string, day: string): string {
  return `${credentialId}#IP#${day}#`;
}

function between(partnerId: string, first: string, last: string): Query {
  return {
    KeyConditionExpression: 'PK = :pk AND SK BETWEEN :first AND :last',
    ExpressionAttributeValues: {
      ':pk': { S: PARTITION + partnerId },
      ':first': { S: first },
      ':last': { S: last },
    },
  };
}

export function putMark(partnerId: string, { mark }: UsageChunk, nowMs: number): TransactionItem {
  return { Put: putIf({ ...usageKeys.mark(partnerId, mark), ttl: ttlAfter(nowMs, MARK_SECONDS) }, doesNotExist) };
}

/** Belongs to no partner, because a batch is measured as a whole. */
export function putMeasured(batchId: string, nowMs: number): Put {
  return putIf({ ...usageKeys.measured(batchId), ttl: ttlAfter(nowMs, MARK_SECONDS) }, doesNotExist);
}

/** Missing counters start at 0. */
export function addCounters(
  partnerId: string,
  { credentialId, day, ip, counters }: UsageUpdate,
  nowMs: number,
): TransactionItem {
  const key =
    ip === null ? usageKeys.day(partnerId, credentialId, day) : usageKeys.ip(partnerId, { credentialId, day, ip });
  const changes = {
    add: Object.fromEntries(Object.entries(counters).map(([name, count]) => [name, numberValue(count)])),
    set: { ttl: ttlAfter(Date.parse(day), FIGURES_SECONDS), updated_at: textValue(new Date(nowMs).toISOString()) },
  };
  return { Update: updateIf(key, changes, null) };
}

/** Replaces only an earlier use. Of two in the same millisecond the higher request ID wins, whichever is written first. */
export function setLastUse(partnerId: string, use: CredentialUse): Put {
  const { credentialId, requestId, atMs, status, ip } = use;
  const item = {
    ...usageKeys.lastUse(partnerId, credentialId),
    at_ms: numberValue(atMs),
    request_id: textValue(requestId),
    status: numberValue(status),
    ...(ip === null ? {} : { ip: textValue(ip) }),
    ttl: ttlAfter(atMs, FIGURES_SECONDS),
  };
  const isEarlier = isBelow('at_ms', numberValue(atMs));
  const isAtTheSameTime: Condition = allOf([
    equals('at_ms', numberValue(atMs)),
    isBelow('request_id', textValue(requestId)),
  ]);
  return putIf(item, anyOf([doesNotExist, isEarlier, isAtTheSameTime]));
}

export function setSeen(partnerId: string, seen: SeenIp): Update {
  const at = numberValue(seen.atMs);
  const isLater = anyOf([lacks('last_seen_ms'), isBelow('last_seen_ms', at)]);
  return updateIf(usageKeys.ip(partnerId, seen), { set: { last_seen_ms: at } }, allOf([exists, isLater]));
}

export function putRevokedUse(partnerId: string, use: RevokedUse): Put {
  const { keyId, atMs, ip } = use;
  const item = {
    ...usageKeys.revokedUse(partnerId, use),
    // Makes the stream call the function that sends notices.
    notice: textValue('revoked_key_used'),
    partner_id: textValue(partnerId),
    key_id: textValue(keyId),
    at: textValue(new Date(atMs).toISOString()),
    ...(ip === null ? {} : { ip: textValue(ip) }),
    ttl: ttlAfter(atMs, FIGURES_SECONDS),
  };
  return putIf(item, doesNotExist);
}

export function putRefusal(refusal: ExplainableRefusal): { Item: Item } {
  const { ofPartner, requestId, atMs, code, reason, verified, credential } = refusal;
  const texts = {
    credential_type: credential?.type ?? null,
    credential_id: credential?.id ?? null,
    ip: refusal.ip,
    method: refusal.method,
    path_partner_id: refusal.pathPartnerId,
    required_scope: refusal.requiredScope,
  };
  return {
    Item: {
      ...usageKeys.refusal(ofPartner, requestId),
      request_id: { S: requestId },
      at: { S: new Date(atMs).toISOString() },
      code: { S: code },
      reason: { S: reason },
      verified: { BOOL: verified },
      ...Object.fromEntries(Object.entries(texts).flatMap(([name, S]) => (S === null ? [] : [[name, { S }]]))),
      ttl: ttlAfter(atMs, DENIAL_SECONDS),
    },
  };
}

function ttlAfter(atMs: number, seconds: number) {
  return numberValue(Math.floor(atMs / 1000) + seconds);
}
