import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { apiKeyOf, newApiKeyParts } from '../support/api-key.ts';
import { type CreatedKey, createKeyWithCode } from '../support/create-key.ts';
import { eventually } from '../support/eventually.ts';
import { hub } from '../support/hub.ts';
import { managementAs } from '../support/management-api.ts';
import { createUser, type SignedInUser, signInUser } from '../support/users.ts';
import { row } from './generate.ts';
import { closePages, expectNoFaults, type HubPage, openPage, signIn } from './hub-page.ts';
import { callWith } from './manage.ts';
import { lookAt } from './picture.ts';

/** From a call to the page about it: what a partner's system did is counted, and told with its meaning. */

let user: SignedInUser;
let key: CreatedKey;
let tab: HubPage;

beforeAll(async () => {
  user = await signInUser(await createUser());
  key = await createKeyWithCode(user, 'Booking', { scopes: ['clients:read'] });
  const made: string[] = [];
  for (const path of ['/clients', '/clients', '/balance', '/clients/nobody']) {
    made.push(await callWith(key.key, user.partnerId, path));
  }
  expect(made).toEqual(['200', '200', '403 insufficient_scope', expect.stringMatching(/^4/)]);
  const forged = apiKeyOf({ ...newApiKeyParts(user.partnerId), keyId: key.id });
  expect(await callWith(forged, user.partnerId)).toBe('401 unauthorized');
  await untilCounted(key.id, 4);
  await untilCounted('*unknown', 1);
  tab = await openPage();
  await signIn(tab, user);
}, 60_000);
afterEach(() => expectNoFaults(tab));
afterAll(closePages);

async function untilCounted(credentialId: string, total: number): Promise<void> {
  await eventually(async () => {
    const { json } = await managementAs(user).get(`/usage?credential_id=${credentialId}`);
    const days: readonly { readonly total: number }[] = json.days;
    expect(days.reduce((sum, day) => sum + day.total, 0)).toBe(total);
  });
}

/** What stands above the chart, outcome by outcome. */
const outcomes = () =>
  tab.page
    .getByRole('listitem')
    .filter({ hasText: /: \d+$/ })
    .allTextContents();

/** A row of a table, cell by cell. */
const cells = (table: string, name: string) =>
  tab.page.getByRole('table', { name: table }).getByRole('row', { name }).locator('th, td').allTextContents();

test('a key shows how its calls ended, with each refusal under its own outcome and with its meaning', async () => {
  const { page } = tab;
  await page.goto(`${hub}/api-keys`);
  await row(page, 'Booking')
    .getByRole('link', { name: /^4 calls/ })
    .click();
  await page.getByRole('img', { name: /^4 calls from/ }).waitFor();

  expect(await outcomes()).toEqual(['Successful: 2', 'Refused: 1', 'Other client errors (4xx): 1', 'Failed (5xx): 0']);
  expect(await cells('Refusals', 'insufficient_scope')).toEqual([
    'insufficient_scope',
    '1',
    'The key does not have the scope that the call needs: widen its access, or send another key.',
  ]);
  expect(await cells('Resources', 'balance')).toEqual(['balance', '1']);
  await page.getByText('Show as a table').click();
  const byDay = page.getByRole('region', { name: 'Calls by day' });
  expect(await byDay.getByRole('columnheader').allTextContents()).toEqual([
    'Day',
    'Successful',
    'Refused',
    'Other client errors (4xx)',
    'Failed (5xx)',
    'All',
  ]);
  await lookAt(page, 'usage-counted');
}, 60_000);

test('the file has the same calls', async () => {
  const { page } = tab;
  await page.goto(`${hub}/usage/${key.id}`);
  const arriving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download CSV' }).click();
  const [head = '', ...days] = (await text(await (await arriving).createReadStream())).trim().split('\r\n');

  expect(head).toBe('date,total,success,client_error,server_error,refused_insufficient_scope');
  // A run may go over midnight.
  const sums = head.split(',').map((_, column) => days.reduce((sum, day) => sum + Number(day.split(',')[column]), 0));
  expect(sums.slice(1)).toEqual([4, 2, 2, 0, 1]);
}, 60_000);

test('calls with a key that is none of the partner’s are chosen as unknown keys, and are explained', async () => {
  const { page } = tab;
  await page.goto(`${hub}/usage`);
  await page.getByRole('img', { name: /^4 calls from/ }).waitFor();
  await page.getByLabel('Credential').selectOption({ label: 'Unknown keys' });
  await page.waitForURL(`${hub}/usage/unknown`);
  await page.getByText('Calls with a key that isn’t one of yours').waitFor();
  await page.getByRole('img', { name: /^1 call from/ }).waitFor();

  expect(await outcomes()).toEqual(['Successful: 0', 'Refused: 1', 'Other client errors (4xx): 0', 'Failed (5xx): 0']);
  expect(await cells('Refusals', 'api_key_unknown')).toEqual(['api_key_unknown', '1', expect.stringMatching(/\w+/)]);
  await lookAt(page, 'usage-unknown');
  await page.reload();
  await page.getByRole('img', { name: /^1 call from/ }).waitFor();
  expect(await page.getByLabel('Credential').locator('option:checked').textContent()).toBe('Unknown keys');
}, 60_000);
