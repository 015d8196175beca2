import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { hub } from '../support/hub.ts';
import { nextSecond } from '../support/next-second.ts';
import { changePartner, LEGACY_DISABLED } from '../support/records.ts';
import { createUser, type User } from '../support/users.ts';
import { FAILED_CALLS, failCalls } from './failures.ts';
import { expectFocus, pressUntil } from './focus.ts';
import { closePages, enterPassword, expectNoFaults, type HubPage, openPage, signIn } from './hub-page.ts';
import { lookAt } from './picture.ts';

const BUTTON = { name: 'Sign out everywhere', exact: true } as const;
const LEGACY = 'It also ends all legacy tokens';

let user: User;
let tab: HubPage;

beforeEach(async () => {
  user = await createUser();
  tab = await openPage();
  await signIn(tab, user);
  await tab.page.getByText('No API keys yet').waitFor();
}, 60_000);
afterEach(() => expectNoFaults(tab, [FAILED_CALLS]));
afterAll(closePages);

async function openDialog({ page }: HubPage) {
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('button', BUTTON).click();
  const dialog = page.getByRole('dialog', { name: 'Sign out everywhere?' });
  await dialog.waitFor();
  return dialog;
}

test('by keyboard: the dialog says what ends, can be left, and gives the focus back', async () => {
  const { page } = tab;
  await pressUntil(page, 'Tab', `Account ${user.email}`);
  await page.keyboard.press('Enter');
  await pressUntil(page, 'Tab', 'Sign out everywhere');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Sign out everywhere?' });
  await dialog.getByText(LEGACY).waitFor();
  await dialog.getByText('API keys keep working.').waitFor();
  await expectFocus(page, 'Cancel');
  await lookAt(page, 'sign-out-everywhere');

  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await expectFocus(page, `Account ${user.email}`);
  await page.keyboard.press('Enter');
  await pressUntil(page, 'Tab', 'Sign out everywhere');
  await page.keyboard.press('Enter');
  await dialog.waitFor();
  await expectFocus(page, 'Cancel');
  await pressUntil(page, 'Tab', 'Sign out everywhere');
  await page.keyboard.press('Enter');

  await page.waitForURL(`${hub}/`);
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(await page.evaluate('JSON.stringify(sessionStorage)')).not.toMatch(/token/);
}, 60_000);

test('a session in another browser ends, and comes back with the password only', async () => {
  const other = await openPage();
  await signIn(other, user);
  await other.page.getByText('No API keys yet').waitFor();
  await (await openDialog(tab)).getByRole('button', BUTTON).click();
  await tab.page.waitForURL(`${hub}/`);

  await other.page.getByRole('link', { name: 'Activity' }).click();
  await other.page.getByText('Your session has ended').first().waitFor();
  // The provider still knows that browser, and could lead back without a password.
  await other.page.getByRole('button', { name: 'Sign in again' }).first().click();
  await nextSecond();
  await enterPassword(other.page, user);
  await other.page.waitForURL(`${hub}/activity`);
  await other.page.getByText('ended every session and legacy token of').waitFor();
  expectNoFaults(other, [FAILED_CALLS]);
}, 60_000);

test('another tab of the same browser is signed out, too', async () => {
  const second = await tab.context.newPage();
  await second.goto(`${hub}/activity`);
  await second.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
  await (await openDialog(tab)).getByRole('button', BUTTON).click();

  await second.getByRole('button', { name: 'Sign in' }).waitFor();
}, 60_000);

test('a failure leaves the dialog open, and a retry ends everything', async () => {
  const { page } = tab;
  const dialog = await openDialog(tab);
  const recover = await failCalls(page, 'DELETE', '/sessions', { status: 503, code: 'temporarily_unavailable' });
  await dialog.getByRole('button', BUTTON).click();
  await dialog.getByText('Not available right now').waitFor();
  await recover();
  await dialog.getByRole('button', { name: 'Try again' }).click();

  await page.waitForURL(`${hub}/`);
}, 60_000);

test('a lost answer is none: the session has ended, and that is what was wanted', async () => {
  const { page } = tab;
  const dialog = await openDialog(tab);
  const recover = await failCalls(page, 'DELETE', '/sessions', 'answer_lost');
  await dialog.getByRole('button', BUTTON).click();
  await dialog.getByText('Couldn’t reach the server').waitFor();
  await recover();
  await dialog.getByRole('button', { name: 'Try again' }).click();

  await page.waitForURL(`${hub}/`);
}, 60_000);

test('legacy tokens are no topic where they are off', async () => {
  await changePartner(user.partnerId, LEGACY_DISABLED);
  await tab.page.reload();
  await tab.page.getByText('No API keys yet').waitFor();
  const dialog = await openDialog(tab);

  await dialog.getByText('API keys keep working.').waitFor();
  expect(await dialog.getByText(LEGACY).count()).toBe(0);
}, 60_000);
