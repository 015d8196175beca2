import { UnreadableRecordError } from '../../domain/base/dependency-error.ts';
import type { AuditAction, AuditEvent } from '../../domain/model/audit-event.ts';
import { MUTABLE_NOTICE_KINDS, type MutableNoticeKind } from '../../domain/model/notice-kinds.ts';
import type {
  ApiKeyDetails,
  ApiKeyRecord,
  Identity,
  LegacyTokenRecord,
  Member,
  PartnerDetails,
  PartnerRecord,
  TokenPartner,
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
    userId: stringOf(item, 'user_id'),
    partnerId: stringOf(item, 'partner_id'),
    generation: integerOf(item, 'generation'),
    expiresAt: integerOf(item, 'expires_at'),
  };
}

/** Reads the entry of one user alone: a partner can have many. Throws if there is no map. */
export function parseTokenPartner(item: Item, userId: string): TokenPartner {
  const generations = item.token_generations?.M;
  if (generations === undefined) throw new UnreadableRecordError('token_generations');
  const entry = generations[userId];
  return { ...parsePartner(item), revokedBelow: entry === undefined ? 0 : integerOf(entry.M ?? {}, 'generation') };
}

export function parseUser(item: Item): UserRecord {
  return {
    userId: stringOf(item, 'user_id'),
    partnerId: stringOf(item, 'partner_id'),
    email: stringOf(item, 'email'),
    phone: optionalStringOf(item, 'phone'),
    identities: parseIdentities(item),
    generation: integerOf(item, 'generation'),
    revision: integerOf(item, 'revision'),
    sessionsValidAfter: optionalIntegerOf(item, 'sessions_valid_after'),
    passwordResetAt: optionalIntegerOf(item, 'password_reset_at'),
  };
}

function parseIdentities(item: Item): readonly Identity[] {
  const list = item.identities?.L;
  if (list === undefined) throw new UnreadableRecordError('identities');
  return list.map(({ M: identity = {} }) => ({
    issuer: stringOf(identity, 'issuer'),
    subject: stringOf(identity, 'subject'),
  }));
}

/** Ignores unknown kinds, and those that nobody can mute. */
function mutedOf(member: Item): readonly MutableNoticeKind[] {
  if (member.muted_notices === undefined) return [];
  const muted = stringsOf(member, 'muted_notices');
  return MUTABLE_NOTICE_KINDS.filter((kind) => muted.includes(kind));
}

export function parseMember(item: Item): Member {
  return {
    userId: stringOf(item, 'user_id'),
    email: stringOf(item, 'email'),
    mutedNotices: mutedOf(item),
    noticesRevision: optionalIntegerOf(item, 'notices_revision') ?? 0,
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
