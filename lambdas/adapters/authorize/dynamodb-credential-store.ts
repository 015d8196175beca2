import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { CredentialStore } from '../../domain/authorize/credential-store.ts';
import type { Item, PrimaryKey } from '../dynamodb/attributes.ts';
import { batchGet, projectionOf } from '../dynamodb/batch-get.ts';
import { parseApiKeyRecord, parseLegacyToken, parsePartner, parseTokenPartner } from '../dynamodb/record-items.ts';
import { recordKeys } from '../dynamodb/record-keys.ts';
import { API_KEY_ATTRIBUTES } from './checked-attributes.ts';

const CHECKED = projectionOf(API_KEY_ATTRIBUTES);

/** Reads with BatchGetItem only: the authorizer's role allows nothing else, and its bundle stays small. */
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
    const items = await batchGet(this.#client, this.#tableName, [apiKeyKey, partnerKey], CHECKED);
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
    const tokenItem = find(items, tokenKey);
    if (tokenItem === undefined) return { token: null, partner: null };
    const token = parseLegacyToken(tokenItem);
    const partner = partnerKey === null ? undefined : find(items, partnerKey);
    return { token, partner: partner === undefined ? null : parseTokenPartner(partner, token.userId) };
  }

  async findTokenPartner(partnerId: string, userId: string) {
    const partnerKey = recordKeys.partner(partnerId);
    const item = find(await this.#read([partnerKey]), partnerKey);
    return item === undefined ? null : parseTokenPartner(item, userId);
  }

  #read(keys: readonly PrimaryKey[]): Promise<Item[]> {
    return batchGet(this.#client, this.#tableName, keys);
  }
}

function find(items: readonly Item[], key: PrimaryKey): Item | undefined {
  return items.find((item) => item.SK?.S === key.SK.S && item.PK?.S === key.PK.S);
}
