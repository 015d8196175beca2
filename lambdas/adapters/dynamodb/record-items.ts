import { UnreadableRecordError } from '../../domain/base/dependency-error.ts';
import type { AuditAction, AuditEvent } from '../../domain/model/audit-event.ts';
import { NOTICE_KINDS, type NoticeKind } from '../../domain/model/notice-kinds.ts';
import type {
  ApiKeyDetails,
  ApiKeyRecord,
  LegacyTokenRecord,
  LiveLegacyToken,
  Member,
  PartnerDetails,
  PartnerRecord,
  UserRecord,
} from '../../domain/model/records.ts';
import { parseScopes, type Scope } from '../../domain/model/scopes.ts';
import {
  booleanOf,
  type Item,
  integerOf,
  oneOf,
  optionalIntegerOf,
  optionalStringOf,
  stringOf,
  stringsOf,
} from './attributes.ts';

export function parsePartner(item: Item): PartnerRecord {
  return {
    partnerId: stringOf(item, 'partner_id'),
    name: stringOf(item, 'name'),
    status: oneOf(item, 'status', ['active', 'suspended']),
    legacyTokenEnabled: booleanOf(item, 'legacy_token_enabled'),
    legacyTokenOffAt: optionalIntegerOf(item, 'legacy_token_off_at'),
    // The attribute is missing until a list is set.
    allowedIps: item.allowed_ips === undefined ? [] : stringsOf(item, 'allowed_ips'),
  };
}

export function parsePartnerDetails(item: Item): PartnerDetails {
  return {
    ...parsePartner(item),
    activeKeys: integerOf(item, 'active_keys'),
    legacyTokenChangedAt: optionalStringOf(item, 'legacy_token_changed_at'),
    legacyTokenChangedBy: optionalStringOf(item, 'legacy_token_changed_by'),
    maxKeyLifetimeDays: optionalIntegerOf(item, 'max_key_lifetime_days'),
    settingsRevision: optionalIntegerOf(item, 'settings_revision') ?? 0,
  };
}

/** Returns null for a deleted key. */
export function parseApiKeyDetails(item: Item): ApiKeyDetails | null {
  const status = oneOf(item, 'status', ['active', 'disabled', 'deleted']);
  if (status === 'deleted') return null;
  return {
    keyId: stringOf(item, 'key_id'),
    name: stringOf(item, 'name'),
    hint: stringOf(item, 'hint'),
    status,
    scopes: scopesOf(item),
    allowedIps: stringsOf(item, 'allowed_ips'),
    createdAt: stringOf(item, 'created_at'),
    createdBy: stringOf(item, 'created_by'),
    expiresAt: optionalIntegerOf(item, 'expires_at'),
    rotatedTo: optionalStringOf(item, 'rotated_to'),
    revision: optionalIntegerOf(item, 'revision') ?? 0,
  };
}

export function parseApiKeyRecord(item: Item): ApiKeyRecord {
  return {
    keyId: stringOf(item, 'key_id'),
    hash: stringOf(item, 'hash'),
    name: stringOf(item, 'name'),
    status: oneOf(item, 'status', ['active', 'disabled', 'deleted']),
    scopes: scopesOf(item),
    allowedIps: stringsOf(item, 'allowed_ips'),
    expiresAt: optionalIntegerOf(item, 'expires_at'),
  };
}

/** Throws for an unknown scope: what it allows is unknown, so the key must be refused. */
function scopesOf(item: Item): readonly Scope[] {
  const scopes = parseScopes(stringsOf(item, 'scopes'));
  if (scopes === null) throw new UnreadableRecordError('scopes');
  return scopes;
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

/** Unknown kinds are ignored. */
function mutedOf(member: Item): readonly NoticeKind[] {
  if (member.muted_notices === undefined) return [];
  const muted = stringsOf(member, 'muted_notices');
  return NOTICE_KINDS.filter((kind) => muted.includes(kind));
}

export function parseMember(item: Item): Member {
  return {
    subject: stringOf(item, 'subject'),
    email: stringOf(item, 'email'),
    mutedNotices: mutedOf(item),
    noticesRevision: optionalIntegerOf(item, 'notices_revision') ?? 0,
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

/** Returns an event without its detail, which is for notices. */
export function parseEvent(item: Item): AuditEvent {
  return {
    id: stringOf(item, 'id'),
    at: stringOf(item, 'at'),
    // Only this project writes events. An action of a later version is passed on.
    action: stringOf(item, 'action') as AuditAction,
    actor: stringOf(item, 'actor'),
    target: optionalStringOf(item, 'target'),
    ip: optionalStringOf(item, 'ip'),
  };
}
