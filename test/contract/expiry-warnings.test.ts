import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DynamoDbTable } from '../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { DynamoDbDueWarnings } from '../../lambdas/adapters/notices/dynamodb-due-warnings.ts';
import { DynamoDbNoticeLog } from '../../lambdas/adapters/notices/dynamodb-notice-log.ts';
import { DynamoDbMemberStore } from '../../lambdas/adapters/partners/dynamodb-member-store.ts';
import { DynamoDbPartnerStaff } from '../../lambdas/adapters/partners/dynamodb-partner-staff.ts';
import { deleteApiKey } from '../../lambdas/domain/api-keys/manage-api-keys.ts';
import { rotateApiKey } from '../../lambdas/domain/api-keys/rotate-api-key.ts';
import { updateApiKey } from '../../lambdas/domain/api-keys/update-api-key.ts';
import type { MailContent } from '../../lambdas/domain/base/mail-content.ts';
import type { WantedAction } from '../../lambdas/domain/code-requests/resolve-action.ts';
import type { Actor } from '../../lambdas/domain/model/audit-event.ts';
import { CLAIM_SECONDS } from '../../lambdas/domain/notices/deliver.ts';
import { expiryMail } from '../../lambdas/domain/notices/expiry-mail.ts';
import { sendExpiryWarnings } from '../../lambdas/domain/notices/send-expiry-warnings.ts';
import { type EmbeddedTable, embeddedTable } from '../support/embedded-table.ts';
import { colleagueOf, type KeyCreation, keyCreation, newActor } from '../support/key-creation.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
let table: EmbeddedTable;
let creation: KeyCreation;
let actor: Actor;
let sent: (MailContent & { readonly to: string })[];
let reports: unknown[];
/** Addresses that take no mail. */
let broken: Set<string>;

beforeAll(async () => {
  table = await embeddedTable();
});
afterAll(() => table.close());
beforeEach(async () => {
  creation = keyCreation(table);
  // Each test has days of its own, for due items are found by their day.
  creation.state.nowMs = Date.parse('2030-01-01T08:00:00.000Z') + ++days * 100 * DAY_MS;
  actor = await newActor(table);
  sent = [];
  reports = [];
  broken = new Set();
});

let days = 0;

async function newKey(inMs: number): Promise<string> {
  const expiresAt = Math.floor((creation.state.nowMs + inMs) / 1000);
  const key = { name: 'ERP', scopes: ['*'], allowedIps: [], expiresAt };
  const { id, code } = await creation.sentFor(actor, { purpose: 'create_api_key', key } as WantedAction);
  const created = await creation.create(actor, id, code);
  if (created.outcome !== 'created') throw new Error(created.outcome);
  return created.apiKey.keyId;
}

/** `dies`: stops for good after it has sent its first message. */
function run({ dies }: { readonly dies?: () => void } = {}) {
  const records = new DynamoDbTable(table.client, table.tableName);
  return sendExpiryWarnings({
    due: new DynamoDbDueWarnings(records),
    log: new DynamoDbNoticeLog(records),
    keys: creation.keys,
    members: new DynamoDbMemberStore(records),
    staff: new DynamoDbPartnerStaff(records),
    mailer: {
      send: async (to, content) => {
        if (broken.has(to)) throw new Error('not accepted');
        sent.push({ to, ...content });
        if (dies === undefined) return 'sent';
        dies();
        return new Promise(() => {});
      },
    },
    report: (_, error) => reports.push(error),
    nowMs: creation.state.nowMs,
  });
}

const dueOf = async (keyId: string) =>
  (await table.items())
    .filter(({ PK, key_id }) => PK?.S?.startsWith('DUE#') && key_id?.S === keyId)
    .map(({ days: before }) => Number(before?.N))
    .toSorted((a, b) => b - a);
const pass = (ms: number) => {
  creation.state.nowMs += ms;
};

describe('every user of the partner is warned', () => {
  it('14, 3 and 1 days before, once each', async () => {
    const colleague = await colleagueOf(table, actor);
    const keyId = await newKey(20 * DAY_MS);
    const sentSoFar: number[] = [];
    for (let hour = 0; hour < 20 * 24; hour += 6) {
      await run();
      sentSoFar.push(sent.length);
      pass(6 * HOUR_MS);
    }

    // On the day whose date is 14, 3 and 1 days before the end, from midnight (UTC) on.
    const days = (count: number) => sentSoFar.findIndex((so) => so >= count) / 4;
    expect(sent).toHaveLength(6);
    expect([days(2), days(4), days(6)].map(Math.floor)).toEqual([5, 16, 18]);
    expect(sent.map(({ to }) => to).toSorted()).toEqual(
      [actor.email, actor.email, actor.email, colleague.email, colleague.email, colleague.email].toSorted(),
    );
    expect(await dueOf(keyId)).toEqual([]);
  });

  it('once by many runs at the same time', async () => {
    const keyId = await newKey(3 * DAY_MS);
    await colleagueOf(table, actor);
    pass(2 * DAY_MS);

    const counts = await Promise.all(Array.from({ length: 8 }, () => run()));

    expect(sent.map(({ to }) => to)).toHaveLength(2);
    expect(counts.reduce((sum, count) => sum + count.sent, 0)).toBe(2);
    // Each run may have found a delivery held by another one; then the next run finds everything done.
    expect(await run()).toEqual({ sent: 0, failed: 0 });
    expect(await dueOf(keyId)).toEqual([]);
    expect(sent).toHaveLength(2);
  });
});

describe('what is not accepted stays due', () => {
  it('for those who have not been warned, and is retried by the next run', async () => {
    const colleague = await colleagueOf(table, actor);
    const third = await colleagueOf(table, actor);
    const keyId = await newKey(3 * DAY_MS);
    broken.add(colleague.email);
    pass(2 * DAY_MS);

    expect(await run()).toEqual({ sent: 2, failed: 1 });
    expect(sent.map(({ to }) => to).toSorted()).toEqual([actor.email, third.email].toSorted());
    expect(reports).toHaveLength(1);
    expect(await dueOf(keyId)).toEqual([1]);

    broken.clear();
    expect(await run()).toEqual({ sent: 1, failed: 0 });
    expect(sent.map(({ to }) => to).at(-1)).toBe(colleague.email);
    expect(await dueOf(keyId)).toEqual([]);
  });

  it('until the second day after, and not beyond', async () => {
    await newKey(15 * DAY_MS);
    broken.add(actor.email);
    pass(DAY_MS);
    for (let day = 0; day < 3; day++) {
      expect(await run()).toEqual({ sent: 0, failed: 1 });
      pass(DAY_MS);
    }
    expect(await run()).toEqual({ sent: 0, failed: 0 });
  });
});

// A message comes twice only where a run dies between sending it and recording that.
it('a run that dies leaves to the next one what it has not done, after its claim has run out', async () => {
  await colleagueOf(table, actor);
  const keyId = await newKey(3 * DAY_MS);
  pass(2 * DAY_MS);

  await new Promise<void>((dies) => void run({ dies }));
  const [first] = sent;
  expect(await run()).toEqual({ sent: 1, failed: 0 });
  expect(await dueOf(keyId)).toEqual([1]);

  pass(CLAIM_SECONDS * 1000 - 1);
  expect(await run()).toEqual({ sent: 0, failed: 0 });
  expect(await dueOf(keyId)).toEqual([1]);

  pass(1);
  expect(await run()).toEqual({ sent: 1, failed: 0 });
  expect(sent.map(({ to }) => to === first?.to)).toEqual([true, false, true]);
  expect(await dueOf(keyId)).toEqual([]);
});

describe('nobody is warned of', () => {
  it.each<[string, (keyId: string) => Promise<unknown>]>([
    ['a key that was deleted', (keyId) => deleteApiKey(creation.keys, actor, keyId, creation.state.nowMs)],
    [
      'an end that was changed',
      (keyId) => {
        const expiresAt = Math.floor(creation.state.nowMs / 1000) + 600;
        return updateApiKey(actor, { keyId, changes: { expiresAt }, presented: null }, creation.options());
      },
    ],
    [
      'a key that was rotated',
      async (keyId) => {
        const wanted = { purpose: 'rotate_api_key', keyId, graceSeconds: 604_800 } as const;
        const { id, code } = await creation.sentFor(actor, wanted);
        return rotateApiKey(actor, keyId, { challengeId: id, code }, creation.options());
      },
    ],
  ])('%s, and the day is done', async (_, change) => {
    const keyId = await newKey(3 * DAY_MS);
    pass(2 * DAY_MS);
    await change(keyId);

    expect(await run()).toEqual({ sent: 0, failed: 0 });
    expect(await dueOf(keyId)).toEqual([]);
  });

  it('a key that has ended meanwhile', async () => {
    await newKey(2 * DAY_MS);
    pass(2 * DAY_MS);

    expect(await run()).toEqual({ sent: 0, failed: 0 });
  });
});

it('the message names the key, its beginning, the partner and the end', async () => {
  const keyId = await newKey(3 * DAY_MS);
  const expiresAtMs = Math.floor((creation.state.nowMs + 3 * DAY_MS) / 1000) * 1000;
  pass(2 * DAY_MS);
  await run();

  const [{ to, text } = { to: '', text: '' }] = sent;
  expect(to).toBe(actor.email);
  const hint = new RegExp(`^Begins with: (.*${keyId}.*)$`, 'm').exec(text)?.[1] ?? '';
  const about = { partnerId: actor.partnerId, partnerName: 'A partner', keyName: 'ERP', hint };
  expect(sent).toEqual([{ to, ...expiryMail({ ...about, expiresAtMs }) }]);
});
