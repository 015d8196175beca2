import { DependencyError } from '../../domain/base/dependency-error.ts';
import { untilWritten } from '../../domain/base/until-written.ts';
import type { GeneratedApiKey } from '../../domain/model/api-key.ts';
import type { AuditEvent } from '../../domain/model/audit-event.ts';
import { FULL_ACCESS } from '../../domain/model/scopes.ts';
import type { NewPartner, PartnerRegistry } from '../../domain/partners/manage-partners.ts';
import { numberValue, textValue } from '../dynamodb/attributes.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { allOf, differs, exists, updateIf } from '../dynamodb/expressions.ts';
import { parseApiKeyDetails, parsePartner } from '../dynamodb/record-items.ts';
import { recordKeys } from '../dynamodb/record-keys.ts';
import { countNewKey, deleteKey, putEvent, putKey, putNew } from '../dynamodb/transaction-items.ts';

const UNRESTRICTED = { scopes: FULL_ACCESS, allowedIps: [], expiresAt: null };

/** docs/records.md lists every transaction with its items and conditions. */
export class DynamoDbPartnerRegistry implements PartnerRegistry {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async createPartner({ partnerId, name, legacyTokenEnabled }: NewPartner, event: AuditEvent) {
    const failed = await this.#table.transact([
      putNew({
        ...recordKeys.partner(partnerId),
        partner_id: textValue(partnerId),
        name: textValue(name),
        status: textValue('active'),
        legacy_token_enabled: { BOOL: legacyTokenEnabled },
        active_keys: numberValue(0),
        token_generations: { M: {} },
        created_at: textValue(event.at),
      }),
      putEvent(partnerId, event),
    ]);
    return failed.length === 0 ? 'created' : 'exists';
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
