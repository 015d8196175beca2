import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { hub } from '../support/hub.ts';
import { changePartner, createPartner } from '../support/records.ts';
import { createUser } from '../support/users.ts';
import { row } from './generate.ts';
import { closePages, expectNoFaults, type HubPage, openPage, signIn } from './hub-page.ts';
import { confirmWithCode } from './manage.ts';
import {
  createNamedUser,
  createOldEvent,
  createOldKey,
  type NamedUser,
  putCalls,
  putLastUse,
} from './named-partner.ts';
import { lookAt } from './picture.ts';

const OWNER = 'maya@harbourtravel.example';
const COLLEAGUE = 'jonas@harbourtravel.example';

let user: NamedUser;
let tab: HubPage;

beforeAll(async () => {
  user = await createNamedUser('harbourPA', 'Harbour Travel', OWNER);
  const keys = {
    legacy: await createOldKey('harbourPA', 'Old booking site', COLLEAGUE, 190),
    crm: await createOldKey('harbourPA', 'CRM connector', OWNER, 41),
    billing: await createOldKey('harbourPA', 'Billing service, production', OWNER, 5),
    staging: await createOldKey('harbourPA', 'Staging', COLLEAGUE, 1.1),
  };
  for (let daysAgo = 0; daysAgo < 30; daysAgo++) {
    await putCalls('harbourPA', keys.crm, daysAgo, 900 + ((daysAgo * 37) % 90) * 9, daysAgo % 9 === 4 ? 260 : 0);
    if (daysAgo < 5) await putCalls('harbourPA', keys.billing, daysAgo, 240 - daysAgo * 40, 0);
  }
  await putLastUse('harbourPA', keys.crm, 0.01);
  await putLastUse('harbourPA', keys.billing, 0.2);
  await changePartner('harbourPA', {
    active_keys: { N: '4' },
    legacy_token_changed_at: { S: new Date(Date.now() - 3 * 86_400_000).toISOString() },
    legacy_token_changed_by: { S: COLLEAGUE },
  });
  const event = (daysAgo: number, actor: string, action: string, target?: string) =>
    createOldEvent('harbourPA', daysAgo, { actor, action, ...(target !== undefined && { target }) });
  await event(0.02, OWNER, 'api_key.deleted', 'q7Lm2Xc9VbTz');
  await event(0.03, OWNER, 'otp.failed', 'Staging');
  await event(1.1, COLLEAGUE, 'api_key.created', keys.staging);
  await event(3, COLLEAGUE, 'legacy_token.enabled');
  await event(3.01, OWNER, 'legacy_token.disabled');
  await event(5, OWNER, 'api_key.created', keys.billing);
  await event(6, 'operator', 'partner.reactivated');
  await event(6.1, 'operator', 'partner.suspended');
  await event(6.2, COLLEAGUE, 'otp.locked');
  for (let day = 7; day < 41; day++) await event(day, OWNER, 'api_key.renamed', keys.crm);
  await event(41, OWNER, 'api_key.created', keys.crm);
  await event(200, 'operator', 'user.added', COLLEAGUE);
  tab = await openPage();
  await signIn(tab, user);
  await row(tab.page, 'CRM connector').waitFor();
}, 90_000);
afterEach(() => expectNoFaults(tab));
afterAll(closePages);

const names = () => tab.page.locator('tbody bdi').allTextContents();
const openKeys = async () => {
  await tab.page.goto(`${hub}/api-keys`);
  await row(tab.page, 'CRM connector').waitFor();
};

describe('the keys', () => {
  test('are listed newest first, with what is known of them', async () => {
    await openKeys();

    expect(await names()).toEqual(['Staging', 'Billing service, production', 'CRM connector', 'Old booking site']);
    for (const name of ['CRM connector', 'Billing service, production']) {
      await row(tab.page, name)
        .getByRole('img', { name: /^[\d,]+ calls in the last 30 days/ })
        .waitFor();
    }
    for (const name of ['Staging', 'Old booking site']) {
      await row(tab.page, name).getByText('No calls in 30 days').waitFor();
    }
    await tab.page.getByText(`by ${COLLEAGUE}`).waitFor();
    const cells = row(tab.page, 'CRM connector').getByRole('cell');
    expect(await cells.allTextContents()).toEqual([
      expect.stringMatching(/^CRM connectordpa_test_harbourPA_\w{12}_\w{4}…$/),
      'AccessFull accessFrom any address',
      expect.stringMatching(/^Created\d+ \w+ \d{4}$/),
      `Created by${OWNER}`,
      expect.stringMatching(/^Last used\d+ minutes ago[\d.]+k$/),
      'EndsNever',
      'StatusActive',
      '',
    ]);
    expect(await cells.nth(2).locator('time').getAttribute('title')).toMatch(/\d{4} at \d\d:\d\d:\d\d CES?T/);
    await lookAt(tab.page, 'keys');
  }, 60_000);

  test('are sorted by a click on a heading', async () => {
    await openKeys();
    await tab.page.getByRole('button', { name: 'Name', exact: true }).click();
    expect(await names()).toEqual(['Billing service, production', 'CRM connector', 'Old booking site', 'Staging']);
    expect(await tab.page.getByRole('columnheader', { name: 'Name' }).getAttribute('aria-sort')).toBe('ascending');
    await tab.page.getByRole('button', { name: 'Name', exact: true }).click();

    expect((await names())[0]).toBe('Staging');
  });

  test('are found by name, key and creator', async () => {
    await openKeys();
    const search = tab.page.getByRole('searchbox', { name: 'Search keys' });
    await search.fill('BOOKING');
    expect(await names()).toEqual(['Old booking site']);
    await search.fill('jonas staging');
    expect(await names()).toEqual(['Staging']);
    await search.fill('nothing like it');
    await tab.page.getByText('No key matches “nothing like it”.').waitFor();
    await lookAt(tab.page, 'keys-none-found');
    await tab.page.getByRole('button', { name: 'Show all keys' }).click();

    expect(await names()).toHaveLength(4);
  }, 60_000);

  test('can be renamed in place, or left as they are', async () => {
    await openKeys();
    await tab.page.getByRole('button', { name: 'Rename key Staging' }).click();
    await lookAt(tab.page, 'rename');
    await tab.page.getByRole('textbox', { name: 'New name of key Staging' }).fill('Something else');
    await tab.page.keyboard.press('Escape');

    expect(await names()).toContain('Staging');
  }, 60_000);

  test('are deleted only after a question that names the key', async () => {
    await openKeys();
    await tab.page.getByRole('button', { name: 'Delete key Old booking site' }).click();
    const dialog = tab.page.getByRole('dialog', { name: 'Delete this API key?' });
    expect(await dialog.textContent()).toMatch(/Old booking site.*Last used.*No use recorded/);
    await lookAt(tab.page, 'delete');
    await tab.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });

    expect(await names()).toContain('Old booking site');
  }, 60_000);

  test('appear in the place that was kept for them', async () => {
    let answer: () => void = () => {};
    const waiting = new Promise<void>((fulfil) => {
      answer = fulfil;
    });
    await tab.page.route('**/management/v1/*', async (route) => {
      await waiting;
      await route.continue();
    });
    await tab.page.goto(`${hub}/api-keys`);
    await tab.page.getByRole('heading', { name: 'API Keys' }).waitFor();
    await lookAt(tab.page, 'loading');
    answer();
    await row(tab.page, 'CRM connector').waitFor();
    await tab.page.unroute('**/management/v1/*');
  }, 60_000);
});

test.each(['curl', 'Node', 'Python', 'PHP', 'C#'])(
  'the request in %s names address and partner, and its copy is the new way',
  async (language) => {
    await openKeys();
    await tab.page.getByRole('tab', { name: language, exact: true }).click();
    const panel = tab.page.getByRole('tabpanel', { name: language, exact: true });
    expect(await panel.locator('del').textContent()).toMatch(/bearer/i);
    expect(await panel.locator('ins').textContent()).toMatch(/x-api-key/);
    if (language === 'Python') await lookAt(tab.page, 'requests');
    await panel.getByRole('button', { name: 'Copy the request' }).click();
    const copied = String(await tab.page.evaluate('navigator.clipboard.readText()'));

    expect(copied).toMatch(/http:\/\/localhost:\d+\/api\/v2\/partners\/harbourPA\/channels/);
    expect(copied).toMatch(/x-api-key/);
    expect(copied).not.toMatch(/bearer/i);
  },
  60_000,
);

test('the integration page gives the partner ID and the switch', async () => {
  const { page } = tab;
  await page.goto(`${hub}/integration`);
  await page.getByText('harbourPA', { exact: true }).waitFor();
  await page.getByText(`by ${COLLEAGUE}`).waitFor();
  await lookAt(page, 'integration');
  await page.getByRole('button', { name: 'Copy Partner ID' }).click();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe('harbourPA');
  await page.getByText('Partner ID copied.').waitFor({ state: 'attached' });
  await page.getByRole('switch').click();
  await page
    .getByRole('dialog', { name: 'Turn legacy tokens off?' })
    .getByText(/stops working at once/)
    .waitFor();
  await lookAt(page, 'legacy-off');
  await page.getByRole('button', { name: 'Turn off' }).click();
  await page.getByText('Legacy tokens are off').waitFor();
  await page.getByText(`by ${OWNER}`).waitFor();
  await lookAt(page, 'legacy-is-off');
  await page.getByRole('switch').click();
  await page
    .getByRole('dialog', { name: 'Turn legacy tokens on?' })
    .getByText(/work again at once/)
    .waitFor();
  await lookAt(page, 'legacy-on');
  await confirmWithCode(page, OWNER);

  await page.getByText('Legacy tokens are on').waitFor();
}, 90_000);

test('the activity is paged, newest first, without gaps or doubles', async () => {
  const { page } = tab;
  await page.goto(`${hub}/activity`);
  await page.getByText('deleted the API key').waitFor();
  expect(await page.getByRole('listitem').count()).toBe(25);
  await lookAt(page, 'activity');
  await page.getByRole('button', { name: 'Show older' }).click();
  await page.getByText('End of activity').waitFor();
  const times = await page
    .getByRole('listitem')
    .locator('time')
    .evaluateAll((all) => all.map((time) => String(time.getAttribute('datetime'))));

  expect(times).toEqual([...times].sort().reverse());
  expect(new Set(times).size).toBe(times.length);
  expect(times.length).toBeGreaterThan(44);
}, 60_000);

test('a partner where nothing has happened yet is told what will be there', async () => {
  const newcomer = await createUser({ partnerId: await createPartner({ name: { S: 'Newcomer' } }) });
  const other = await openPage();
  await signIn(other, newcomer);
  await other.page.getByText('No API keys yet').waitFor();
  await lookAt(other.page, 'keys-none');
  await other.page.getByRole('link', { name: 'Activity' }).click();
  await other.page.getByText('Nothing has happened yet').waitFor();
  await lookAt(other.page, 'activity-none');

  expectNoFaults(other);
}, 60_000);

test.each([
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  '{{alert(1)}}%22%3E&lt;',
  'ключ مفتاح 鍵 🔑',
  'W'.repeat(64),
])(
  'a key named %j is shown as that text everywhere',
  async (name) => {
    const partnerId = await createPartner();
    await createOldKey(partnerId, name, 'operator', 0.01);
    const hostile = await createUser({ partnerId });
    const other = await openPage();
    const dialogs: string[] = [];
    other.page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await signIn(other, hostile);
    await other.page.getByText(name, { exact: true }).waitFor();
    await other.page.getByRole('button', { name: `Rename key ${name}` }).click();
    expect(await other.page.getByRole('textbox', { name: `New name of key ${name}` }).inputValue()).toBe(name);
    await other.page.keyboard.press('Escape');
    await other.page.getByRole('button', { name: `Delete key ${name}` }).click();
    await other.page.getByRole('dialog').getByText(name, { exact: true }).waitFor();
    if (name.startsWith('W')) await lookAt(other.page, 'delete-long-name');
    await other.page.getByRole('button', { name: 'Delete key', exact: true }).click();
    await other.page.getByText(`“${name}” is deleted`).waitFor();

    expect(dialogs).toEqual([]);
    expectNoFaults(other);
  },
  60_000,
);
