import { afterAll, expect, test } from '@jest/globals';
import { createKeyWithCode } from '../support/create-key.ts';
import { letOtpTimePass } from '../support/hub-records.ts';
import { codeIn, messagesTo, nextMessageTo } from '../support/mailbox.ts';
import { createUser, signInUser } from '../support/users.ts';
import { expectFocus, pressUntil } from './focus.ts';
import { row, shownKey } from './generate.ts';
import { closePages, expectNoFaults, openPage, signIn } from './hub-page.ts';

afterAll(closePages);

test('a key is limited, rotated, disabled and enabled with the keyboard, and the focus is always where it belongs', async () => {
  const user = await signInUser(await createUser());
  await createKeyWithCode(user, 'By keyboard', { scopes: ['balance:read'] });
  await letOtpTimePass(user.userId, 60);
  const tab = await openPage();
  const { page } = tab;
  await signIn(tab, user);
  await row(page, 'By keyboard').waitFor();
  const closed = () => page.getByRole('dialog').waitFor({ state: 'hidden' });

  // The menu: arrows go round, Escape gives the focus back.
  await pressUntil(page, 'Tab', 'Manage key By keyboard');
  await page.keyboard.press('Enter');
  await expectFocus(page, 'Edit restrictions');
  await page.keyboard.press('ArrowUp');
  await expectFocus(page, 'Usage');
  await page.keyboard.press('ArrowDown');
  await expectFocus(page, 'Edit restrictions');
  await page.keyboard.press('End');
  await expectFocus(page, 'Usage');
  await page.keyboard.press('Escape');
  await expectFocus(page, 'Manage key By keyboard');
  expect(await page.getByRole('menu').count()).toBe(0);

  // Its limits: arrows choose a level, Enter in the field adds an address, and again sends the form.
  await page.keyboard.press('ArrowDown');
  await expectFocus(page, 'Edit restrictions');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await pressUntil(page, 'Tab', 'Clients: none');
  await page.keyboard.press('ArrowRight');
  await expectFocus(page, 'Clients: read');
  await pressUntil(page, 'Tab', 'Address or range');
  await page.keyboard.type('192.0.2.1');
  await page.keyboard.press('Enter');
  await pressUntil(page, 'Tab', 'Remove 192.0.2.1');
  await page.keyboard.press('Enter');
  await expectFocus(page, 'Address or range');
  const seen = (await messagesTo(user.email)).length;
  await page.keyboard.press('Enter');
  await page.getByText('We sent six digits').waitFor();
  await expectFocus(page, 'Digit 1 of 6');
  await page.keyboard.type(codeIn(await nextMessageTo(user.email, seen)));
  await closed();
  await expectFocus(page, 'Manage key By keyboard');

  // A rotation.
  await letOtpTimePass(user.userId, 60);
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await expectFocus(page, 'Rotate');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await pressUntil(page, 'Tab', 'Send code');
  await page.keyboard.press('Enter');
  await page.getByText('We sent six digits').waitFor();
  await expectFocus(page, 'Digit 1 of 6');
  await page.keyboard.type(codeIn(await nextMessageTo(user.email, seen + 1)));
  await shownKey(page);
  await expectFocus(page, 'Copy key');
  await page.keyboard.press('Enter');
  await page.getByText('The key is on your clipboard.').waitFor();
  await page.keyboard.press('Escape');
  await closed();

  // The old key of the pair is disabled, and then ended.
  await pressUntil(page, 'Tab', 'Manage old key By keyboard');
  await page.keyboard.press('Enter');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  await expectFocus(page, 'Disable');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await expectFocus(page, 'Cancel');
  await pressUntil(page, 'Tab', 'Disable key');
  await page.keyboard.press('Enter');
  await page.getByText('“By keyboard” is disabled').waitFor();
  await closed();
  await expectFocus(page, 'Manage old key By keyboard');
  await pressUntil(page, 'Tab', 'End old key By keyboard now');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await pressUntil(page, 'Tab', 'End old key');
  await page.keyboard.press('Enter');
  await closed();
  await expectFocus(page, 'API Keys');

  // The settings.
  await pressUntil(page, 'Shift+Tab', 'Security');
  await page.keyboard.press('Enter');
  await page.getByText('No limit', { exact: true }).waitFor();
  await expectFocus(page, 'Security');
  await pressUntil(page, 'Tab', 'Change maximum key lifetime');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await closed();
  await expectFocus(page, 'Change maximum key lifetime');

  expectNoFaults(tab);
}, 90_000);
