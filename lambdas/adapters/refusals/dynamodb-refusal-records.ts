import { SCOPES } from '../../domain/model/scopes.ts';
import type { RefusalRecords } from '../../domain/refusals/explain-refusal.ts';
import type { LoggedRefusal } from '../../domain/usage-counting/refusal-log-line.ts';
import type { ExplainableRefusal } from '../../domain/usage-counting/usage-counters.ts';
import { booleanOf, type Item, integerOf, oneOf, optionalStringOf, stringOf } from '../dynamodb/attributes.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { usageKeys } from '../usage-counting/usage-items.ts';

export class DynamoDbRefusalRecords implements RefusalRecords {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async find(partnerId: string, requestId: string, nowMs: number) {
    const item = await this.#table.get(usageKeys.refusal(partnerId, requestId));
    return item === undefined || integerOf(item, 'ttl') * 1000 <= nowMs ? null : parse(partnerId, item);
  }
}

function parse(partnerId: string, item: Item): ExplainableRefusal {
  const credentialId = optionalStringOf(item, 'credential_id');
  const verified = booleanOf(item, 'verified');
  const named = credentialId !== null;
  const scope = optionalStringOf(item, 'required_scope');
  return {
    ofPartner: partnerId,
    requestId: stringOf(item, 'request_id'),
    atMs: Date.parse(stringOf(item, 'at')),
    // Only parsed log lines are written, so both are valid.
    code: stringOf(item, 'code') as LoggedRefusal['code'],
    reason: stringOf(item, 'reason') as LoggedRefusal['reason'],
    verified,
    partnerId: named ? partnerId : null,
    credential: named ? { type: oneOf(item, 'credential_type', ['api_key', 'legacy_token']), id: credentialId } : null,
    ip: optionalStringOf(item, 'ip'),
    method: optionalStringOf(item, 'method'),
    pathPartnerId: optionalStringOf(item, 'path_partner_id'),
    requiredScope: scope === null ? null : oneOf(item, 'required_scope', SCOPES),
  };
}
