import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { deleteRecord } from './hub-records.ts';
import { runInfo } from './local-run.ts';
import { type Item, putRecord } from './records.ts';

/** A warning that waits for its day, as docs/records.md lists it. */
export interface DueWarning {
  /** UTC, `2026-12-01`. */
  readonly date: string;
  readonly days: number;
  /** Epoch seconds. */
  readonly expiresAt: number;
  readonly item: Item;
}

const { dynamodb_endpoint: endpoint, region, table: TableName } = runInfo();
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const client = new DynamoDBClient({ endpoint, region, credentials });
const DAY_MS = 86_400_000;

/** Earliest day first. */
export async function dueWarningsOf(keyId: string): Promise<DueWarning[]> {
  const items: Item[] = [];
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName,
        ConsistentRead: true,
        FilterExpression: 'begins_with(PK, :due) AND key_id = :key',
        ExpressionAttributeValues: { ':due': { S: 'DUE#' }, ':key': { S: keyId } },
        ...(ExclusiveStartKey && { ExclusiveStartKey }),
      }),
    );
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items.map(warningOf).toSorted((a, b) => (a.date < b.date ? -1 : 1));
}

/** Moves a warning to today, or to a day before, as if time had passed. */
export async function letBecomeDue({ item }: DueWarning, daysAgo = 0): Promise<void> {
  const date = new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 10);
  await deleteRecord({ PK: item.PK ?? { S: '' }, SK: item.SK ?? { S: '' } });
  await putRecord(item, { PK: { S: `DUE#${date}` } });
}

/** Records that a user has got a warning, as if a run had died after that. */
export async function recordDelivery({ days, expiresAt, item }: DueWarning, subject: string): Promise<void> {
  const about = `${item.key_id?.S}#${expiresAt}#${days}`;
  const ttl = { N: String(Math.floor((Date.now() + DAY_MS) / 1000)) };
  const delivery = { PK: { S: `NOTICE#${item.partner_id?.S}` }, SK: { S: `${about}#${subject}` } };
  await putRecord({ ...delivery, outcome: { S: 'sent' }, ttl });
}

function warningOf(item: Item): DueWarning {
  return {
    date: (item.PK?.S ?? '').slice('DUE#'.length),
    days: Number(item.days?.N),
    expiresAt: Number(item.expires_at?.N),
    item,
  };
}
