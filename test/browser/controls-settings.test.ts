import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { createKeyWithCode } from '../support/create-key.ts';
import { hub } from '../support/hub.ts';
import { letOtpTimePass } from '../support/hub-records.ts';
import { changeSettingsWithCode } from '../support/key-controls.ts';
import { messagesTo } from '../support/mailbox.ts';
import { managementAs } from '../support/management-api.ts';
import { createUser, type SignedInUser, signInUser } from '../support/users.ts';
import { FAILED_CALLS } from './failures.ts';
import { openGenerate, row, shownKey } from './generate.ts';
import { closePages, expectNoFaults, type HubPage, openPage, signIn } from './hub-page.ts';
import { addAddress, callWith, choose, confirmWithCode, openLimits, save, viewerAddress } from './manage.ts';

/** What holds for all credentials of a partner, through the pages, and what the Partner API makes of it. */

let user: SignedInUser;
let tab: HubPage;

beforeEach(async () => {
  user = await signInUser(await createUser());
  tab = await openPage();
}, 60_000);
afterEach(() => expectNoFaults(tab, [FAILED_CALLS]));
afterAll(closePages);

const dialog = () => tab.page.getByRole('dialog');
const hidden = () => dialog().waitFor({ state: 'hidden' });
const change = (what: string) => tab.page.getByRole('button', { name: `Change ${what}` }).click();
const settings = async () => (await managementAs(user).get('/settings')).json;

test('addresses for all credentials are narrowed without a code, and widened with one', async () => {
  const { key } = await createKeyWithCode(user);
  await letOtpTimePass(user.userId, 60);
  const { page } = tab;
  await signIn(tab, user, '/security');
  await change('allowed addresses');
  const viewer = await viewerAddress(dialog());
  await addAddress(dialog(), '192.0.2.0/24');
  await dialog().getByText('Calls from elsewhere are refused at once').waitFor();
  const sent = (await messagesTo(user.email)).length;
  await save(page);
  await hidden();
  await page.getByText('192.0.2.0/24', { exact: true }).waitFor();
  expect((await messagesTo(user.email)).length).toBe(sent);
  expect(await callWith(key, user.partnerId)).toBe('403 ip_not_allowed');

  await change('allowed addresses');
  await dialog().getByRole('button', { name: 'Add this address' }).click();
  expect(await confirmWithCode(page, user.email)).toContain(`All calls from: 192.0.2.0/24, ${viewer}`);
  await hidden();
  await page.getByText('The setting is changed').first().waitFor();
  expect(await callWith(key, user.partnerId, '/echo', viewer)).toBe('200');

  await letOtpTimePass(user.userId, 60);
  await change('allowed addresses');
  await dialog()
    .getByRole('button', { name: `Remove ${viewer}` })
    .click();
  await dialog().getByRole('button', { name: 'Remove 192.0.2.0/24' }).click();
  await dialog().getByText('Allows more than before: every address').waitFor();
  expect(await confirmWithCode(page, user.email)).toContain('All calls from: any address');
  await hidden();
  await page.getByText('Any address', { exact: true }).waitFor();
  expect(await callWith(key, user.partnerId)).toBe('200');
}, 90_000);

test('a maximum lifetime is set without a code, binds new keys, and takes a code to be extended', async () => {
  const { page } = tab;
  await signIn(tab, user, '/security');
  await change('maximum key lifetime');
  await choose(dialog(), 'Limit');
  await dialog().getByRole('textbox', { name: 'Number of days' }).fill('30');
  await save(page);
  await hidden();
  await page.getByText('30 days', { exact: true }).waitFor();
  expect(await settings()).toEqual({ allowed_ips: [], max_key_lifetime_days: 30 });

  await page.getByRole('link', { name: 'API Keys' }).click();
  await openGenerate(page);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Limited');
  await dialog()
    .getByText(/^Full access, from any address, ends /)
    .waitFor();
  await confirmWithCode(page, user.email);
  await shownKey(page);
  await page.getByRole('button', { name: 'Copy key' }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  await hidden();
  const [{ expires_at }] = (await managementAs(user).get('/api-keys')).json.api_keys;
  expect(Date.parse(expires_at)).toBeLessThanOrEqual(Date.now() + 30 * 86_400_000);

  await letOtpTimePass(user.userId, 60);
  await page.getByRole('link', { name: 'Security' }).click();
  await change('maximum key lifetime');
  await choose(dialog(), 'No limit');
  await dialog().getByText('Allows more than before: keys may live longer').waitFor();
  expect(await confirmWithCode(page, user.email)).toMatch(/Keys live at most: without limit/);
  await hidden();
  await page.getByText('No limit', { exact: true }).waitFor();
}, 90_000);

test('a maximum that comes while a key is made is told, and the form comes back with what was typed', async () => {
  const { page } = tab;
  await signIn(tab, user);
  await openGenerate(page);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Too long');
  await dialog().getByText('Full access, from any address, never ends').waitFor();
  await page.route('**/management/v1/settings', (route) => route.abort('connectionfailed'));
  await dialog()
    .getByRole('button', { name: /Limit what this key can do/ })
    .click();
  await choose(dialog(), 'On a date');
  await dialog().getByLabel('Last day').fill('2099-01-31');
  await managementAs(user).patch('/settings', { max_key_lifetime_days: 7 });
  await page.getByRole('button', { name: 'Send code' }).click();

  await dialog().getByText('Keys of this partner live at most 7 days from now: choose an earlier end.').waitFor();
  expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Too long');
  expect(await dialog().getByLabel('Last day').inputValue()).toBe('2099-01-31');
}, 60_000);

test('two tabs show the same settings, and a change is judged by what the other has made of them', async () => {
  await changeSettingsWithCode(user, { max_key_lifetime_days: 30 });
  await letOtpTimePass(user.userId, 60);
  await signIn(tab, user, '/security');
  const first = tab.page;
  const second = await tab.context.newPage();
  await second.goto(`${hub}/security`);
  await second.getByText('30 days', { exact: true }).waitFor();

  // The first one narrows; what the second has typed was narrower before, and now is wider.
  await second.getByRole('button', { name: 'Change maximum key lifetime' }).click();
  await second.getByRole('textbox', { name: 'Number of days' }).fill('20');
  await second.getByText('This takes no code', { exact: true }).waitFor();
  await change('maximum key lifetime');
  await dialog().getByRole('textbox', { name: 'Number of days' }).fill('10');
  await save(first);
  await first.getByText('10 days', { exact: true }).waitFor();

  await second.getByText('This takes a one-time code', { exact: true }).waitFor();
  expect(await second.getByRole('textbox', { name: 'Number of days' }).inputValue()).toBe('20');
  await confirmWithCode(second, user.email);
  await second.getByText('20 days', { exact: true }).waitFor();
  await first.getByText('20 days', { exact: true }).waitFor();
}, 60_000);

test('an address that the partner’s list leaves out is warned of', async () => {
  await createKeyWithCode(user);
  await managementAs(user).patch('/settings', { allowed_ips: ['198.51.100.0/24'] });
  const { page } = tab;
  await signIn(tab, user);
  await row(page, 'Test key').waitFor();
  const limits = await openLimits(page, 'Test key');
  await addAddress(limits, '192.0.2.1');
  await limits.getByText('No call could pass', { exact: true }).waitFor();
  await addAddress(limits, '198.51.100.7');

  await limits.getByText('No call could pass', { exact: true }).waitFor({ state: 'detached' });
}, 60_000);
