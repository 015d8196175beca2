import { setTimeout } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';

/** What has the focus, by its accessible name or text. */
export async function focused(page: Page): Promise<string> {
  return String(
    await page.evaluate(`{
      const element = document.activeElement;
      const labels = element.labels ? [...element.labels].map((label) => label.textContent) : [];
      element.getAttribute('aria-label') ?? (labels.join(' ') || element.textContent);
    }`),
  ).trim();
}

/** Dialogs give the focus back a moment after they have gone. */
export async function expectFocus(page: Page, name: string): Promise<void> {
  const limit = AbortSignal.timeout(2000);
  while ((await focused(page)) !== name && !limit.aborted) await setTimeout(20);
  expect((await focused(page)).slice(0, 200)).toBe(name);
}

/** Goes on with the key until that has the focus. */
export async function pressUntil(page: Page, key: string, name: string): Promise<void> {
  const seen: string[] = [];
  for (let count = 0; count < 40; count++) {
    await page.keyboard.press(key);
    const now = await focused(page);
    if (now === name) return;
    seen.push(now);
  }
  throw new Error(`${name} never got the focus: ${seen.join(' | ')}`);
}
