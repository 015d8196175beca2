import {
  type AttributeValue,
  BatchWriteItemCommand,
  type DynamoDBClient,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { recordKeys } from '../../../lambdas/adapters/dynamodb/record-keys.ts';
import { sha256Hex } from '../../../lambdas/domain/base/sha256.ts';
import { generateApiKey } from '../../../lambdas/domain/model/api-key.ts';

type Item = Record<string, AttributeValue>;

export interface StoredKey {
  readonly partnerId: string;
  readonly keyId: string;
  /** The plaintext key. */
  readonly key: string;
}

const BATCH = 25;
const PARALLEL_BATCHES = 4;
const CREATED_AT = '2026-01-01T00:00:00.000Z';

/** Records as in docs/records.md. */
export function partnerItem(partnerId: string, status: 'active' | 'suspended' = 'active'): Item {
  return {
    ...recordKeys.partner(partnerId),
    partner_id: { S: partnerId },
    name: { S: 'Benchmark partner' },
    status: { S: status },
    legacy_token_enabled: { BOOL: true },
    active_keys: { N: '0' },
    token_generations: { M: {} },
    created_at: { S: CREATED_AT },
  };
}

export function keyItem(partnerId: string, status: 'active' | 'deleted' = 'active'): { item: Item; stored: StoredKey } {
  const { key, keyId, hash, hint } = generateApiKey('test', partnerId);
  const item = {
    ...recordKeys.apiKey(partnerId, keyId),
    key_id: { S: keyId },
    partner_id: { S: partnerId },
    hash: { S: hash },
    name: { S: 'Benchmark key' },
    hint: { S: hint },
    status: { S: status },
    scopes: { L: [{ S: '*' }] },
    allowed_ips: { L: [] },
    created_at: { S: CREATED_AT },
    created_by: { S: 'operator' },
  };
  return { item, stored: { partnerId, keyId, key } };
}

export function tokenItem(partnerId: string, token: string): Item {
  const issuedAt = Math.floor(Date.now() / 1000);
  const expiresAt = { N: String(issuedAt + 86_400) };
  return {
    ...recordKeys.legacyToken(sha256Hex(token)),
    user_id: { S: 'usr_benchmark0000000' },
    partner_id: { S: partnerId },
    generation: { N: '1' },
    issued_at: { N: String(issuedAt) },
    expires_at: expiresAt,
    ttl: expiresAt,
  };
}

/** Writes a partner with that many keys, and returns the last one. */
export async function storePartnerWithKeys(
  client: DynamoDBClient,
  tableName: string,
  partnerId: string,
  keys: number,
): Promise<StoredKey> {
  let last = keyItem(partnerId);
  const items = [partnerItem(partnerId), last.item];
  for (let made = 1; made < keys; made += 1) {
    last = keyItem(partnerId);
    items.push(last.item);
  }
  await putItems(client, tableName, items);
  return last.stored;
}

export async function putItems(client: DynamoDBClient, tableName: string, items: readonly Item[]): Promise<void> {
  let next = 0;
  const writeBatches = async (): Promise<void> => {
    while (next < items.length) {
      const batch = items.slice(next, next + BATCH);
      next += BATCH;
      await writeBatch(client, tableName, batch);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_BATCHES }, writeBatches));
}

async function writeBatch(client: DynamoDBClient, tableName: string, items: readonly Item[]): Promise<void> {
  let requests: WriteRequest[] = items.map((Item) => ({ PutRequest: { Item } }));
  while (requests.length > 0) {
    const response = await client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }));
    requests = response.UnprocessedItems?.[tableName] ?? [];
  }
}
