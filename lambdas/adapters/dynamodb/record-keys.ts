import { sha256Hex } from '../../domain/base/sha256.ts';
import type { Identity } from '../../domain/model/records.ts';
import type { PrimaryKey } from './attributes.ts';
import type { Query } from './dynamodb-table.ts';

/** Primary keys of the records (docs/records.md). Only this file knows their format. */
export const recordKeys = {
  partner: (partnerId: string) => primaryKey(partnerPartition(partnerId), 'PARTNER'),
  apiKey: (partnerId: string, keyId: string) => primaryKey(partnerPartition(partnerId), `KEY#${keyId}`),
  member: (partnerId: string, userId: string) => primaryKey(partnerPartition(partnerId), `MEMBER#${userId}`),
  auditEvent: (partnerId: string, id: string) => primaryKey(partnerPartition(partnerId), `AUDIT#${id}`),
  user: (userId: string) => primaryKey(`USER#${userId}`, 'USER'),
  identity: ({ issuer, subject }: Identity) => primaryKey(`IDENTITY#${sha256Hex(`${issuer}\n${subject}`)}`, 'IDENTITY'),
  /** @param email - in its normal form */
  email: (email: string) => primaryKey(`EMAIL#${sha256Hex(email)}`, 'EMAIL'),
  otp: (userId: string) => primaryKey(`USER#${userId}`, 'OTP'),
  legacyToken: (hash: string) => primaryKey(`TOKEN#${hash}`, 'TOKEN'),
  /** Password attempts from one network. */
  networkAttempts: (networkHash: string) => primaryKey(`LOGIN#IP#${networkHash}`, 'LOGIN'),
  /** Password attempts for a user name from one IP address, at which its password was right. */
  knownAddress: (nameHash: string, ipHash: string) => primaryKey(`LOGIN#${nameHash}`, `FROM#${ipHash}`),
  /** Password attempts for a user name from all other IP addresses. */
  otherAddresses: (nameHash: string) => primaryKey(`LOGIN#${nameHash}`, 'LOGIN'),
  due: (date: string, partnerId: string, keyId: string, days: number) =>
    primaryKey(duePartition(date), `${partnerId}#${keyId}#${days}`),
  notice: (partnerId: string, eventId: string, userId: string) =>
    primaryKey(`NOTICE#${partnerId}`, `${eventId}#${userId}`),
} as const;

/** Queries for all records of one kind. */
export const recordLists = {
  apiKeys: (partnerId: string) => withPrefix(partnerPartition(partnerId), 'KEY#'),
  members: (partnerId: string) => withPrefix(partnerPartition(partnerId), 'MEMBER#'),
  auditEvents: (partnerId: string) => withPrefix(partnerPartition(partnerId), 'AUDIT#'),
  due: (date: string) => withPrefix(duePartition(date), ''),
} as const;

/** Returns the partner of the partition; null for another kind of partition. */
export function partnerIdOf(pk: string): string | null {
  return pk.startsWith('PARTNER#') ? pk.slice('PARTNER#'.length) : null;
}

export function isAuditEventKey(sk: string): boolean {
  return sk.startsWith('AUDIT#');
}

function partnerPartition(partnerId: string): string {
  return `PARTNER#${partnerId}`;
}

function duePartition(date: string): string {
  return `DUE#${date}`;
}

function primaryKey(pk: string, sk: string) {
  return { PK: { S: pk }, SK: { S: sk } } satisfies PrimaryKey;
}

function withPrefix(partition: string, prefix: string): Query {
  const pk = { ':pk': { S: partition } };
  return prefix === ''
    ? { KeyConditionExpression: 'PK = :pk', ExpressionAttributeValues: pk }
    : {
        KeyConditionExpression: 'PK = :pk AND begins_with(SK, :prefix)',
        ExpressionAttributeValues: { ...pk, ':prefix': { S: prefix } },
      };
}
