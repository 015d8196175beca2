import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { createUser, type User } from '../support/users.ts';
import { askForCode, row, shownKey, typeCode } from './generate.ts';
import { closePages, expectNoFaults, type HubPage, openPage, signIn } from './hub-page.ts';
import { lookAt } from './picture.ts';

let user: User;
let tab: HubPage;
let key: string;

beforeEach(async () => {
  user = await createUser();
  tab = await openPage();
  await signIn(tab, user);
  await typeCode(tab.page, await askForCode(tab.page, user.email, 'Billing service'));
  key = await shownKey(tab.page);
}, 60_000);
afterEach(() => expectNoFaults(tab));
afterAll(closePages);

const question = () => tab.page.getByText('Close without copying the key?');

/** Everything that outlives the dialog, in which the key could have been left. */
async function whatStays(): Promise<string> {
  const stored = await tab.page.evaluate(
    'JSON.stringify([localStorage, sessionStorage, document.cookie, history.state, location.href, document.title, name])',
  );
  const databases = await tab.page.evaluate('indexedDB.databases().then((all) => JSON.stringify(all))');
  const caches = await tab.page.evaluate('caches.keys().then((all) => JSON.stringify(all))');
  return [stored, databases, caches, await tab.page.content()].join('\n');
}

test.each([
  ['Escape', async () => tab.page.keyboard.press('Escape')],
  ['the close button', async () => tab.page.getByRole('button', { name: 'Close', exact: true }).click()],
  ['Done', async () => tab.page.getByRole('button', { name: 'Done' }).click()],
  ['going back', async () => void (await tab.page.evaluate('history.back()'))],
])(
  '%s does not close the dialog before the key was copied',
  async (_, leave) => {
    await leave();
    await question().waitFor();
    expect(await shownKey(tab.page)).toBe(key);
    expect(tab.page.url()).toMatch(/\/api-keys$/);

    await tab.page.getByRole('button', { name: 'Go back to the key' }).click();
    await tab.page.getByRole('button', { name: 'Copy key' }).click();
    expect(await tab.page.evaluate('navigator.clipboard.readText()')).toBe(key);
    await tab.page.keyboard.press('Escape');
    await tab.page.getByRole('dialog').waitFor({ state: 'hidden' });
  },
  60_000,
);

test('a reload before the key was copied asks in the words of the browser', async () => {
  const asked = tab.page.waitForEvent('dialog');
  const reload = tab.page.reload({ timeout: 5_000 }).catch(() => {});
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await reload;

  expect(await shownKey(tab.page)).toBe(key);
});

test('the dialog can be closed without the key, which then exists but is nowhere', async () => {
  await tab.page.keyboard.press('Escape');
  await question().waitFor();
  await lookAt(tab.page, 'key-guard');
  await tab.page.getByRole('button', { name: 'Close without it' }).click();
  await tab.page.getByRole('dialog').waitFor({ state: 'hidden' });

  await row(tab.page, 'Billing service').waitFor();
  expect(await whatStays()).not.toContain(key);
}, 60_000);

test('a copied key leaves nothing behind but the clipboard', async () => {
  await lookAt(tab.page, 'key');
  expect(await tab.page.evaluate('JSON.stringify([localStorage, sessionStorage, history.state])')).not.toContain(key);
  await tab.page.getByRole('button', { name: 'Copy key' }).click();
  await tab.page.getByText('The key is on your clipboard.').waitFor();
  await lookAt(tab.page, 'key-copied');
  await tab.page.getByRole('button', { name: 'Done' }).click();
  await tab.page.getByRole('dialog').waitFor({ state: 'hidden' });
  expect(await whatStays()).not.toContain(key);

  // Nor does a new dialog, or a reload.
  await tab.page.getByRole('button', { name: 'Generate API Key' }).click();
  await tab.page.getByRole('textbox', { name: 'Name', exact: true }).waitFor();
  expect(await whatStays()).not.toContain(key);
  await tab.page.reload();
  await row(tab.page, 'Billing service').waitFor();
  expect(await whatStays()).not.toContain(key);
  expect(tab.addresses.join('\n')).not.toContain(key);
}, 90_000);

test('a refused clipboard leaves the key selected, and copying it by hand counts', async () => {
  await tab.page.evaluate('navigator.clipboard.writeText = () => Promise.reject(new Error("refused"))');
  await tab.page.getByRole('button', { name: 'Copy key' }).click();
  await tab.page.getByText('The browser did not allow it.').waitFor();
  expect(await tab.page.evaluate('getSelection().toString()')).toBe(key);
  await lookAt(tab.page, 'key-clipboard-refused');

  await tab.page.keyboard.press('ControlOrMeta+c');
  await tab.page.getByRole('button', { name: 'Done' }).click();
  await tab.page.getByRole('dialog').waitFor({ state: 'hidden' });
}, 60_000);
