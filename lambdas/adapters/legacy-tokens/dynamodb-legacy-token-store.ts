import { DependencyError } from '../../domain/base/dependency-error.ts';
import type { LegacyTokenStore, NewLegacyToken } from '../../domain/legacy-tokens/legacy-token-store.ts';
import { numberValue, textValue } from '../dynamodb/attributes.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { allOf, anyOf, doesNotExist, equals, putIf } from '../dynamodb/expressions.ts';
import { parsePartner } from '../dynamodb/record-items.ts';
import { recordKeys } from '../dynamodb/record-keys.ts';

export class DynamoDbLegacyTokenStore implements LegacyTokenStore {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async findPartner(partnerId: string) {
    const item = await this.#table.get(recordKeys.partner(partnerId));
    return item === undefined ? null : parsePartner(item);
  }

  async issue({ hash, userId, partnerId, generation, issuedAt, expiresAt }: NewLegacyToken) {
    const item = {
      ...recordKeys.legacyToken(hash),
      user_id: textValue(userId),
      partner_id: textValue(partnerId),
      generation: numberValue(generation),
      issued_at: numberValue(issuedAt),
      expires_at: numberValue(expiresAt),
      ttl: numberValue(expiresAt),
    };
    // The SDK repeats a write whose response was lost.
    const isThisOne = allOf([
      equals('user_id', item.user_id),
      equals('generation', item.generation),
      equals('issued_at', item.issued_at),
    ]);
    const { written } = await this.#table.put(putIf(item, anyOf([doesNotExist, isThisOne])));
    // A token has 256 random bits: one of another user means that the generator is broken.
    if (!written) throw new DependencyError('records', 'A generated token was in use already.');
  }
}
