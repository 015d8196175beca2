import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { type ApiKeyParts, apiKeyOf, hintOf, newApiKeyParts, newPartnerId, randomText, sha256Of } from './api-key.ts';
import { runInfo } from './local-run.ts';

/** An item as docs/records.md lists it. */
export type Item = Record<string, AttributeValue>;
/** Attributes that differ from a healthy record; undefined leaves one out. */
export type Changes = Readonly<Record<string, AttributeValue | undefined>>;

export interface StoredApiKey extends ApiKeyParts {
  readonly key: string;
  readonly name: string;
}

export interface StoredToken {
  readonly token: string;
  readonly userId: string;
}

export interface StoredAuditEvent {
  readonly action: string | undefined;
  readonly actor: string | undefined;
  readonly target: string | undefined;
}

export const SUSPENDED: Changes = { status: { S: 'suspended' } };
export const LEGACY_DISABLED: Changes = { legacy_token_enabled: { BOOL: false } };
export const DELETED: Changes = { status: { S: 'deleted' } };
/** Of a token: its user was removed. Every partner of the tests had this user. */
export const REVOKED: Changes = { user_id: { S: 'usr_removed000000000' } };
export const DISABLED: Changes = { status: { S: 'disabled' } };
/** From a block that is given to nobody (RFC 5737). Of a key or of a partner. */
export const ELSEWHERE: Changes = { allowed_ips: { L: [{ S: '192.0.2.0/24' }] } };
/** No path of the tests needs it alone. */
export const NARROW: Changes = { scopes: { L: [{ S: 'sharing:read' }] } };
/** An hour ago, on the clock in epoch seconds. */
export const EXPIRED: Changes = { expires_at: { N: String(epochSeconds() - 3600) } };

const { dynamodb_endpoint: endpoint, region, table: TableName } = runInfo();
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const client = new DynamoDBClient({ endpoint, region, credentials });

/** A partner of its own for the test, active and with legacy tokens enabled unless `changes` say otherwise. */
export async function createPartner(changes: Changes = {}, partnerId = newPartnerId()): Promise<string> {
  await putRecord(
    {
      ...partnerKey(partnerId),
      partner_id: { S: partnerId },
      name: { S: 'Test partner' },
      status: { S: 'active' },
      legacy_token_enabled: { BOOL: true },
      active_keys: { N: '0' },
      token_generations: {
        M: { usr_removed000000000: { M: { generation: { N: '2' }, until: { N: String(epochSeconds() + 86_400) } } } },
      },
      created_at: { S: new Date().toISOString() },
    },
    changes,
  );
  return partnerId;
}

export async function createApiKey(partnerId: string, changes: Changes = {}): Promise<StoredApiKey> {
  const parts = newApiKeyParts(partnerId);
  const name = `Key ${parts.keyId}`;
  await putRecord(
    {
      PK: { S: `PARTNER#${partnerId}` },
      SK: { S: `KEY#${parts.keyId}` },
      key_id: { S: parts.keyId },
      partner_id: { S: partnerId },
      hash: { S: sha256Of(parts.secret) },
      name: { S: name },
      hint: { S: hintOf(parts) },
      status: { S: 'active' },
      scopes: { L: [{ S: '*' }] },
      allowed_ips: { L: [] },
      created_at: { S: new Date().toISOString() },
      created_by: { S: 'operator' },
    },
    changes,
  );
  return { ...parts, key: apiKeyOf(parts), name };
}

export async function createLegacyToken(partnerId: string, changes: Changes = {}): Promise<StoredToken> {
  const token = randomText(43);
  const userId = `usr_${randomText(16)}`;
  const issuedAt = epochSeconds() - 60;
  const expiresAt = String(issuedAt + 86_400);
  await putRecord(
    {
      PK: { S: `TOKEN#${sha256Of(token)}` },
      SK: { S: 'TOKEN' },
      user_id: { S: userId },
      partner_id: { S: partnerId },
      generation: { N: '1' },
      issued_at: { N: String(issuedAt) },
      expires_at: { N: expiresAt },
      ttl: { N: expiresAt },
    },
    changes,
  );
  return { token, userId: changes.user_id?.S ?? userId };
}

/** Puts the partner's record once more, with these attributes changed. */
export async function changePartner(partnerId: string, changes: Changes): Promise<void> {
  const partner = await readPartner(partnerId);
  if (partner === undefined) throw new Error(`There is no partner ${partnerId}.`);
  await putRecord(partner, changes);
}

export async function readPartner(partnerId: string): Promise<Item | undefined> {
  return read(partnerKey(partnerId));
}

export async function readApiKey(partnerId: string, keyId: string): Promise<Item | undefined> {
  return read({ PK: { S: `PARTNER#${partnerId}` }, SK: { S: `KEY#${keyId}` } });
}

/** Oldest first. */
export async function listAuditEvents(partnerId: string): Promise<StoredAuditEvent[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName,
      ConsistentRead: true,
      KeyConditionExpression: 'PK = :partner AND begins_with(SK, :prefix)',
      ExpressionAttributeValues: { ':partner': { S: `PARTNER#${partnerId}` }, ':prefix': { S: 'AUDIT#' } },
    }),
  );
  return Items.map(({ action, actor, target }) => ({ action: action?.S, actor: actor?.S, target: target?.S }));
}

/** Every item of a partition, by sort key. */
export async function readPartition(pk: string): Promise<ReadonlyMap<string, Item>> {
  const items = new Map<string, Item>();
  let startKey: Item | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName,
        ConsistentRead: true,
        KeyConditionExpression: 'PK = :pk',
        ExpressionAttributeValues: { ':pk': { S: pk } },
        ...(startKey === undefined ? {} : { ExclusiveStartKey: startKey }),
      }),
    );
    for (const item of Items) items.set(item.SK?.S ?? '', item);
    startKey = LastEvaluatedKey;
  } while (startKey !== undefined);
  return items;
}

export async function putRecord(item: Item, changes: Changes = {}): Promise<void> {
  const kept = Object.entries({ ...item, ...changes }).filter(([, value]) => value !== undefined);
  await client.send(new PutItemCommand({ TableName, Item: Object.fromEntries(kept) as Item }));
}

/** An item of a partner's usage figures (ADR 11), with counters as numbers. */
export async function putUsage(
  partnerId: string,
  sortKey: string,
  attributes: Readonly<Record<string, number | string>>,
): Promise<void> {
  const values = Object.entries(attributes).map(([name, value]) => [
    name,
    typeof value === 'number' ? { N: String(value) } : { S: value },
  ]);
  await putRecord({ PK: { S: `USAGE#${partnerId}` }, SK: { S: sortKey }, ...Object.fromEntries(values) });
}

export function epochSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

async function read(Key: Item): Promise<Item | undefined> {
  const { Item } = await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  return Item;
}

function partnerKey(partnerId: string): Item {
  return { PK: { S: `PARTNER#${partnerId}` }, SK: { S: 'PARTNER' } };
}
