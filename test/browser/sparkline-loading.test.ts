import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Page, Route } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { createApiKey, putUsage } from '../support/records.ts';
import { createUser, type User } from '../support/users.ts';
import { FAILED_CALLS, failCalls } from './failures.ts';
import { row } from './generate.ts';
import { closePages, expectNoFaults, type HubPage, openPage, signIn } from './hub-page.ts';
import { putLastUse } from './named-partner.ts';
import { lookAt } from './picture.ts';

/** How the table of keys gets its sparklines: late, a few at a time, and never at the expense of its rows. */

const KEYS = 30;
const NOT_LOADED = 'The calls of the last 30 days could not be loaded.';
const TODAY = new Date().toISOString().slice(0, 10);
/** React names the part of the page in which a script failed. */
const FAILED_SCRIPT = /Failed to fetch dynamically imported module/;

let user: User;
let tab: HubPage;
/** IDs by name; the newest key has the first number, and the first row. */
let ids: Map<string, string>;

const nameOf = (number: number) => `Key ${String(number).padStart(2, '0')}`;
const FIRST = nameOf(1);
/** In view neither at the table's beginning nor at its end. */
const MIDDLE = nameOf(15);
const LAST = nameOf(KEYS);

beforeEach(async () => {
  user = await createUser();
  ids = new Map();
  for (let number = 1; number <= KEYS; number++) {
    const created_at = { S: new Date(Date.now() - number * 3_600_000).toISOString() };
    const { keyId } = await createApiKey(user.partnerId, { name: { S: nameOf(number) }, created_at });
    ids.set(nameOf(number), keyId);
    const calls = number * 1000;
    await putLastUse(user.partnerId, keyId, 0);
    await putUsage(user.partnerId, `${keyId}#${TODAY}`, {
      ...{ total: calls, success: calls, updated_at: `${TODAY}T00:00:01.000Z` },
    });
  }
  tab = await openPage();
}, 60_000);
afterEach(() => expectNoFaults(tab, [FAILED_CALLS, FAILED_SCRIPT]));
afterAll(closePages);

const sparkline = (name: string) => row(tab.page, name).getByRole('img', { name: /in the last 30 days/ });
const isUsageOf = (name: string) => (address: string) =>
  address.includes('/usage?') && new URL(address).searchParams.get('credential_id') === ids.get(name);
const askedFor = (name: string) => tab.addresses.filter(isUsageOf(name)).length;

/** Away from the first row and back to it. */
async function lookAgain(): Promise<void> {
  await row(tab.page, LAST).scrollIntoViewIfNeeded();
  await sparkline(LAST).waitFor();
  await row(tab.page, FIRST).scrollIntoViewIfNeeded();
}

/** Keeps all figures on their way. Those that are held now, and what lets them and all others pass. */
async function holdFigures(page: Page): Promise<{ readonly held: Route[]; readonly release: () => Promise<void> }> {
  const held: Route[] = [];
  const address = '**/management/v1/usage?*';
  await page.route(address, (route) => void held.push(route));
  return {
    held,
    release: async () => {
      await Promise.all(held.map((route) => route.continue()));
      await page.unroute(address);
    },
  };
}

test.each([
  [1440, 900],
  [1024, 900],
  // Cards, of which enough are in view.
  [390, 2400],
])(
  'figures are asked for at most four at once, and a table in %i pixels neither waits for them nor moves',
  async (width, height) => {
    const { page } = tab;
    await page.setViewportSize({ width, height });
    const { held, release } = await holdFigures(page);
    await signIn(tab, user);
    await eventually(async () => expect(held.length).toBeGreaterThanOrEqual(4));
    // Whatever was asked for together with the first ones has come by here when this has.
    await page.evaluate('fetch("/config.json").then((answer) => answer.text())');
    expect(held).toHaveLength(4);
    const place = () => row(page, LAST).getByText('Active').boundingBox();
    const before = await place();
    await page.getByRole('button', { name: `Manage key ${FIRST}` }).click();
    await page.getByRole('menuitem', { name: 'Usage' }).waitFor();
    await page.keyboard.press('Escape');

    await release();
    for (const number of [1, 2, 3, 4]) await sparkline(nameOf(number)).waitFor();
    expect(await place()).toEqual(before);
  },
  60_000,
);

test('figures are asked for when their row comes into view, once', async () => {
  const { page } = tab;
  await signIn(tab, user);
  await row(page, FIRST).getByText('1k', { exact: true }).waitFor();
  expect(askedFor(LAST)).toBe(0);
  await row(page, LAST).scrollIntoViewIfNeeded();
  const name = '30,000 calls in the last 30 days, at most 30,000 a day';
  await row(page, LAST).getByRole('img', { name }).waitFor();

  // Figures come in the order of asking: were it asked for, it would have been before the last.
  expect([FIRST, MIDDLE, LAST].map(askedFor)).toEqual([1, 0, 1]);
}, 60_000);

test.each([['not_sent' as const], [{ status: 503, code: 'temporarily_unavailable' } as const]])(
  'figures that cannot be loaded (%j) leave a dash, and come with the next look',
  async (failure) => {
    const { page } = tab;
    const mend = await failCalls(page, 'GET', `/usage?*credential_id=${ids.get(FIRST)}`, failure);
    await signIn(tab, user);
    await row(page, FIRST).getByText(NOT_LOADED).waitFor();
    await sparkline(nameOf(2)).waitFor();
    expect(await page.getByText(NOT_LOADED).count()).toBe(1);
    expect(askedFor(FIRST)).toBe(1);
    if (failure === 'not_sent') await lookAt(page, 'sparkline-failed');

    await mend();
    await lookAgain();
    await sparkline(FIRST).waitFor();
    expect(await page.getByText(NOT_LOADED).count()).toBe(0);
  },
  90_000,
);

test('a chart whose script does not arrive leaves the table whole, and comes with the next visit', async () => {
  const { page } = tab;
  const script = '**/assets/sparkline-*.js';
  await page.route(script, (route) => route.abort('connectionfailed'));
  await signIn(tab, user);
  await row(page, FIRST).getByText(NOT_LOADED).waitFor();
  await row(page, LAST).waitFor();
  expect(tab.addresses.some((address) => address.includes('/usage?'))).toBe(false);

  await page.unroute(script);
  await page.reload();
  await sparkline(FIRST).waitFor();
}, 60_000);
