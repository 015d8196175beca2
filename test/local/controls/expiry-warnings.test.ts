import { beforeEach, describe, expect, test } from '@jest/globals';
import { type CreatedKey, createKeyWithCode } from '../../support/create-key.ts';
import { type DueWarning, dueWarningsOf, letBecomeDue, recordDelivery } from '../../support/due-warnings.ts';
import { rotateKey } from '../../support/key-controls.ts';
import { noticesTo } from '../../support/mailbox.ts';
import { expectStatus, managementAs } from '../../support/management-api.ts';
import { runSchedules } from '../../support/schedules.ts';
import { createSignedInUser, createUser, type SignedInUser, type User } from '../../support/users.ts';

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Math.floor(Date.now() / 1000) * 1000 + days * DAY_MS).toISOString();
const SUBJECT = 'An API key expires soon';

let user: SignedInUser;
let colleague: User;
let key: CreatedKey;

beforeEach(async () => {
  user = await createSignedInUser();
  colleague = await createUser({ partnerId: user.partnerId });
  key = await createKeyWithCode(user, 'ERP', { expires_at: inDays(20) });
});

const warningsTo = async ({ email }: User) =>
  (await noticesTo(email)).filter(({ subject }) => subject === SUBJECT).map(({ text }) => text);
const counts = async () => [(await warningsTo(user)).length, (await warningsTo(colleague)).length];

async function dueOn(days: number): Promise<DueWarning> {
  const warning = (await dueWarningsOf(key.id)).find((one) => one.days === days);
  if (warning === undefined) throw new Error(`No warning is due ${days} days before the key expires.`);
  return warning;
}

test('a key that expires has a warning for 14, 3 and 1 days before', async () => {
  const end = Date.parse(key.apiKey.expires_at);

  const due = await dueWarningsOf(key.id);

  const expected = [14, 3, 1].map((days) => [days, new Date(end - days * DAY_MS).toISOString().slice(0, 10)]);
  expect(due.map(({ days, date }) => [days, date])).toEqual(expected);
});

describe('nobody is warned', () => {
  test('before the day', async () => {
    await runSchedules();

    expect(await counts()).toEqual([0, 0]);
    expect(await dueWarningsOf(key.id)).toHaveLength(3);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['that was deleted', () => managementAs(user).delete(`/api-keys/${key.id}`)],
    [
      'that was given another expiry',
      () => managementAs(user).patch(`/api-keys/${key.id}`, { expires_at: inDays(19) }),
    ],
    ['that has a successor', () => rotateKey(user, key.id, 7 * 86_400)],
  ])('of a key %s, and the warning is deleted', async (_what, change) => {
    const warning = await dueOn(3);
    await change();
    await letBecomeDue(warning);

    await runSchedules();

    expect(await counts()).toEqual([0, 0]);
    expect(await dueWarningsOf(key.id)).not.toContainEqual(
      expect.objectContaining({ days: 3, expiresAt: warning.expiresAt }),
    );
  });

  test('of a key of another partner', async () => {
    const stranger = await createSignedInUser();
    await letBecomeDue(await dueOn(3));

    await runSchedules();

    expect(await warningsTo(stranger)).toEqual([]);
  });
});

test.each([14, 3, 1])('%i days before a key expires every user of the partner is warned once', async (days) => {
  await letBecomeDue(await dueOn(days));

  await runSchedules();
  await runSchedules();

  expect(await counts()).toEqual([1, 1]);
  const [text = ''] = await warningsTo(colleague);
  expect(text).toContain('ERP');
  expect(text).toContain(key.apiKey.hint);
  expect(text).toContain(user.partnerId);
  expect(text).not.toContain(key.key);
  expect((await dueWarningsOf(key.id)).map((one) => one.days)).toEqual([14, 3, 1].filter((one) => one !== days));
});

test('runs at the same moment warn once', async () => {
  await letBecomeDue(await dueOn(3));

  await Promise.all([runSchedules(), runSchedules(), runSchedules()]);

  expect(await counts()).toEqual([1, 1]);
});

test('what was not sent on its day is sent on one of the next two', async () => {
  await letBecomeDue(await dueOn(3), 2);

  await runSchedules();

  expect(await counts()).toEqual([1, 1]);
});

test('who got a warning before the run died does not get it again', async () => {
  const warning = await dueOn(3);
  await recordDelivery(warning, user.userId);
  await letBecomeDue(warning);

  await runSchedules();

  expect(await counts()).toEqual([0, 1]);
});

test('a later expiry has warnings of its own', async () => {
  const response = await managementAs(user).patch(`/api-keys/${key.id}`, { expires_at: inDays(18) });
  expectStatus(response, 200);

  const ends = (await dueWarningsOf(key.id)).map(({ expiresAt }) => expiresAt);

  expect(new Set(ends)).toContain(Date.parse(response.json.expires_at) / 1000);
});
