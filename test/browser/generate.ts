import type { Page } from 'playwright-core';
import { codeIn, messagesTo, nextMessageTo } from '../support/mailbox.ts';

/** Opens the dialog, names the key and asks for a code, which it reads from the mailbox. */
export async function askForCode(page: Page, email: string, name: string): Promise<string> {
  const seen = (await messagesTo(email)).length;
  await openGenerate(page);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await page.getByRole('button', { name: 'Send code' }).click();
  const code = codeIn(await nextMessageTo(email, seen));
  await firstDigit(page).waitFor();
  return code;
}

export async function openGenerate(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Generate API Key' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).waitFor();
}

/** Types into the six boxes, which submit themselves. */
export async function typeCode(page: Page, code: string): Promise<void> {
  await firstDigit(page).focus();
  await page.keyboard.type(code);
}

/** The whole way to a key, which it answers; the dialog is closed. */
export async function generateKey(page: Page, email: string, name: string): Promise<string> {
  await typeCode(page, await askForCode(page, email, name));
  const key = await shownKey(page);
  await page.getByRole('button', { name: 'Copy key' }).click();
  await page.getByText('The key is on your clipboard.').waitFor();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  return key;
}

export async function shownKey(page: Page): Promise<string> {
  await page.getByRole('dialog', { name: 'Copy your new key' }).waitFor();
  const texts = await page.getByRole('dialog').locator('code').allTextContents();
  const key = texts.find((text) => /^dpa_test_[0-9A-Za-z_]+$/.test(text));
  if (key === undefined) throw new Error(`The dialog shows no key: ${texts.join(' | ')}`);
  return key;
}

export function firstDigit(page: Page) {
  return page.getByRole('textbox', { name: 'Digit 1 of 6' });
}

/** The row of a key. */
export function row(page: Page, name: string) {
  return page.getByRole('row').filter({ hasText: name });
}
