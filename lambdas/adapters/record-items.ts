import type {
  ApiKeyDetails,
  ApiKeyRecord,
  LegacyTokenRecord,
  LiveLegacyToken,
  PartnerDetails,
  PartnerRecord,
  UserRecord,
} from '../domain/records.ts';
import {
  booleanOf,
  type Item,
  integerOf,
  oneOf,
  optionalIntegerOf,
  optionalStringOf,
  stringOf,
  stringsOf,
  UnreadableRecordError,
} from './attributes.ts';

/** Primary keys of the records (docs/records.md). */
export const recordKeys = {
  partner: (partnerId: string) => primaryKey(`PARTNER#${partnerId}`, 'PARTNER'),
  apiKey: (partnerId: string, keyId: string) => primaryKey(`PARTNER#${partnerId}`, `KEY#${keyId}`),
  member: (partnerId: string, subject: string) => primaryKey(`PARTNER#${partnerId}`, `MEMBER#${subject}`),
  auditEvent: (partnerId: string, id: string) => primaryKey(`PARTNER#${partnerId}`, `AUDIT#${id}`),
  user: (subject: string) => primaryKey(`USER#${subject}`, 'USER'),
  otp: (subject: string) => primaryKey(`USER#${subject}`, 'OTP'),
  legacyToken: (hash: string) => primaryKey(`TOKEN#${hash}`, 'TOKEN'),
  passwordFailures: (usernameHash: string) => primaryKey(`LOGIN#${usernameHash}`, 'LOGIN'),
} as const;

function primaryKey(pk: string, sk: string) {
  return { PK: { S: pk }, SK: { S: sk } };
}

export function parsePartner(item: Item): PartnerRecord {
  return {
    partnerId: stringOf(item, 'partner_id'),
    name: stringOf(item, 'name'),
    status: oneOf(item, 'status', ['active', 'suspended']),
    legacyTokenEnabled: booleanOf(item, 'legacy_token_enabled'),
  };
}

export function parsePartnerDetails(item: Item): PartnerDetails {
  return {
    ...parsePartner(item),
    activeKeys: integerOf(item, 'active_keys'),
    legacyTokenChangedAt: optionalStringOf(item, 'legacy_token_changed_at'),
    legacyTokenChangedBy: optionalStringOf(item, 'legacy_token_changed_by'),
  };
}

/** An active key, or null for a deleted one. */
export function parseApiKeyDetails(item: Item): ApiKeyDetails | null {
  if (oneOf(item, 'status', ['active', 'deleted']) === 'deleted') return null;
  return {
    keyId: stringOf(item, 'key_id'),
    name: stringOf(item, 'name'),
    hint: stringOf(item, 'hint'),
    scopes: stringsOf(item, 'scopes'),
    allowedIps: stringsOf(item, 'allowed_ips'),
    createdAt: stringOf(item, 'created_at'),
    createdBy: stringOf(item, 'created_by'),
    expiresAt: optionalIntegerOf(item, 'expires_at'),
  };
}

/**
 * Restrictions that this version cannot judge make a record unreadable: a key that a later version narrowed must not
 * regain full access when that version is rolled back.
 */
export function parseApiKeyRecord(item: Item): ApiKeyRecord {
  const scopes = stringsOf(item, 'scopes');
  if (scopes.length !== 1 || scopes[0] !== '*') throw new UnreadableRecordError('scopes');
  if (stringsOf(item, 'allowed_ips').length > 0) throw new UnreadableRecordError('allowed_ips');
  return {
    keyId: stringOf(item, 'key_id'),
    hash: stringOf(item, 'hash'),
    name: stringOf(item, 'name'),
    status: oneOf(item, 'status', ['active', 'deleted']),
    scopes,
    expiresAt: optionalIntegerOf(item, 'expires_at'),
  };
}

export function parseLegacyToken(item: Item): LegacyTokenRecord {
  return {
    subject: stringOf(item, 'subject'),
    partnerId: stringOf(item, 'partner_id'),
    status: oneOf(item, 'status', ['active', 'revoked']),
    expiresAt: integerOf(item, 'expires_at'),
  };
}

export function parseUser(item: Item): UserRecord {
  return {
    subject: stringOf(item, 'subject'),
    partnerId: stringOf(item, 'partner_id'),
    email: stringOf(item, 'email'),
    phone: optionalStringOf(item, 'phone'),
    legacyTokens: parseLiveTokens(item),
    legacyTokensVersion: integerOf(item, 'legacy_tokens_version'),
  };
}

function parseLiveTokens(item: Item): readonly LiveLegacyToken[] {
  const list = item.legacy_tokens?.L;
  if (list === undefined) throw new UnreadableRecordError('legacy_tokens');
  return list.map(({ M: entry }) => {
    if (entry === undefined) throw new UnreadableRecordError('legacy_tokens');
    return { hash: stringOf(entry, 'hash'), expiresAt: integerOf(entry, 'expires_at') };
  });
}

export function formatLiveTokens(tokens: readonly LiveLegacyToken[]) {
  return {
    L: tokens.map(({ hash, expiresAt }) => ({ M: { hash: { S: hash }, expires_at: { N: String(expiresAt) } } })),
  };
}
