import { afterAll, expect, test } from '@jest/globals';
import { codeIn, nextMessageTo } from '../support/mailbox.ts';
import { createUser } from '../support/users.ts';
import { expectFocus, pressUntil } from './focus.ts';
import { row, shownKey } from './generate.ts';
import { closePages, expectNoFaults, openPage, signIn } from './hub-page.ts';

afterAll(closePages);

test('everything can be done with the keyboard, and the focus is always where it belongs', async () => {
  const user = await createUser();
  const tab = await openPage();
  const { page } = tab;
  await signIn(tab, user);
  await page.getByText('No API keys yet').waitFor();

  // Generate a key.
  await pressUntil(page, 'Tab', 'Generate API Key');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await expectFocus(page, 'Name');
  await page.keyboard.type('By keyboard');
  await page.keyboard.press('Enter');
  const code = codeIn(await nextMessageTo(user.email, 0));
  await page.getByText('We sent six digits').waitFor();
  await expectFocus(page, 'Digit 1 of 6');
  await page.keyboard.type(code);
  const key = await shownKey(page);
  await expectFocus(page, 'Copy key');

  // The dialog asks before it closes, and holds the focus.
  await page.keyboard.press('Escape');
  await page.getByText('Close without copying the key?').waitFor();
  await expectFocus(page, 'Go back to the key');
  await page.keyboard.press('Enter');
  await pressUntil(page, 'Shift+Tab', 'Copy key');
  await page.keyboard.press('Enter');
  await page.getByText('The key is on your clipboard.').waitFor();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(key);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await expectFocus(page, 'Generate API Key');

  // Rename it.
  await pressUntil(page, 'Tab', 'Rename key By keyboard');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Renamed');
  await page.keyboard.press('Enter');
  await row(page, 'Renamed').waitFor();
  await expectFocus(page, 'Rename key Renamed');

  // Delete it; cancelling gives the focus back.
  await pressUntil(page, 'Tab', 'Delete key Renamed');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await expectFocus(page, 'Cancel');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await expectFocus(page, 'Delete key Renamed');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await pressUntil(page, 'Tab', 'Delete key');
  await page.keyboard.press('Enter');
  await page.getByText('No API keys yet').waitFor();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await expectFocus(page, 'API Keys');

  // The languages are tabs, the pages links, the account a menu.
  await pressUntil(page, 'Tab', 'curl');
  await page.keyboard.press('ArrowRight');
  await expectFocus(page, 'Node');
  await pressUntil(page, 'Shift+Tab', 'Integration');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Integration' }).waitFor();
  await expectFocus(page, 'Integration');
  await pressUntil(page, 'Shift+Tab', `Account ${user.email}`);
  await page.keyboard.press('Enter');
  await page.getByText('Appearance').waitFor();
  await pressUntil(page, 'Tab', 'Sign out');
  await page.keyboard.press('Escape');
  await expectFocus(page, `Account ${user.email}`);

  expectNoFaults(tab);
}, 90_000);
