import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { RENEW_COMMAND, RENEWING, readPictureSources, TAKEN_PICTURES } from '../../tools/pictures/sources.ts';
import { axeFindings } from './axe.ts';
import { NARROW, WIDE } from './hub-page.ts';
import { shownText } from './shown-text.ts';

const ALL_LOOKS = [
  { name: 'wide-light', viewport: WIDE, colorScheme: 'light' },
  { name: 'wide-dark', viewport: WIDE, colorScheme: 'dark' },
  { name: 'narrow-dark', viewport: NARROW, colorScheme: 'dark' },
  { name: 'narrow-light', viewport: NARROW, colorScheme: 'light' },
] as const;
/** Two of them show both widths and both color schemes, in half the time; `PICTURES=all` takes all four. */
const LOOKS =
  process.env.PICTURES === 'all'
    ? ALL_LOOKS
    : ALL_LOOKS.filter(({ name }) => name === 'wide-light' || name === 'narrow-dark');

const SOURCES = readPictureSources();

/**
 * Looks at the page as it is now, light and wide, dark and narrow: axe finds nothing, nothing is wider than the screen,
 * a picture is taken, and the documents' picture of it, if there is one, shows the same. Afterwards the page is as before,
 * but light and wide.
 */
export async function lookAt(page: Page, name: string): Promise<void> {
  mkdirSync(TAKEN_PICTURES, { recursive: true });
  const findings: string[] = [];
  for (const { name: look, viewport, colorScheme } of LOOKS) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(viewport);
    await settled(page, colorScheme);
    const wider = Number(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth'));
    if (wider > 0) findings.push(`${look}: ${wider} px wider than the screen`);
    findings.push(...(await axeFindings(page)).map((finding) => `${look}: ${finding}`));
    findings.push(...(await takePicture(page, `${name}-${look}.png`)));
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize(WIDE);
  await settled(page, 'light');
  expect(findings).toEqual([]);
}

/** Returns what the documents' picture of that name shows otherwise. */
async function takePicture(page: Page, fileName: string): Promise<string[]> {
  const path = join(TAKEN_PICTURES, fileName);
  await page.screenshot({ path });
  const source = SOURCES[fileName];
  if (source === undefined) return [];
  const shows = await shownText(page);
  writeFileSync(`${path}.txt`, shows.join('\n'));
  if (process.env.PICTURES === RENEWING) return [];
  if (shows.join('\n') === source.shows.join('\n')) return [];
  return [
    `docs/screenshots/${fileName} is older than the page. Renew it with: ${RENEW_COMMAND}`,
    ...source.shows.filter((line) => !shows.includes(line)).map((line) => `only in the picture: ${line}`),
    ...shows.filter((line) => !source.shows.includes(line)).map((line) => `only on the page: ${line}`),
  ];
}

/** Colors and dialogs fade: what axe measures in between is no color of the page. */
async function settled(page: Page, colorScheme: string): Promise<void> {
  await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: 'attached' });
  await page.evaluate('Promise.allSettled(document.getAnimations().map((animation) => animation.finished))');
}
