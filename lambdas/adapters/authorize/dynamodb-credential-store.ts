import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { CredentialStore } from '../../domain/authorize/credential-store.ts';
import { DependencyError } from '../../domain/base/dependency-error.ts';
import type { Item } from '../dynamodb/attributes.ts';
import { asDependencyError } from '../dynamodb/dynamodb-client.ts';
import { parseApiKeyRecord, parseLegacyToken, parsePartner, recordKeys } from '../dynamodb/record-items.ts';

type PrimaryKey = ReturnType<typeof recordKeys.partner>;

/** Reads with BatchGetItem only, so that the authorizer's role can be that small. */
export class DynamoDbCredentialStore implements CredentialStore {
  readonly #client: DynamoDBClient;
  readonly #tableName: string;

  constructor(client: DynamoDBClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  async findApiKey(partnerId: string, keyId: string) {
    const apiKeyKey = recordKeys.apiKey(partnerId, keyId);
    const partnerKey = recordKeys.partner(partnerId);
    const items = await this.#read([apiKeyKey, partnerKey]);
    const apiKey = find(items, apiKeyKey);
    const partner = find(items, partnerKey);
    return {
      apiKey: apiKey === undefined ? null : parseApiKeyRecord(apiKey),
      partner: partner === undefined ? null : parsePartner(partner),
    };
  }

  async findLegacyToken(hash: string, expectedPartnerId: string | null) {
    const tokenKey = recordKeys.legacyToken(hash);
    const partnerKey = expectedPartnerId === null ? null : recordKeys.partner(expectedPartnerId);
    const items = await this.#read(partnerKey === null ? [tokenKey] : [tokenKey, partnerKey]);
    const token = find(items, tokenKey);
    const partner = partnerKey === null ? undefined : find(items, partnerKey);
    return {
      token: token === undefined ? null : parseLegacyToken(token),
      partner: partner === undefined ? null : parsePartner(partner),
    };
  }

  async findPartner(partnerId: string) {
    const partnerKey = recordKeys.partner(partnerId);
    const item = find(await this.#read([partnerKey]), partnerKey);
    return item === undefined ? null : parsePartner(item);
  }

  async #read(keys: PrimaryKey[]): Promise<Item[]> {
    try {
      const first = await this.#batchGet(keys);
      if (first.unprocessed.length === 0) return first.items;
      // Whether an unprocessed item exists is not known: ask once more, then refuse.
      const second = await this.#batchGet(first.unprocessed);
      if (second.unprocessed.length > 0) throw new DependencyError('dynamodb', 'DynamoDB left keys unprocessed twice.');
      return [...first.items, ...second.items];
    } catch (error) {
      throw asDependencyError(error);
    }
  }

  async #batchGet(keys: PrimaryKey[]): Promise<{ items: Item[]; unprocessed: PrimaryKey[] }> {
    const answer = await this.#client.send(
      new BatchGetItemCommand({ RequestItems: { [this.#tableName]: { Keys: keys, ConsistentRead: true } } }),
    );
    return {
      items: answer.Responses?.[this.#tableName] ?? [],
      unprocessed: (answer.UnprocessedKeys?.[this.#tableName]?.Keys ?? []) as PrimaryKey[],
    };
  }
}

function find(items: readonly Item[], key: PrimaryKey): Item | undefined {
  return items.find((item) => item.SK?.S === key.SK.S && item.PK?.S === key.PK.S);
}
