import { DependencyError } from '../../domain/base/dependency-error.ts';
import { untilWritten } from '../../domain/base/until-written.ts';
import type { GeneratedApiKey } from '../../domain/model/api-key.ts';
import type { AuditEvent } from '../../domain/model/audit-event.ts';
import type { LiveLegacyToken, UserRecord } from '../../domain/model/records.ts';
import { FULL_ACCESS } from '../../domain/model/scopes.ts';
import type { PartnerRegistry } from '../../domain/partners/manage-partners.ts';
import { numberValue, stringOf, textValue } from '../dynamodb/attributes.ts';
import type { DynamoDbTable, TransactionItem } from '../dynamodb/dynamodb-table.ts';
import { allOf, checkOnly, deleteIf, differs, equals, exists, filtered, updateIf } from '../dynamodb/expressions.ts';
import { parseApiKeyDetails, parsePartner, parseUser } from '../dynamodb/record-items.ts';
import { recordKeys, recordLists } from '../dynamodb/record-keys.ts';
import { countNewKey, deleteKey, putEvent, putKey, putNew } from '../dynamodb/transaction-items.ts';

const UNRESTRICTED = { scopes: FULL_ACCESS, allowedIps: [], expiresAt: null };

/** docs/records.md lists every transaction with its items and conditions. */
export class DynamoDbPartnerRegistry implements PartnerRegistry {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async partnerExists(partnerId: string) {
    return (await this.#partner(partnerId)) !== null;
  }

  async createPartner({ partnerId, name }: { partnerId: string; name: string }, event: AuditEvent) {
    const failed = await this.#table.transact([
      putNew({
        ...recordKeys.partner(partnerId),
        partner_id: textValue(partnerId),
        name: textValue(name),
        status: textValue('active'),
        legacy_token_enabled: { BOOL: true },
        active_keys: numberValue(0),
        created_at: textValue(event.at),
      }),
      putEvent(partnerId, event),
    ]);
    return failed.length === 0 ? 'created' : 'exists';
  }

  async addUser(user: Parameters<PartnerRegistry['addUser']>[0], event: AuditEvent) {
    const { partnerId, subject, email, phone, role } = user;
    const person = {
      subject: textValue(subject),
      email: textValue(email),
      ...(phone === null ? {} : { phone: textValue(phone) }),
      created_at: textValue(event.at),
    };
    const failed = await this.#table.transact([
      { ConditionCheck: checkOnly(recordKeys.partner(partnerId), exists) },
      putNew({
        ...recordKeys.user(subject),
        ...person,
        partner_id: textValue(partnerId),
        legacy_tokens: { L: [] },
        legacy_tokens_version: numberValue(0),
      }),
      putNew({ ...recordKeys.member(partnerId, subject), ...person, role: textValue(role) }),
      putEvent(partnerId, event),
    ]);
    if (failed.length === 0) return 'added';
    return failed.includes(0) ? 'partner_unknown' : 'exists';
  }

  async findUsersByEmail(partnerId: string, email: string) {
    // Reads no more of a member than it needs: a user can be removed although the record of another one is unreadable.
    const members = await this.#table.queryAll(
      filtered(recordLists.members(partnerId), equals('email', textValue(email))),
    );
    const keys = members.map((member) => recordKeys.user(stringOf(member, 'subject')));
    const items = await Promise.all(keys.map((key) => this.#table.get(key)));
    return items.flatMap((item) => (item === undefined ? [] : [parseUser(item)]));
  }

  async removeUser(user: UserRecord, event: AuditEvent) {
    const { partnerId, subject, legacyTokens } = user;
    const belongsToPartner = equals('partner_id', textValue(partnerId));
    // Another version may have other tokens, which would not be revoked.
    const isAsRead = equals('legacy_tokens_version', numberValue(user.legacyTokensVersion));
    const failed = await this.#table.transact([
      { Delete: deleteIf(recordKeys.user(subject), allOf([belongsToPartner, isAsRead])) },
      { Delete: { Key: recordKeys.member(partnerId, subject) } },
      { Delete: { Key: recordKeys.otp(subject) } },
      ...legacyTokens.map((token) => revokeToken(user, token)),
      putEvent(partnerId, event),
    ]);
    return failed.length === 0 ? 'written' : 'conflict';
  }

  async setPartnerStatus(partnerId: string, status: 'active' | 'suspended', event: AuditEvent) {
    const wanted = textValue(status);
    const isOther = allOf([exists, differs('status', wanted)]);
    const failed = await this.#table.transact([
      { Update: updateIf(recordKeys.partner(partnerId), { set: { status: wanted } }, isOther) },
      putEvent(partnerId, event),
    ]);
    if (failed.length === 0) return 'changed';
    return (await this.#partner(partnerId)) === null ? 'partner_unknown' : 'unchanged';
  }

  async createApiKey(apiKey: GeneratedApiKey & { name: string }, event: AuditEvent) {
    const { partnerId } = apiKey;
    const failed = await this.#table.transact([
      countNewKey(partnerId),
      ...putKey({ ...UNRESTRICTED, ...apiKey }, event),
      putEvent(partnerId, event),
    ]);
    if (failed.length === 0) return 'created';
    // A key ID has 71 random bits: a repeated ID means that the generator is broken.
    if (!failed.includes(0)) throw new DependencyError('records', 'A generated key ID was in use already.');
    const partner = await this.#partner(partnerId);
    if (partner === null) return 'partner_unknown';
    return partner.status === 'suspended' ? 'partner_suspended' : 'limit_reached';
  }

  revokeApiKey(partnerId: string, keyId: string, event: AuditEvent) {
    return untilWritten('The key', async () => {
      const item = await this.#table.get(recordKeys.apiKey(partnerId, keyId));
      const apiKey = item === undefined ? null : parseApiKeyDetails(item);
      if (apiKey === null) return 'not_found';
      const failed = await this.#table.transact(deleteKey(partnerId, apiKey, event));
      return failed.length === 0 ? 'revoked' : 'conflict';
    });
  }

  async #partner(partnerId: string) {
    const item = await this.#table.get(recordKeys.partner(partnerId));
    return item === undefined ? null : parsePartner(item);
  }
}

/**
 * Marks a token as revoked. If its record is gone because it has expired, the update creates a revoked record instead of failing
 * the transaction; that record expires with the token.
 */
function revokeToken(user: UserRecord, { hash, expiresAt }: LiveLegacyToken): TransactionItem {
  const set = {
    status: textValue('revoked'),
    subject: textValue(user.subject),
    partner_id: textValue(user.partnerId),
    expires_at: numberValue(expiresAt),
    ttl: numberValue(expiresAt),
  };
  return { Update: updateIf(recordKeys.legacyToken(hash), { set }, null) };
}
