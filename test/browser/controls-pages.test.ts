import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { hub } from '../support/hub.ts';
import { changePartner } from '../support/records.ts';
import { openGenerate, row } from './generate.ts';
import { closePages, expectNoFaults, type HubPage, openPage, signIn } from './hub-page.ts';
import { addAddress, choose, dayFromNow, expectInView, manageKey, openLimits } from './manage.ts';
import { createNamedUser, createOldEvent, createOldKey, type NamedUser } from './named-partner.ts';
import { lookAt } from './picture.ts';

/** The pages and dialogs about the limits of keys, as they look, filled with what a partner would have. */

const OWNER = 'maya@northwindtravel.example';
const COLLEAGUE = 'jonas@northwindtravel.example';
const DAY_S = 86_400;
const inSeconds = (seconds: number) => ({ N: String(Math.floor(Date.now() / 1000) + seconds) });
const texts = (...list: string[]) => ({ L: list.map((text) => ({ S: text })) });

let user: NamedUser;
let tab: HubPage;

beforeAll(async () => {
  user = await createNamedUser('northwindPA', 'Northwind Travel', OWNER);
  const key = (name: string, by: string, daysAgo: number, changes = {}) =>
    createOldKey('northwindPA', name, by, daysAgo, changes);
  await key('Old booking site', COLLEAGUE, 190, { status: { S: 'disabled' } });
  await key('Reporting', COLLEAGUE, 88, { scopes: texts('*:read'), expires_at: inSeconds(2 * DAY_S + 60) });
  const crm = await key('CRM connector', OWNER, 41, {
    scopes: texts('clients:write', 'channels:read', 'balance:read'),
    allowed_ips: texts('203.0.113.24', '198.51.100.0/24', '2001:db8:40::/48'),
    expires_at: inSeconds(200 * DAY_S),
  });
  await key('Trial', OWNER, 30, { expires_at: inSeconds(-3 * DAY_S) });
  const billing = await key('Billing service', OWNER, 0.01, { scopes: texts('balance:read') });
  await key('Billing service', OWNER, 120, {
    scopes: texts('balance:read'),
    expires_at: inSeconds(5 * DAY_S + 60),
    rotated_to: { S: billing },
  });
  await changePartner('northwindPA', { active_keys: { N: '5' } });
  const event = (daysAgo: number, actor: string, action: string, target?: string) =>
    createOldEvent('northwindPA', daysAgo, { actor, action, ...(target !== undefined && { target }) });
  await event(0.01, OWNER, 'api_key.rotated', billing);
  await event(0.02, OWNER, 'otp.failed', 'Billing service');
  await event(0.03, COLLEAGUE, 'api_key.disabled', crm);
  await event(0.04, COLLEAGUE, 'api_key.enabled', crm);
  await event(1, OWNER, 'settings.updated');
  await event(1.1, OWNER, 'api_key.updated', crm);
  tab = await openPage();
  await signIn(tab, user);
  await row(tab.page, 'CRM connector').waitFor();
}, 90_000);
afterEach(() => expectNoFaults(tab));
afterAll(closePages);

const openKeys = async () => {
  await tab.page.goto(`${hub}/api-keys`);
  await row(tab.page, 'CRM connector').waitFor();
};

describe('the table of keys', () => {
  test('tells access, addresses, end and status, and shows a rotated pair as one', async () => {
    await openKeys();
    const { page } = tab;

    const textOf = async (name: string) => (await row(page, name).first().textContent()) ?? '';
    expect(await textOf('CRM connector')).toMatch(/Access3 of 8 resourcesFrom 3 addresses.*StatusActive/);
    expect(await textOf('Reporting')).toMatch(/AccessRead onlyFrom any address.*Endsin 2 days/);
    expect(await textOf('Old booking site')).toMatch(/Full access.*EndsNever.*StatusDisabled/);
    expect(await textOf('Trial')).toMatch(/Ends3 days ago.*StatusExpired/);
    const pair = page.getByRole('rowgroup', { name: 'Billing service, being rotated' });
    expect(await pair.getByRole('row').allTextContents()).toEqual([
      expect.stringMatching(/^Billing service.*EndsNeverStatusActive$/),
      expect.stringMatching(/^Old key, being replaced.*Ends5 days leftStatusEnding$/),
    ]);
    await page.getByText('5 of 50 keys').waitFor();
    await lookAt(page, 'controls-keys');
  }, 60_000);

  test('is sorted by what ends first', async () => {
    await openKeys();
    await tab.page.getByRole('button', { name: 'Ends', exact: true }).click();

    expect((await tab.page.locator('tbody bdi').allTextContents()).slice(0, 2)).toEqual(['Trial', 'Reporting']);
  });

  test('offers for each key what can be done to it', async () => {
    await openKeys();
    const { page } = tab;
    const offered = async (label: string) => {
      await page.getByRole('button', { name: `Manage ${label}`, exact: true }).click();
      const items = await page.getByRole('menuitem').allTextContents();
      if (label === 'key Billing service') await lookAt(page, 'controls-menu');
      await page.keyboard.press('Escape');
      return items;
    };

    expect(await offered('key CRM connector')).toEqual(['Edit restrictions', 'Rotate', 'Disable', 'Usage']);
    expect(await offered('key Old booking site')).toEqual(['Edit restrictions', 'Rotate', 'Enable', 'Usage']);
    expect(await offered('key Billing service')).toEqual(['Edit restrictions', 'Rotate', 'Disable', 'Usage']);
    expect(await offered('old key Billing service')).toEqual(['Edit restrictions', 'Disable', 'Usage']);
  }, 60_000);
});

describe('the dialog about the limits of a key', () => {
  test('shows what is, and what a change means before it is made', async () => {
    await openKeys();
    const { page } = tab;
    const dialog = await openLimits(page, 'CRM connector');
    expect(await dialog.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    expect(await dialog.getByRole('radio', { name: 'Clients: write' }).isChecked()).toBe(true);
    expect(await dialog.getByRole('radio', { name: 'Flows: none' }).isChecked()).toBe(true);
    await lookAt(page, 'limits');

    await dialog.getByRole('radio', { name: 'Clients: read' }).check();
    await dialog.getByText('This takes no code', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Save' }).scrollIntoViewIfNeeded();
    await lookAt(page, 'limits-narrower');

    await dialog.getByRole('radio', { name: 'Templates: write' }).check();
    await dialog.getByRole('button', { name: 'Remove 203.0.113.24' }).click();
    await addAddress(dialog, '198.18.4.9/16');
    await dialog.getByText('198.18.4.9/16 is kept as 198.18.0.0/16.', { exact: true }).waitFor();
    await dialog.getByText('Allows more than before: Templates: write').waitFor();
    await dialog.getByText('Allows more than before: 198.18.0.0/16').waitFor();
    await dialog.getByText('This takes a one-time code', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Send code' }).scrollIntoViewIfNeeded();
    await lookAt(page, 'limits-wider');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  }, 90_000);

  test('says of each entry that is no address what is wrong, and keeps it', async () => {
    await openKeys();
    const { page } = tab;
    const dialog = await openLimits(page, 'CRM connector');
    await addAddress(dialog, '10.0.0 0.0.0.0/0 192.0.2.4');
    await dialog
      .getByText(/“10\.0\.0”: Must be an IPv4 or IPv6 address/)
      .first()
      .waitFor();
    await dialog
      .getByText(/“0\.0\.0\.0\/0”: Allows every address: leave the list empty/)
      .first()
      .waitFor();
    const field = dialog.getByRole('textbox', { name: 'Address or range' });
    expect(await field.inputValue()).toBe('10.0.0 0.0.0.0/0');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await dialog.getByText('192.0.2.4', { exact: true }).first().waitFor();
    await field.scrollIntoViewIfNeeded();
    await lookAt(page, 'limits-faults');

    // Nothing is sent either while something in the form is wrong.
    for (const resource of ['Clients', 'Channels', 'Balance']) {
      await dialog.getByRole('radio', { name: `${resource}: none` }).check();
    }
    await dialog.getByRole('button', { name: 'Save' }).click();
    const fault = dialog.getByText('Choose what the key may do: at least one resource to read or write.');
    await fault.waitFor();
    await expectInView(fault);
    expect(await field.inputValue()).toBe('10.0.0 0.0.0.0/0');
    await dialog.getByRole('radio', { name: 'Clients: read' }).check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    // The field that is at fault now has the focus.
    expect(await field.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
    await page.keyboard.press('Escape');
  }, 60_000);

  test('takes at most fifty entries', async () => {
    await openKeys();
    const { page } = tab;
    const dialog = await openLimits(page, 'Old booking site');
    await addAddress(dialog, Array.from({ length: 52 }, (_, index) => `192.0.2.${index}`).join(', '));
    await dialog
      .getByText(/^“192\.0\.2\.50”, “192\.0\.2\.51”: The list is full: at most 50 entries/)
      .first()
      .waitFor();
    expect(await dialog.getByRole('button', { name: /^Remove / }).count()).toBe(50);
    await lookAt(page, 'limits-fifty');
    await page.keyboard.press('Escape');
  }, 60_000);
});

test('the other dialogs about a key say what they do', async () => {
  await openKeys();
  const { page } = tab;
  const look = async (label: string, action: string, picture: string) => {
    const dialog = await manageKey(page, label, action);
    await lookAt(page, picture);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  };
  await look('key CRM connector', 'Rotate', 'rotate');
  await look('key CRM connector', 'Disable', 'disable');
  await look('key Old booking site', 'Enable', 'enable');
  await page.getByRole('button', { name: 'End old key Billing service now' }).click();
  await page.getByRole('dialog', { name: 'End the old key now?' }).waitFor();
  await lookAt(page, 'end-old-key');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Delete key Billing service' }).click();
  await page.getByText('Nothing takes its place then').waitFor();
  await lookAt(page, 'delete-new-key');
  await page.keyboard.press('Escape');
}, 90_000);

test('a rotation takes any time from none to seven days', async () => {
  await openKeys();
  const { page } = tab;
  const dialog = await manageKey(page, 'key CRM connector', 'Rotate');
  const choice = dialog.getByRole('combobox', { name: 'The old key keeps working for' });
  await dialog.getByText(/^Both keys work until .*; then the old one ends by itself\.$/).waitFor();
  await choice.selectOption('Nothing: it ends at once');
  await dialog.getByText('The old key ends at once: systems that still use it are refused.').waitFor();
  await choice.selectOption('Another time…');
  await dialog.getByRole('textbox', { name: 'How long' }).fill('8');
  await dialog.getByRole('button', { name: 'Send code' }).click();
  await dialog.getByRole('alert').getByText('At most 7 days.').waitFor();
  await lookAt(page, 'rotate-too-long');
  await dialog.getByRole('combobox', { name: 'Unit' }).selectOption('hours');
  await dialog.getByText(/^Both keys work until/).waitFor();
  await page.keyboard.press('Escape');
}, 60_000);

test('a new key can be limited from the start', async () => {
  await openKeys();
  const { page } = tab;
  await openGenerate(page);
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Full access, from any address, never ends').waitFor();
  await lookAt(page, 'generate');
  await dialog.getByRole('button', { name: /Limit what this key can do/ }).click();
  await choose(dialog, 'Read only');
  await choose(dialog, 'On a date');
  await dialog.getByLabel('Last day').fill(dayFromNow(30));
  await dialog.getByText(/It works until .*23:59, your time/).waitFor();
  await lookAt(page, 'generate-limits');
  await page.keyboard.press('Escape');
}, 60_000);

test('the security page shows what holds for all credentials', async () => {
  const { page } = tab;
  await page.getByRole('link', { name: 'Security' }).click();
  await page.getByText('Any address', { exact: true }).waitFor();
  await page.getByText('No limit', { exact: true }).waitFor();
  await lookAt(page, 'security-none');
  await changePartner('northwindPA', {
    allowed_ips: texts('203.0.113.0/24', '198.51.100.7', '2001:db8:40::/48'),
    max_key_lifetime_days: { N: '90' },
  });
  await page.reload();
  await page.getByText('90 days', { exact: true }).waitFor();
  await lookAt(page, 'security');

  await page.getByRole('button', { name: 'Change allowed addresses' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await lookAt(page, 'security-addresses');
  await dialog.getByRole('button', { name: 'Add this address' }).click();
  await dialog.getByText('This takes a one-time code', { exact: true }).waitFor();
  await lookAt(page, 'security-addresses-wider');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });

  await page.getByRole('button', { name: 'Change maximum key lifetime' }).click();
  await dialog.getByRole('textbox', { name: 'Number of days' }).fill('30');
  await dialog.getByText('This takes no code', { exact: true }).waitFor();
  await lookAt(page, 'security-lifetime');
  await dialog.getByRole('textbox', { name: 'Number of days' }).fill('4000');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('At most 3650 days.').waitFor();
  await lookAt(page, 'security-lifetime-fault');
  await page.keyboard.press('Escape');
}, 90_000);

test('the partner’s settings show where a key is limited', async () => {
  const { page } = tab;
  await openKeys();
  const dialog = await openLimits(page, 'Old booking site');
  await addAddress(dialog, '192.0.2.1');
  await dialog.getByText('No call could pass', { exact: true }).waitFor();
  await choose(dialog, 'On a date');
  const field = dialog.getByLabel('Last day');
  expect(await field.getAttribute('max')).toBe(dayFromNow(90));
  await field.fill(dayFromNow(91));
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText(/Choose .* or earlier\./).waitFor();
  await lookAt(page, 'limits-maximum');
  await page.keyboard.press('Escape');

  await openGenerate(page);
  await dialog.getByText(/^Full access, from any address, ends /).waitFor();
  await page.keyboard.press('Escape');
}, 60_000);

test('the activity tells the new actions in words', async () => {
  const { page } = tab;
  await page.getByRole('link', { name: 'Activity' }).click();
  await page.getByText('rotated the API key').waitFor();
  for (const words of ['disabled the API key', 'enabled the API key', 'changed the limits of the API key']) {
    await page.getByText(words).first().waitFor();
  }
  await page.getByText('changed the settings for all credentials').waitFor();
  await lookAt(page, 'controls-activity');
}, 60_000);
