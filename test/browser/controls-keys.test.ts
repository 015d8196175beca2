import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { wrongCode } from '../support/create-key.ts';
import { letOtpTimePass } from '../support/hub-records.ts';
import { messagesTo } from '../support/mailbox.ts';
import { changePartner, createApiKey, epochSeconds } from '../support/records.ts';
import { createUser, type SignedInUser, signInUser } from '../support/users.ts';
import { firstDigit, openGenerate, row, shownKey, typeCode } from './generate.ts';
import { closePages, expectNoFaults, type HubPage, openPage, signIn } from './hub-page.ts';
import {
  addAddress,
  callWith,
  choose,
  confirmWithCode,
  dayFromNow,
  manageKey,
  openLimits,
  save,
  sendCode,
  viewerAddress,
} from './manage.ts';
import { signInWithKey } from './open-with-key.ts';
import { lookAt } from './picture.ts';

/** Each control on a key, through the pages, and what the Partner API makes of it afterwards. */

const ELSEWHERE = '192.0.2.0/24';

let user: SignedInUser;
let tab: HubPage;

beforeEach(async () => {
  user = await signInUser(await createUser());
  tab = await openPage();
}, 60_000);
afterEach(() => expectNoFaults(tab, [/status of 403/]));
afterAll(closePages);

const openWith = async (limits: object, name?: string) => (await signInWithKey(tab, user, limits, name)).key;
const call = (key: string, path?: string, from?: string) => callWith(key, user.partnerId, path, from);
const codesSent = async () => (await messagesTo(user.email)).length;
const hidden = () => tab.page.getByRole('dialog').waitFor({ state: 'hidden' });

/** Saves, which sends no code. */
async function saveWithoutCode(): Promise<void> {
  const before = await codesSent();
  await save(tab.page);
  await hidden();
  expect(await codesSent()).toBe(before);
}

describe('a new key', () => {
  test('has the access, addresses and end that its message spells out', async () => {
    const { page } = tab;
    await signIn(tab, user);
    await openGenerate(page);
    const dialog = page.getByRole('dialog');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Balance only');
    await dialog.getByRole('button', { name: /Limit what this key can do/ }).click();
    await choose(dialog, 'Custom');
    for (const other of [
      'Partner account',
      'Clients',
      'Channels',
      'Channel API keys',
      'Templates',
      'Flows',
      'Sharing',
    ]) {
      await dialog.getByRole('radio', { name: `${other}: none` }).check();
    }
    await dialog.getByRole('radio', { name: 'Balance: read' }).check();
    const viewer = await viewerAddress(dialog);
    await dialog.getByRole('button', { name: 'Add this address' }).click();
    await choose(dialog, 'On a date');
    await dialog.getByLabel('Last day').fill(dayFromNow(30));
    const text = await confirmWithCode(page, user.email);
    const key = await shownKey(page);

    expect(text).toMatch(/balance:read/);
    expect(text).toContain(viewer);
    expect(text).toMatch(/:59 UTC/);
    expect(await page.getByRole('dialog').textContent()).toContain('/whoami');
    const other = viewer === '127.0.0.1' ? '127.0.0.2' : '127.0.0.1';
    expect(await call(key, '/balance', viewer)).toBe('200');
    expect(await call(key, '/clients', viewer)).toBe('403 insufficient_scope');
    expect(await call(key, '/balance', other)).toBe('403 ip_not_allowed');
    await page.getByRole('button', { name: 'Copy key' }).click();
    await page.getByRole('button', { name: 'Done' }).click();
    expect(await row(page, 'Balance only').textContent()).toMatch(/Balance: readFrom /);
  }, 60_000);

  test('takes what was limited along, back from the code to the form', async () => {
    const { page } = tab;
    await signIn(tab, user);
    await openGenerate(page);
    const dialog = page.getByRole('dialog');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Kept');
    await dialog.getByRole('button', { name: /Limit what this key can do/ }).click();
    await choose(dialog, 'Read only');
    await addAddress(dialog, ELSEWHERE);
    await sendCode(page, user.email);
    await page.getByRole('button', { name: 'Back' }).click();

    await dialog.getByText(`Read only, from ${ELSEWHERE}, never ends`).waitFor();
    expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Kept');
  }, 60_000);
});

describe('the access of a key', () => {
  test('is narrowed without a code, and the API refuses the rest at once', async () => {
    const key = await openWith({});
    expect(await call(key, '/clients')).toBe('200');
    const dialog = await openLimits(tab.page, 'Test key');
    await choose(dialog, 'Custom');
    await dialog.getByRole('radio', { name: 'Clients: none' }).check();
    await saveWithoutCode();

    await tab.page.getByText('“Test key” is changed').waitFor();
    expect(await call(key, '/clients')).toBe('403 insufficient_scope');
    expect(await call(key, '/balance')).toBe('200');
    expect(await row(tab.page, 'Test key').textContent()).toContain('7 of 8 resources');
  }, 60_000);

  test('is widened with a code only, whose message names exactly that', async () => {
    const key = await openWith({ scopes: ['balance:read'] });
    const { page } = tab;
    const dialog = await openLimits(page, 'Test key');
    await dialog.getByRole('radio', { name: 'Clients: read' }).check();
    await dialog.getByText('This takes a one-time code', { exact: true }).waitFor();
    await dialog.getByText('Allows more than before: Clients: read').waitFor();
    const { code, text } = await sendCode(page, user.email);
    expect(text).toMatch(/Test key/);
    expect(text).toMatch(/May do.*clients:read, balance:read/);
    await dialog.getByText('Allows more than before: Clients: read').waitFor();
    await lookAt(page, 'limits-code');
    expect(await call(key, '/clients')).toBe('403 insufficient_scope');

    await typeCode(page, wrongCode(code));
    await dialog.getByRole('alert').getByText('4 attempts are left.').waitFor();
    expect(await firstDigit(page).inputValue()).toBe('');
    await lookAt(page, 'limits-code-wrong');
    expect(await call(key, '/clients')).toBe('403 insufficient_scope');

    await typeCode(page, code);
    await hidden();
    expect(await call(key, '/clients')).toBe('200');
    expect(await call(key, '/flows')).toBe('403 insufficient_scope');
  }, 60_000);
});

describe('the addresses of a key', () => {
  test('are narrowed without a code, and take one to be added to or emptied', async () => {
    const key = await openWith({});
    const { page } = tab;
    const narrow = await openLimits(page, 'Test key');
    await addAddress(narrow, ELSEWHERE);
    await saveWithoutCode();
    expect(await call(key)).toBe('403 ip_not_allowed');

    const add = await openLimits(page, 'Test key');
    const viewer = await viewerAddress(add);
    await add.getByRole('button', { name: 'Add this address' }).click();
    const added = await confirmWithCode(page, user.email);
    await hidden();
    expect(added).toContain(`Usable from: ${ELSEWHERE}, ${viewer}`);
    expect(await call(key, '/echo', viewer)).toBe('200');

    await letOtpTimePass(user.userId, 60);
    const empty = await openLimits(page, 'Test key');
    await empty.getByRole('button', { name: `Remove ${ELSEWHERE}` }).click();
    await empty.getByRole('button', { name: `Remove ${viewer}` }).click();
    await empty.getByText('Allows more than before: every address').waitFor();
    const emptied = await confirmWithCode(page, user.email);
    await hidden();
    expect(emptied).toContain('Usable from: any address');
    expect(await call(key, '/echo', '127.0.0.1')).toBe('200');
  }, 90_000);
});

describe('the end of a key', () => {
  test('is brought forward without a code, and put off with one', async () => {
    await openWith({ expires_at: new Date(Date.now() + 40 * 86_400_000).toISOString() });
    const { page } = tab;
    const sooner = await openLimits(page, 'Test key');
    await sooner.getByLabel('Last day').fill(dayFromNow(3));
    await saveWithoutCode();
    expect(await row(page, 'Test key').textContent()).toMatch(/Endsin [34] days/);

    const later = await openLimits(page, 'Test key');
    await choose(later, 'Never');
    await later.getByText('Allows more than before: it works longer').waitFor();
    expect(await confirmWithCode(page, user.email)).toMatch(/Expires: never/);
    await hidden();
    expect(await row(page, 'Test key').textContent()).toMatch(/EndsNever/);
  }, 60_000);

  test('that has come is told by the API and the table, and can be put off', async () => {
    const { key } = await createApiKey(user.partnerId, {
      name: { S: 'Short-lived' },
      expires_at: { N: String(epochSeconds() - 60) },
    });
    await changePartner(user.partnerId, { active_keys: { N: '1' } });
    const { page } = tab;
    await signIn(tab, user);
    await row(page, 'Short-lived').getByText('Expired').waitFor();
    expect(await call(key)).toBe('403 api_key_expired');
    const dialog = await openLimits(page, 'Short-lived');
    await dialog.getByText(/It ended on/).waitFor();
    await dialog.getByLabel('Last day').fill(dayFromNow(1));
    await confirmWithCode(page, user.email);
    await hidden();

    expect(await call(key)).toBe('200');
    await row(page, 'Short-lived').getByText('Active').waitFor();
  }, 60_000);

  test('comes while the page is open, and is shown without another call', async () => {
    const { page } = tab;
    await page.clock.install();
    await openWith({ expires_at: new Date(Date.now() + 60_000).toISOString() });
    await row(page, 'Test key').getByText('Active').waitFor();
    await page.clock.fastForward(75_000);

    await row(page, 'Test key').getByText('Expired').waitFor();
  }, 60_000);
});

test('a key is disabled without a code, and enabled with one', async () => {
  const key = await openWith({});
  const { page } = tab;
  const before = await codesSent();
  await manageKey(page, 'key Test key', 'Disable');
  await page.getByRole('button', { name: 'Disable key' }).click();
  await page.getByText('“Test key” is disabled').waitFor();
  await hidden();
  expect(await codesSent()).toBe(before);
  expect(await call(key)).toBe('403 api_key_disabled');
  await row(page, 'Test key').getByText('Disabled').waitFor();

  await manageKey(page, 'key Test key', 'Enable');
  await page.getByText('It allows calls that are refused now.').waitFor();
  expect(await confirmWithCode(page, user.email)).toMatch(/Set to: active/);
  await page.getByText('“Test key” is enabled').waitFor();
  expect(await call(key)).toBe('200');
}, 60_000);
