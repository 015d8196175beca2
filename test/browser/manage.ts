import { expect } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { request } from '../support/local-run.ts';
import { codeIn, messagesTo, nextMessageTo } from '../support/mailbox.ts';
import { echoCall, withKey } from '../support/partner-calls.ts';
import { firstDigit, typeCode } from './generate.ts';
import { WIDE } from './hub-page.ts';

/** Opens the menu of a key and chooses what to do; `label` is what the menu calls the key. */
export async function manageKey(page: Page, label: string, action: string): Promise<Locator> {
  await page.getByRole('button', { name: `Manage ${label}`, exact: true }).click();
  await page.getByRole('menuitem', { name: action, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  return dialog;
}

export const openLimits = (page: Page, name: string) => manageKey(page, `key ${name}`, 'Edit restrictions');

/** One of several that are shown side by side. */
export async function choose(dialog: Locator, text: string): Promise<void> {
  await dialog.getByText(text, { exact: true }).click();
}

export async function addAddress(dialog: Locator, text: string): Promise<void> {
  await dialog.getByRole('textbox', { name: 'Address or range' }).fill(text);
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
}

/** Asks for a code and reads the message. */
export async function sendCode(page: Page, email: string): Promise<{ readonly code: string; readonly text: string }> {
  const seen = (await messagesTo(email)).length;
  await page.getByRole('button', { name: 'Send code' }).click();
  const message = await nextMessageTo(email, seen);
  await firstDigit(page).waitFor();
  return { code: codeIn(message), text: message.text };
}

/** Sends and types the code. Answers the message's text. */
export async function confirmWithCode(page: Page, email: string): Promise<string> {
  const { code, text } = await sendCode(page, email);
  await typeCode(page, code);
  return text;
}

/** Saves what takes no code. */
export async function save(page: Page): Promise<void> {
  await page.getByRole('dialog').getByText('This takes no code', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
}

/** The address that the hub sees the browser at, as the dialog names it. */
export async function viewerAddress(dialog: Locator): Promise<string> {
  return (
    (await dialog
      .getByText(/The hub sees you at/)
      .locator('code')
      .textContent()) ?? ''
  );
}

/** Status and code of a call to the Partner API with the key. */
export async function callWith(key: string, partnerId: string, path = '/echo', from?: string): Promise<string> {
  const { status, json } = await request({
    ...echoCall(partnerId, withKey(key)),
    path: `/api/v2/partners/${partnerId}${path}`,
    ...(from !== undefined && { from }),
  });
  return status === 200 ? '200' : `${status} ${json.error}`;
}

/** The day in the browser's time zone, as a date field has it. */
export function dayFromNow(days: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin' }).format(Date.now() + days * 86_400_000);
}

/** Somebody who looks at the end of a long form sees it. */
export async function expectInView(element: Locator): Promise<void> {
  const { y = -1, height = 0 } = (await element.boundingBox()) ?? {};
  expect(y).toBeGreaterThan(0);
  expect(y + height).toBeLessThanOrEqual(WIDE.height);
}
