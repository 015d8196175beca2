import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { HttpRequest } from '../../tools/client/http.ts';
import { eventually } from '../support/eventually.ts';
import { request } from '../support/local-run.ts';

/** Makes a call to the Partner API that has to be refused, and answers its request ID. */
export async function refusedCall(call: HttpRequest): Promise<string> {
  const { status, json, headers } = await request(call);
  expect([401, 403]).toContain(status);
  // As the page says where to find it.
  expect(headers['x-amz-apigw-id']).toBe(json.request_id);
  return json.request_id;
}

export const idField = (page: Page) => page.getByRole('textbox', { name: 'Request ID' });

/** Pastes the text as somebody would. */
export async function paste(page: Page, text: string): Promise<void> {
  await idField(page).focus();
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('ControlOrMeta+V');
}

/** Asks why, and looks again until the call is counted. */
export async function explain(page: Page, requestId: string, title: string): Promise<void> {
  await paste(page, requestId);
  await page.getByRole('button', { name: 'Explain' }).click();
  await eventually(async () => {
    const again = page.getByRole('button', { name: 'Refresh' });
    if (await again.isVisible()) await again.click({ timeout: 1_000 });
    await page.getByRole('heading', { name: title }).waitFor({ timeout: 500 });
  });
}

/** The text of a fact or a setting, with what the failed check makes of it. */
export async function fact(page: Page, name: string): Promise<string> {
  const term = page.getByRole('term').filter({ hasText: new RegExp(`^${name}$`) });
  return ((await term.locator('xpath=..').textContent()) ?? '').slice(name.length);
}

/** Names of the checks that are marked so. */
export async function checks(page: Page, result: 'Passed' | 'Failed' | 'Not reached'): Promise<string[]> {
  const texts = await page.getByRole('list', { name: 'Checks' }).getByRole('listitem').allTextContents();
  return texts.filter((text) => text.endsWith(result)).map((text) => text.slice(0, -result.length));
}
