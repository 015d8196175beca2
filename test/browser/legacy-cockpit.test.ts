import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { hub } from '../support/hub.ts';
import { request } from '../support/local-run.ts';
import { withToken } from '../support/partner-calls.ts';
import { createLegacyToken } from '../support/records.ts';
import { FAILED_CALLS, failCalls } from './failures.ts';
import { closePages, expectNoFaults, type HubPage, openPage, signIn } from './hub-page.ts';
import { confirmWithCode } from './manage.ts';
import { createNamedUser, type NamedUser } from './named-partner.ts';
import { lookAt } from './picture.ts';

/** Who still uses legacy tokens, beside their switch. Every call is a real one, with a token from `POST /token`. */

const PARTNER = 'harborPA';
const UNAVAILABLE = { status: 503, code: 'temporarily_unavailable' } as const;

let owner: NamedUser;
let colleague: NamedUser;
let tab: HubPage;
let page: Page;

beforeAll(async () => {
  owner = await createNamedUser(PARTNER, 'Harbor Freight Desk', 'owner@harborfreight.example');
  colleague = await createNamedUser(PARTNER, 'Harbor Freight Desk', 'billing@harborfreight.example');
}, 60_000);
beforeEach(async () => {
  tab = await openPage();
  page = tab.page;
  await signIn(tab, owner, '/integration');
}, 60_000);
afterEach(() => expectNoFaults(tab, [FAILED_CALLS]));
afterAll(closePages);

async function tokenOf({ email, password }: NamedUser): Promise<string> {
  const { status, json } = await request({
    method: 'POST',
    path: '/api/v2/token',
    headers: [['content-type', 'application/json']],
    body: JSON.stringify({ username: email, password }),
  });
  expect(status).toBe(200);
  return json.access_token;
}

/** Calls the Partner API and answers the status. */
async function call(token: string, path: string, from: string, partner = PARTNER): Promise<number> {
  const { status } = await request({
    path: `/api/v2/partners/${partner}${path}`,
    headers: [withToken(token)],
    from,
  });
  return status;
}

const refresh = (of: Page = page) => of.getByRole('button', { name: 'Refresh who used legacy tokens' });
const table = (of: Page = page) => of.getByRole('table', { name: 'Users of legacy tokens' });
const cells = async (name: string) =>
  table().getByRole('row').filter({ hasText: name }).getByRole('cell').allTextContents();
const dialog = () => page.getByRole('dialog');

test('while nobody has called, it says that the switch-off is safe', async () => {
  await page.getByText('Nobody used a legacy token in the last 30 days').waitFor();
  await page.getByText('It is safe to switch off.').waitFor();
  expect(await table().count()).toBe(0);
  await lookAt(page, 'legacy-nobody');
}, 60_000);

describe('once systems have called', () => {
  beforeAll(async () => {
    const [ofOwner, ofColleague] = await Promise.all([tokenOf(owner), tokenOf(colleague)]);
    const { token: ofNobody } = await createLegacyToken(PARTNER);
    expect([
      await call(ofOwner, '/clients', '127.0.0.2'),
      await call(ofOwner, '/clients', '127.0.0.2'),
      await call(ofOwner, '/balance', '127.0.0.3'),
      await call(ofColleague, '/channels', '127.0.0.4'),
      // A user who is no member any more.
      await call(ofNobody, '/clients', '127.0.0.5'),
    ]).toEqual([200, 200, 200, 200, 200]);
  }, 60_000);

  test('it names users, calls, addresses and resources, and the rest of the total', async () => {
    await eventually(async () => {
      await refresh().click();
      await page.getByText('5 calls with legacy tokens in the last 30 days.').waitFor({ timeout: 1_000 });
    });
    await page.getByText('Systems of 2 users still use legacy tokens and would stop working').waitFor();
    const [calls, lastUsed, addresses, resources] = await cells(owner.email);
    expect(calls).toContain('3');
    expect(lastUsed).toMatch(/now|minute/);
    expect(addresses).toContain('127.0.0.2127.0.0.3');
    expect(resources).toContain('clientsbalance');
    expect(await cells(colleague.email)).toEqual([
      expect.stringContaining('1'),
      expect.anything(),
      expect.stringContaining('127.0.0.4'),
      expect.stringContaining('channels'),
    ]);
    expect((await cells('Users who were removed since'))[0]).toContain('1');
    await lookAt(page, 'legacy-cockpit');

    await page.getByRole('link', { name: 'View usage' }).click();
    await page.waitForURL(`${hub}/usage/legacy`);
    expect(await page.getByLabel('Credential').locator('option:checked').textContent()).toBe('Legacy tokens');
  }, 60_000);

  test('questions about a switch-off and its scheduling name the traffic of the week', async () => {
    await table().waitFor();
    for (const open of [page.getByRole('switch'), page.getByRole('button', { name: 'Schedule the switch-off' })]) {
      await open.click();
      await dialog().getByText('5 calls with legacy tokens in the last 7 days').waitFor();
      await dialog().getByText(`By ${owner.email}, ${colleague.email}. Last seen `).waitFor();
      await dialog()
        .getByText(/From (127\.0\.0\.\d(, )?){4}\. For clients, /)
        .waitFor();
      await lookAt(
        page,
        `legacy-question-${(await dialog().getByLabel('Date and time').count()) === 1 ? 'schedule' : 'off'}`,
      );
      await page.getByRole('button', { name: 'Cancel' }).click();
      await dialog().waitFor({ state: 'hidden' });
    }
  }, 90_000);

  test('a question whose figures cannot be loaded says so, and loads them again', async () => {
    await table().waitFor();
    const mend = await failCalls(page, 'GET', '/usage?*', UNAVAILABLE);
    await page.getByRole('switch').click();
    await dialog().getByText('Not available right now').waitFor();
    await lookAt(page, 'legacy-question-unavailable');
    await mend();
    await dialog().getByRole('button', { name: 'Try again' }).click();
    await dialog().getByText(`By ${owner.email}, `).waitFor();
  }, 60_000);

  test.each([
    ['not_sent' as const, 'Couldn’t reach the server'],
    [UNAVAILABLE, 'Not available right now'],
  ])(
    'what cannot be loaded (%j) is loaded by trying again, and said once',
    async (failure, title) => {
      const mend = await failCalls(page, 'GET', '/legacy-token', failure);
      await page.reload();
      await page.getByText(title).waitFor();
      expect(await page.getByText(title).count()).toBe(1);
      expect(await page.getByText('Nobody used').count()).toBe(0);
      await lookAt(page, `legacy-${failure === 'not_sent' ? 'no-answer' : 'unavailable'}`);
      await mend();
      await page.getByRole('button', { name: 'Try again' }).click();
      await table().waitFor();
    },
    60_000,
  );

  test('a switch-off keeps the figures, and shows in another tab', async () => {
    const second = await tab.context.newPage();
    await second.goto(`${hub}/integration`);
    await Promise.all([table().waitFor(), table(second).waitFor()]);
    await page.getByRole('switch').click();
    await dialog().getByText(`By ${owner.email}`).waitFor();
    // What the change answers has no figures: those that are there must stay.
    const mend = await failCalls(page, 'GET', '/legacy-token', UNAVAILABLE);
    await dialog().getByRole('button', { name: 'Turn off' }).click();
    await page.getByText('Systems of 2 users used legacy tokens before').waitFor();
    await page.getByText('Calls like these are refused.').waitFor();
    expect((await cells(owner.email))[0]).toContain('3');
    await lookAt(page, 'legacy-cockpit-off');

    await second.getByText('Systems of 2 users used legacy tokens before').waitFor();
    await second.getByText('Off: only API keys are accepted').waitFor();
    await mend();
    await second.getByRole('switch').click();
    await confirmWithCode(second, owner.email);
    await page.getByText('Systems of 2 users still use legacy tokens and would stop working').waitFor();
    expect((await cells(owner.email))[0]).toContain('3');
  }, 90_000);
});

test('calls that were all refused anyway do not speak against a switch-off', async () => {
  const user = await createNamedUser('misdirectedPA', 'Misdirected Mail', 'ops@misdirected.example');
  // To another partner's path.
  expect(await call(await tokenOf(user), '/clients', '127.0.0.6')).toBe(403);
  const other = await openPage();
  await signIn(other, user, '/integration');
  await eventually(async () => {
    await refresh(other.page).click();
    await other.page.getByText('No call with a legacy token succeeded').waitFor({ timeout: 1_000 });
  });

  await other.page
    .getByText('It was one call, and it failed or was refused already: to switch off breaks nothing that works.')
    .waitFor();
  await table(other.page)
    .getByRole('row')
    .filter({ hasText: user.email })
    .getByText('1 0 of them successful')
    .waitFor();
  await lookAt(other.page, 'legacy-all-refused');
  await other.page.getByRole('switch').click();
  await other.page.getByText('None of them succeeded: this breaks nothing that works.').waitFor();
  expectNoFaults(other);
}, 60_000);
