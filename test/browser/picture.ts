import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { PROJECT_DIRECTORY } from '../../tools/client/run-process.ts';
import { axeFindings } from './axe.ts';
import { NARROW, WIDE } from './hub-page.ts';

const ALL_LOOKS = [
  { name: 'wide-light', viewport: WIDE, colorScheme: 'light' },
  { name: 'wide-dark', viewport: WIDE, colorScheme: 'dark' },
  { name: 'narrow-dark', viewport: NARROW, colorScheme: 'dark' },
  { name: 'narrow-light', viewport: NARROW, colorScheme: 'light' },
] as const;
/** Two of them show both widths and both colour schemes, in half the time; `PICTURES=all` takes all four. */
const LOOKS =
  process.env.PICTURES === 'all'
    ? ALL_LOOKS
    : ALL_LOOKS.filter(({ name }) => name === 'wide-light' || name === 'narrow-dark');

/** All pictures. Those in docs/screenshots are chosen from here. */
export const PICTURES = join(PROJECT_DIRECTORY, 'dist', 'screenshots');

/**
 * Looks at the page as it is now, light and wide, dark and narrow: axe finds nothing, nothing is wider than the screen,
 * and a picture of it is kept. The page is as before afterwards, but light and wide.
 */
export async function lookAt(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  const findings: string[] = [];
  for (const { name: look, viewport, colorScheme } of LOOKS) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(viewport);
    await settled(page, colorScheme);
    const wider = Number(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth'));
    if (wider > 0) findings.push(`${look}: ${wider} px wider than the screen`);
    findings.push(...(await axeFindings(page)).map((finding) => `${look}: ${finding}`));
    await page.screenshot({ path: join(PICTURES, `${name}-${look}.png`) });
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize(WIDE);
  await settled(page, 'light');
  expect(findings).toEqual([]);
}

/** Colours and dialogs fade: what axe measures in between is no colour of the page. */
async function settled(page: Page, colorScheme: string): Promise<void> {
  await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: 'attached' });
  await page.evaluate('Promise.allSettled(document.getAnimations().map((animation) => animation.finished))');
}
