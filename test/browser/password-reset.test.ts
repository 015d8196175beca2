import { afterAll, expect, test } from '@jest/globals';
import { readMessages } from '../../tools/client/mailbox.ts';
import { hub, mailbox } from '../support/hub.ts';
import { nextSecond } from '../support/next-second.ts';
import { createUser, newPhone } from '../support/users.ts';
import { axeFindings } from './axe.ts';
import { FAILED_CALLS } from './failures.ts';
import { firstDigit, openGenerate } from './generate.ts';
import { closePages, enterPassword, expectNoFaults, openPage } from './hub-page.ts';
import { lookAt } from './picture.ts';

const PASSWORD = 'Another-Passw0rd!';

afterAll(closePages);

test('a forgotten password is reset, and then codes come by WhatsApp only, for an hour', async () => {
  const user = await createUser({ phone: newPhone() });
  const tab = await openPage();
  const { page } = tab;
  await page.goto(`${hub}/`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByLabel('E-mail address').fill(user.email);
  await page.getByRole('button', { name: 'Send code' }).click();
  await page.getByLabel('New password').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  const [message] = await readMessages(mailbox, user.email);
  await page.getByLabel('Code').fill(/\d{6}/.exec(message?.text ?? '')?.[0] ?? '');
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByRole('status').getByText('Your password has been changed.').waitFor();
  expect(await axeFindings(page)).toEqual([]);

  // A sign-in of the second of the reset does not count.
  await nextSecond();
  await enterPassword(page, { email: user.email, password: PASSWORD });
  await page.getByText('No API keys yet').waitFor();
  await openGenerate(page);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('After a reset');
  await page.getByRole('button', { name: 'Send code' }).click();
  const alert = page.getByRole('dialog').getByRole('alert');
  await alert.getByText('No codes by e-mail right after a password reset').waitFor();
  expect(await alert.textContent()).toMatch(/You can get one after .*\d\d:\d\d.*, or by WhatsApp right away/);
  await lookAt(page, 'code-after-reset');

  await page.getByText('WhatsApp', { exact: true }).click();
  await page.getByRole('button', { name: 'Send code' }).click();
  await firstDigit(page).waitFor();
  expectNoFaults(tab, [FAILED_CALLS]);
}, 60_000);
