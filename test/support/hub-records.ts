import {
  type AttributeValue,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { runInfo } from './local-run.ts';
import { type Changes, type Item, putRecord } from './records.ts';

const { dynamodb_endpoint: endpoint, region, table: TableName } = runInfo();
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const client = new DynamoDBClient({ endpoint, region, credentials });

export async function deleteRecord(Key: Item): Promise<void> {
  await client.send(new DeleteItemCommand({ TableName, Key }));
}

/** Every item of a partner, in order: what a refused call may not have changed. */
export async function recordsOfPartner(partnerId: string): Promise<Item[]> {
  return query(`PARTNER#${partnerId}`, '');
}

/** The keys of a partner, deleted ones included. */
export async function keysOfPartner(partnerId: string): Promise<Item[]> {
  return query(`PARTNER#${partnerId}`, 'KEY#');
}

/** Every audit event of a partner with all its attributes, oldest first. */
export async function auditEventsOf(partnerId: string): Promise<Item[]> {
  return query(`PARTNER#${partnerId}`, 'AUDIT#');
}

/** The user's OTP state as docs/records.md lists it. */
export async function readOtpState(userId: string): Promise<Item | undefined> {
  const { Item } = await client.send(new GetItemCommand({ TableName, Key: otpKey(userId), ConsistentRead: true }));
  return Item;
}

export async function changeOtpState(userId: string, change: (state: Item) => Changes): Promise<void> {
  const state = await readOtpState(userId);
  if (state === undefined) throw new Error(`The user ${userId} has no OTP state.`);
  await putRecord(state, change(state));
}

/**
 * Makes everything in the user's OTP state that long ago, as if nothing had happened since: tests of time limits wait
 * for nothing.
 */
export async function letOtpTimePass(userId: string, seconds: number): Promise<void> {
  await changeOtpState(userId, (state) =>
    Object.fromEntries(Object.entries(state).map(([name, value]) => [name, earlier(name, value, seconds * 1000)])),
  );
}

/** Times are the numbers whose names end in `_ms`, in lists and maps, too. */
function earlier(name: string, value: AttributeValue, ms: number): AttributeValue {
  if (value.M !== undefined) {
    return { M: Object.fromEntries(Object.entries(value.M).map(([key, part]) => [key, earlier(key, part, ms)])) };
  }
  if (!name.endsWith('_ms')) return value;
  if (value.L !== undefined) return { L: value.L.map((part) => earlier(name, part, ms)) };
  return value.N === undefined ? value : { N: String(Number(value.N) - ms) };
}

async function query(partition: string, prefix: string): Promise<Item[]> {
  const items: Item[] = [];
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName,
        ConsistentRead: true,
        KeyConditionExpression: prefix === '' ? 'PK = :partition' : 'PK = :partition AND begins_with(SK, :prefix)',
        ExpressionAttributeValues: {
          ':partition': { S: partition },
          ...(prefix !== '' && { ':prefix': { S: prefix } }),
        },
        ...(ExclusiveStartKey && { ExclusiveStartKey }),
      }),
    );
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items;
}

function otpKey(userId: string): Item {
  return { PK: { S: `USER#${userId}` }, SK: { S: 'OTP' } };
}
