import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { hub } from '../support/hub.ts';
import { FAILED_CALLS, failCalls } from './failures.ts';
import { closePages, expectNoFaults, type HubPage } from './hub-page.ts';
import { addAddress, choose, save } from './manage.ts';
import { endSession, openWithKey } from './open-with-key.ts';
import { lookAt } from './picture.ts';

/** What goes wrong in the middle of a change of the settings: nothing typed is lost, and nothing is guessed. */

const UNAVAILABLE = { status: 503, code: 'temporarily_unavailable', retryAfter: 5 } as const;
const ELSEWHERE = '192.0.2.0/24';

let tab: HubPage;

beforeEach(async () => {
  ({ tab } = await openWithKey());
}, 60_000);
afterEach(() => expectNoFaults(tab, [FAILED_CALLS]));
afterAll(closePages);

const dialog = () => tab.page.getByRole('dialog');
const alert = () => dialog().getByRole('alert');
const hidden = () => dialog().waitFor({ state: 'hidden' });
const tryAgain = () => dialog().getByRole('button', { name: 'Try again' });

describe('the settings', () => {
  test.each([
    ['not_sent' as const, 'Couldn’t reach the server'],
    [UNAVAILABLE, 'Not available right now'],
  ])(
    'that cannot be loaded (%j) are loaded by trying again',
    async (failure, title) => {
      const { page } = tab;
      const mend = await failCalls(page, 'GET', '/settings', failure);
      await page.goto(`${hub}/security`);
      await page.getByRole('alert').getByText(title).waitFor();
      expect(await page.getByRole('button', { name: 'Change allowed addresses' }).isDisabled()).toBe(true);
      if (failure === UNAVAILABLE) await lookAt(page, 'security-unavailable');

      await mend();
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByText('Any address', { exact: true }).waitFor();
    },
    60_000,
  );

  test('keep what was typed when the change fails, and are changed by trying again', async () => {
    const { page } = tab;
    await page.goto(`${hub}/security`);
    const mend = await failCalls(page, 'PATCH', '/settings', UNAVAILABLE);
    await page.getByRole('button', { name: 'Change maximum key lifetime' }).click();
    await choose(dialog(), 'Limit');
    await dialog().getByRole('textbox', { name: 'Number of days' }).fill('45');
    await save(page);
    await alert().getByText('Not available right now').waitFor();
    expect(await dialog().getByRole('textbox', { name: 'Number of days' }).inputValue()).toBe('45');
    await lookAt(page, 'security-failed');

    await mend();
    await tryAgain().click();
    await hidden();
    await page.getByText('45 days', { exact: true }).waitFor();
  }, 60_000);

  test('appear in the place that was kept for them', async () => {
    const { page } = tab;
    let answer: () => void = () => {};
    const waiting = new Promise<void>((fulfil) => {
      answer = fulfil;
    });
    await page.route('**/management/v1/settings', async (route) => {
      await waiting;
      await route.continue();
    });
    await page.goto(`${hub}/security`);
    await page.getByRole('heading', { name: 'Security' }).waitFor();
    await lookAt(page, 'security-loading');
    answer();
    await page.getByText('Any address', { exact: true }).waitFor();
    await page.unroute('**/management/v1/settings');
  }, 60_000);
});

test('a session that ends in the middle of a setting comes back to it with what was typed', async () => {
  const { page } = tab;
  await page.goto(`${hub}/security`);
  await page.getByRole('button', { name: 'Change allowed addresses' }).click();
  await addAddress(dialog(), ELSEWHERE);
  await dialog().getByRole('textbox', { name: 'Address or range' }).fill('198.51.100.7');
  await endSession(tab);
  await save(page);
  await alert().getByText('Your session has ended').waitFor();
  await dialog().getByRole('button', { name: 'Sign in again' }).click();

  await page.waitForURL(`${hub}/security`);
  await dialog()
    .getByRole('button', { name: `Remove ${ELSEWHERE}` })
    .waitFor();
  await dialog().getByRole('button', { name: 'Remove 198.51.100.7' }).waitFor();
}, 60_000);
