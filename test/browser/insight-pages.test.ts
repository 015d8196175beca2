import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { hub } from '../support/hub.ts';
import { putUsage } from '../support/records.ts';
import { focused } from './focus.ts';
import { row } from './generate.ts';
import { closePages, expectNoFaults, type HubPage, openPage, signIn } from './hub-page.ts';
import { confirmWithCode, openLimits, save } from './manage.ts';
import { createNamedUser, createOldKey, dayBefore, type NamedUser, putCalls, putLastUse } from './named-partner.ts';
import { lookAt } from './picture.ts';

/** The pages about the traffic of a partner, filled with the figures of some weeks. */

const OWNER = 'ines@lakesideholidays.example';
const PARTNER = 'lakesidePA';

const putDay = (credential: string, daysAgo: number, success: number, denied: number) =>
  putCalls(PARTNER, credential, daysAgo, success, denied);

const putFrom = (credential: string, daysAgo: number, address: string) =>
  putUsage(PARTNER, `${credential}#IP#${dayBefore(daysAgo)}#${address}`, { total: 1, success: 1 });

/** Calls of the CRM connector on a day. */
const ofCrm = (daysAgo: number) => 70 + ((daysAgo * 37) % 60);

let user: NamedUser;
let tab: HubPage;

beforeAll(async () => {
  user = await createNamedUser(PARTNER, 'Lakeside Holidays', OWNER);
  const crm = await createOldKey(PARTNER, 'CRM connector', OWNER, 40);
  await createOldKey(PARTNER, 'Unused', OWNER, 4);
  const billing = await createOldKey(PARTNER, 'Billing', OWNER, 3);
  const replaced = await createOldKey(PARTNER, 'Billing', OWNER, 90, {
    expires_at: { N: String(Math.floor(Date.now() / 1000) + 400_000) },
    rotated_to: { S: billing },
  });
  await putDay(billing, 1, 80, 0);
  await putDay(replaced, 1, 20, 0);
  // Before the rotation: no evidence of what has moved.
  await putDay(replaced, 10, 500, 0);
  for (let daysAgo = 0; daysAgo < 28; daysAgo++) {
    await putDay('*all', daysAgo, 120 + ((daysAgo * 37) % 90), daysAgo % 5 === 0 ? 14 : 0);
    await putDay(crm, daysAgo, ofCrm(daysAgo), 0);
  }
  await putDay('*legacy', 2, 41, 0);
  // No call of the last 7 days.
  await putDay('*legacy', 8, 259, 0);
  for (let at = 10; at < 30; at++) await putFrom('*legacy', 2, `192.0.2.${at}`);
  for (const keyId of [crm, billing, replaced]) await putLastUse(PARTNER, keyId, 0.1);
  tab = await openPage();
  await signIn(tab, user);
}, 90_000);
afterEach(() => expectNoFaults(tab));
afterAll(closePages);

const dialog = () => tab.page.getByRole('dialog');

test('turning legacy tokens off names the calls of the last week, and a switch-off can be scheduled and canceled', async () => {
  const { page } = tab;
  await page.goto(`${hub}/integration`);
  await page.getByRole('switch').click();
  await dialog().getByText('41 calls with legacy tokens in the last 7 days').waitFor();
  await dialog()
    .getByText(/From 203\.0\.113\.24, (192\.0\.2\.\d+, ){3}192\.0\.2\.\d+ and others\. For clients/)
    .waitFor();
  await lookAt(page, 'legacy-off-traffic');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await dialog().waitFor({ state: 'hidden' });

  await page.getByRole('button', { name: 'Schedule the switch-off' }).click();
  await dialog().getByLabel('Date and time').fill('2020-01-01T10:00');
  await dialog().getByRole('button', { name: 'Save' }).click();
  await dialog().getByText('This is over already: choose a later time.').waitFor();
  await dialog().getByLabel('Date and time').fill('2090-01-31T10:00');
  await dialog().getByText('41 calls').waitFor();
  await lookAt(page, 'legacy-schedule');
  await save(page);
  await page.getByText('31 January 2090 at 10:00:00').waitFor();
  await dialog().waitFor({ state: 'hidden' });
  expect(await page.locator('time[datetime^="2090-01-31T09:00:00"]').count()).toBe(1);
  await lookAt(page, 'legacy-scheduled');

  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Cancel schedule');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Cancel the switch-off of legacy tokens?' }).waitFor();
  await confirmWithCode(page, OWNER);
  await page.getByRole('button', { name: 'Schedule the switch-off' }).waitFor();
  await dialog().waitFor({ state: 'hidden' });
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Schedule the switch-off');
  expect(await page.getByRole('switch').isChecked()).toBe(true);
}, 90_000);

test('usage tells outcomes, resources, addresses and refusals, as a chart, a table and a file', async () => {
  const { page } = tab;
  await page.goto(`${hub}/usage`);
  await page.getByRole('img', { name: /calls from .*The table below has each day/ }).waitFor();
  await page.getByText('The call came from an address that is not on the list').waitFor();
  await page.getByRole('table', { name: 'Addresses' }).getByText('198.51.100.7').waitFor();
  await lookAt(page, 'usage');
  await page.getByText('Show as a table').click();
  await page.getByRole('region', { name: 'Calls by day' }).getByRole('row').nth(30).waitFor();
  await lookAt(page, 'usage-table');

  const again = page.waitForResponse(/\/usage\?/);
  await page.getByRole('button', { name: 'Refresh the figures' }).click();
  expect((await again).status()).toBe(200);
  // What is open stays so.
  expect(await page.getByRole('region', { name: 'Calls by day' }).isVisible()).toBe(true);

  const arriving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download CSV' }).click();
  expect((await arriving).suggestedFilename()).toBe(`usage-all-${dayBefore(29)}-${dayBefore(0)}.csv`);
  const file = await text(await (await arriving).createReadStream());
  expect(file.split(/\r?\n/)[0]).toMatch(/^date,total,success/);
  expect(file).toContain(dayBefore(3));
}, 90_000);

test('usage of a key is reached from its menu, and a key without calls says so', async () => {
  const { page } = tab;
  await page.goto(`${hub}/api-keys`);
  await row(page, 'CRM connector').waitFor();
  await page.getByRole('button', { name: 'Manage key CRM connector', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Usage' }).click();
  await page.getByText('No call was refused.').waitFor();
  expect(await page.getByLabel('Credential').locator('option:checked').textContent()).toMatch(/^CRM connector/);

  await page.getByRole('button', { name: 'Last 7 days' }).click();
  await page.getByLabel('From', { exact: true }).fill(dayBefore(-2));
  await page.getByText('The first day is after the last').waitFor();
  expect(await page.getByRole('button', { name: 'Download CSV' }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Last 90 days' }).click();
  const unused = await page.getByLabel('Credential').locator('option', { hasText: 'Unused' }).getAttribute('value');
  await page.getByLabel('Credential').selectOption(unused);
  await page.getByText('No calls in these days').waitFor();
  expect(await page.getByLabel('From', { exact: true }).inputValue()).toBe(dayBefore(89));
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByText('No calls in these days').waitFor();
  await lookAt(page, 'usage-empty');
}, 90_000);

test('a list says which successful calls it would have refused, and takes their addresses', async () => {
  const { page } = tab;
  await page.goto(`${hub}/security`);
  await page.getByRole('button', { name: 'Change allowed addresses' }).click();
  await dialog().getByText('Successful calls of the last 30 days came from 1 address').waitFor();
  // Saving would take what is typed, too.
  await dialog().getByRole('textbox', { name: 'Address or range' }).fill('192.0.2.0/24');
  await dialog()
    .getByText(/^This list would have refused [\d,]+ successful calls of the last 30 days$/)
    .waitFor();
  await dialog().getByRole('button', { name: 'Add', exact: true }).click();
  const refused = dialog().getByRole('list', { name: 'Addresses that would be refused' });
  // What was refused anyway is no successful call.
  expect(await refused.getByRole('listitem').allTextContents()).toEqual([expect.stringMatching(/^203\.0\.113\.24: /)]);
  await lookAt(page, 'allowlist-preview');

  await dialog().getByRole('button', { name: 'Add 203.0.113.24 from this traffic' }).click();
  await dialog().getByText('Every successful call of the last 30 days would have passed this list.').waitFor();
  expect(await dialog().getByRole('button', { name: 'Remove 203.0.113.24' }).count()).toBe(1);
  expect(await focused(page)).toBe('Every successful call of the last 30 days would have passed this list.');
}, 90_000);

test('the list of a key is held against the calls of that key alone', async () => {
  const { page } = tab;
  await page.goto(`${hub}/api-keys`);
  const limits = await openLimits(page, 'CRM connector');
  await limits.getByRole('textbox', { name: 'Address or range' }).fill('192.0.2.0/24');
  const calls = Array.from({ length: 28 }, (_, daysAgo) => ofCrm(daysAgo)).reduce((sum, count) => sum + count, 0);
  await limits
    .getByText(
      `This list would have refused ${new Intl.NumberFormat('en-GB').format(calls)} successful calls of the last 30 days`,
    )
    .waitFor();
}, 90_000);

test('a key that is rotated shows how much of the traffic has moved, and where from the old one is used', async () => {
  const { page } = tab;
  await page.goto(`${hub}/api-keys`);
  await page
    .getByText(
      /^Since .* \(UTC\), 80% of the calls came with the new key\. Old key last used from 203\.0\.113\.24 \(.*(yesterday|hours ago)\)\.$/,
    )
    .waitFor();
  for (const text of ['CRM connector', 'Old key, being replaced']) await row(page, text).getByRole('img').waitFor();
  await lookAt(page, 'rotation-evidence');
}, 90_000);

test('each notice that is not about more access can be muted, and stays so', async () => {
  const { page } = tab;
  await page.getByRole('button', { name: `Account ${OWNER}` }).click();
  await page.getByRole('link', { name: 'E-mail notices' }).click();
  const removed = page.getByRole('switch', { name: 'A user is removed' });
  await removed.waitFor();
  expect(await page.getByRole('switch').count()).toBe(9);
  await page.getByText('An API key is generated', { exact: true }).waitFor();
  expect(await removed.isChecked()).toBe(true);
  const answered = page.waitForResponse((response) => response.request().method() === 'PATCH');
  await removed.click();
  expect((await answered).status()).toBe(200);
  await lookAt(page, 'notices');

  // Somebody who mutes several does not wait for each.
  let released: () => void = () => {};
  const release = new Promise<void>((resolve) => {
    released = resolve;
  });
  await page.route('**/notices', async (route) => {
    await release;
    await route.continue();
  });
  const several = ['An API key is deleted', 'An API key is disabled'];
  const sent: unknown[] = [];
  page.on('request', (request) => request.method() === 'PATCH' && sent.push(request.postDataJSON()));
  for (const name of several) await page.getByRole('switch', { name }).click();
  released();
  for (const name of several) await page.getByRole('switch', { name, checked: false }).waitFor();
  expect(sent).toEqual([{ notices: { api_key_deleted: false } }, { notices: { api_key_disabled: false } }]);
  await page.unroute('**/notices');

  await page.reload();
  await removed.waitFor();
  expect(await removed.isChecked()).toBe(false);
  expect(await page.getByRole('switch', { name: 'All access is suspended' }).isChecked()).toBe(true);
}, 90_000);
