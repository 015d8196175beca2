import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type CreatedKey, createKeyWithCode } from '../support/create-key.ts';
import { eventually } from '../support/eventually.ts';
import { hub } from '../support/hub.ts';
import { managementAs } from '../support/management-api.ts';
import { createApiKey, DISABLED, EXPIRED } from '../support/records.ts';
import { createUser, type SignedInUser, signInUser } from '../support/users.ts';
import { row } from './generate.ts';
import { closePages, expectNoFaults, type HubPage, openPage, signIn } from './hub-page.ts';
import { callWith } from './manage.ts';
import { lookAt } from './picture.ts';

/** The calls of the last 30 days in the table of keys, as they were counted from real calls. */

let user: SignedInUser;
let booking: CreatedKey;
let tab: HubPage;

beforeAll(async () => {
  user = await signInUser(await createUser());
  booking = await createKeyWithCode(user, 'Booking', { scopes: ['clients:read'] });
  await createApiKey(user.partnerId, { ...DISABLED, name: { S: 'Paused' } });
  await createApiKey(user.partnerId, { ...EXPIRED, name: { S: 'Ended' } });
  tab = await openPage();
  await signIn(tab, user);
  await row(tab.page, 'Booking').waitFor();
}, 60_000);
afterEach(() => expectNoFaults(tab));
afterAll(closePages);

const call = (path: string) => callWith(booking.key, user.partnerId, path);
const sparkline = (name: RegExp) => row(tab.page, 'Booking').getByRole('img', { name });

async function untilCounted(total: number): Promise<void> {
  await eventually(async () => {
    const { json } = await managementAs(user).get(`/usage?credential_id=${booking.id}`);
    const days: readonly { readonly total: number }[] = json.days;
    expect(days.reduce((sum, day) => sum + day.total, 0)).toBe(total);
  });
}

const isUsageOf = (address: string, keyId: string) => address.includes('/usage?') && address.includes(keyId);
const isUsageOfBooking = (response: { url(): string }) => isUsageOf(response.url(), booking.id);
const requests = () => tab.addresses.filter((address) => isUsageOf(address, booking.id)).length;

/** As the browser does when somebody comes back to the tab. */
async function comeBack(): Promise<void> {
  await tab.page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
}

test('a key without calls says so, also a disabled or expired one', async () => {
  for (const name of ['Booking', 'Paused', 'Ended']) {
    await row(tab.page, name).getByText('No calls in 30 days').waitFor();
  }
  expect(await tab.page.getByRole('table').getByRole('img').count()).toBe(0);
});

test('real calls are told with their number, and those without success apart', async () => {
  expect([await call('/clients'), await call('/clients'), await call('/balance')]).toEqual([
    '200',
    '200',
    '403 insufficient_scope',
  ]);
  await untilCounted(3);
  await tab.page.reload();

  await sparkline(/^3 calls in the last 30 days, at most [23] a day, 1 of them unsuccessful$/).waitFor();
  await row(tab.page, 'Paused').getByText('No calls in 30 days').waitFor();
  await lookAt(tab.page, 'sparkline');
}, 60_000);

test('it is reached by keyboard, and leads to the usage of its key', async () => {
  const { page } = tab;
  await row(page, 'Booking').getByRole('button', { name: 'Rename key Booking' }).focus();
  await page.keyboard.press('Tab');
  expect(await row(page, 'Booking').locator('a:focus').getAttribute('href')).toBe(`/usage/${booking.id}`);
  await page.keyboard.press('Enter');

  await page.waitForURL(`${hub}/usage/${booking.id}`);
  await page.getByRole('img', { name: /^3 calls from/ }).waitFor();
  await page.goBack();
  await sparkline(/^3 calls/).waitFor();
}, 60_000);

test('figures are kept while they are fresh, and told anew to whoever comes back later', async () => {
  const { page } = tab;
  await page.clock.install();
  await page.reload();
  await sparkline(/^3 calls/).waitFor();
  // The page's time stands still from here on: what is loaded then stays fresh until the test says otherwise.
  await page.clock.pauseAt(Date.now() + 60_000);
  const loaded = page.waitForResponse(isUsageOfBooking);
  await comeBack();
  await (await loaded).finished();
  const before = requests();
  await call('/clients');
  await untilCounted(4);

  await comeBack();
  await page.getByRole('link', { name: 'Integration' }).click();
  await page.getByRole('heading', { level: 1, name: 'Integration' }).waitFor();
  await page.goBack();
  await sparkline(/^3 calls/).waitFor();
  await page.clock.fastForward(5001);
  await comeBack();

  await sparkline(/^4 calls in the last 30 days, at most [2-4] a day, 1 of them unsuccessful$/).waitFor();
  expect(requests()).toBe(before + 1);
}, 60_000);
