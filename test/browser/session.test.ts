import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { hub } from '../support/hub.ts';
import { runInfo } from '../support/local-run.ts';
import { createUser, removeUserRecords, type User } from '../support/users.ts';
import { FAILED_CALLS } from './failures.ts';
import { openGenerate } from './generate.ts';
import { closePages, enterPassword, expectNoFaults, type HubPage, openPage, signIn } from './hub-page.ts';
import { lookAt } from './picture.ts';

let user: User;
let tab: HubPage;

beforeEach(async () => {
  user = await createUser();
  tab = await openPage();
});
afterEach(() => expectNoFaults(tab, [FAILED_CALLS]));
afterAll(closePages);

/** Changes what the page has stored about its session. */
async function changeStoredUser(change: string): Promise<void> {
  await tab.page.evaluate(`{
    const key = Object.keys(sessionStorage).find((name) => name.startsWith('partner-hub.user:'));
    const user = JSON.parse(sessionStorage.getItem(key));
    ${change}
    sessionStorage.setItem(key, JSON.stringify(user));
  }`);
}

/** What the page has sent to the provider's sign-in so far. */
const authorizations = () =>
  tab.addresses.filter((address) => address.includes('/authorize?')).map((address) => new URL(address).searchParams);
const refreshes = () => tab.addresses.filter((address) => address.endsWith('/token')).length;

describe('a deep link', () => {
  test.each(['/api-keys', '/integration', '/security', '/activity'])(
    'to %s leads through the sign-in and back',
    async (path) => {
      await signIn(tab, user, path);

      await tab.page.getByRole('heading', { level: 1 }).waitFor();
      expect(tab.page.url()).toBe(`${hub}${path}`);
    },
  );

  test('to a page that does not exist says so, and shows the way', async () => {
    await signIn(tab, user, '/no-such-page');
    await tab.page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await lookAt(tab.page, 'not-found');
    await tab.page.getByRole('link', { name: 'Go to your API keys' }).click();

    await tab.page.getByText('No API keys yet').waitFor();
  }, 60_000);
});

describe('a session', () => {
  beforeEach(async () => {
    await signIn(tab, user);
    await tab.page.getByText('No API keys yet').waitFor();
  }, 60_000);

  test('survives a reload without another sign-in', async () => {
    const before = refreshes();
    await tab.page.reload();
    await tab.page.getByText('No API keys yet').waitFor();

    expect(refreshes()).toBe(before);
  });

  test('is renewed silently when its token ends, once for calls at the same time', async () => {
    const before = refreshes();
    await changeStoredUser('user.expires_at = Math.floor(Date.now() / 1000) + 5;');
    await tab.page.reload();
    await tab.page.getByText('No API keys yet').waitFor();
    await tab.page.getByText(/Last changed|Never changed/).waitFor();

    expect(refreshes()).toBe(before + 1);
    expect(tab.page.frames()).toHaveLength(1);
  });

  test('is renewed when the API no longer takes its token, however good it looks', async () => {
    const before = refreshes();
    await changeStoredUser('user.id_token = user.id_token.slice(0, -8) + "AAAAAAAA";');
    await tab.page.reload();
    await tab.page.getByText('No API keys yet').waitFor();

    expect(refreshes()).toBeGreaterThan(before);
  });

  test('that ends in the middle of a form comes back to it with what was typed', async () => {
    const { page } = tab;
    await openGenerate(page);
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Kept name');
    await changeStoredUser('user.expires_at = 1; user.refresh_token = "ended";');
    await page.getByRole('button', { name: 'Send code' }).click();
    await page.getByRole('dialog').getByText('Your session has ended').waitFor();
    await lookAt(page, 'session-ended');

    // The provider still knows the browser, so no password is asked for.
    await page.getByRole('dialog').getByRole('button', { name: 'Sign in again' }).click();
    await page.getByRole('dialog', { name: 'Generate API Key' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Kept name');
    expect(page.url()).toBe(`${hub}/api-keys`);
  }, 60_000);

  test('that the API refuses is not taken up again by the provider: the password is asked for', async () => {
    const { page } = tab;
    await changeStoredUser('user.id_token = user.id_token.slice(0, -8) + "AAAAAAAA"; user.refresh_token = "ended";');
    await page.reload();
    await page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await page.locator('input[name="password"]').waitFor();
    // Also if the hub is opened anew in the same tab before the password is given.
    await page.goto(`${hub}/activity`);
    await enterPassword(page, user);
    await page.getByRole('heading', { name: 'Activity' }).waitFor();
    expect(authorizations().map((request) => request.get('prompt'))).toEqual([null, 'login', 'login']);

    // Only once: an ordinary end of a session is none that was refused.
    await changeStoredUser('user.expires_at = 1; user.refresh_token = "ended";');
    await page.reload();
    await page.waitForURL(`${hub}/activity`);
    await page.getByRole('heading', { name: 'Activity' }).waitFor();
    expect(authorizations().at(-1)?.get('prompt')).toBeNull();
  }, 60_000);

  test('that has ended when the page is opened leads to the sign-in and back', async () => {
    await tab.page.getByRole('link', { name: 'Activity' }).click();
    await changeStoredUser('user.expires_at = 1; user.refresh_token = "ended";');
    await tab.context.clearCookies();
    await tab.page.reload();
    await enterPassword(tab.page, user);

    await tab.page.waitForURL(`${hub}/activity`);
    await tab.page.getByRole('heading', { name: 'Activity' }).waitFor();
  }, 60_000);

  test('ends for good with a sign-out, at the provider, too', async () => {
    const { page } = tab;
    await page.getByRole('button', { name: `Account ${user.email}` }).click();
    await lookAt(page, 'menu');
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.waitForURL(`${hub}/`);
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await lookAt(page, 'signed-out');
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).not.toMatch(/token/);
    expect(tab.addresses.some((address) => address.includes('/revo'))).toBe(true);

    await page.goBack();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await page.goto(`${hub}/api-keys`);
    await page.locator('input[name="password"]').waitFor();
    expect(new URL(page.url()).origin).toBe(new URL(runInfo().issuer).origin);
  }, 60_000);

  test('of somebody who is no longer a partner user says so', async () => {
    await removeUserRecords(user);
    await tab.page.reload();
    await tab.page.getByRole('heading', { name: 'This account belongs to no partner' }).waitFor();
    await lookAt(tab.page, 'no-partner');
    await tab.page.getByRole('button', { name: 'Sign out', exact: true }).click();

    await tab.page.waitForURL(`${hub}/`);
  }, 60_000);

  test('keeps the choice of light or dark', async () => {
    const { page } = tab;
    const scheme = () => page.locator('html').getAttribute('data-mantine-color-scheme');
    await page.getByRole('button', { name: /^Account/ }).click();
    await page.getByText('Dark', { exact: true }).click();
    expect(await scheme()).toBe('dark');
    await page.reload();
    await page.getByText('No API keys yet').waitFor();

    expect(await scheme()).toBe('dark');
  });

  test('goes back and forward between pages as the browser does', async () => {
    const { page } = tab;
    await page.getByRole('link', { name: 'Integration' }).click();
    await page.getByRole('link', { name: 'Activity' }).click();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Integration' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'API Keys' }).waitFor();
    await page.goForward();
    await page.getByRole('heading', { level: 1, name: 'Integration' }).waitFor();
    expect(await page.title()).toBe('Integration · Partner Hub');
    expect(await page.getByRole('link', { name: 'Integration' }).getAttribute('aria-current')).toBe('page');
  });
});

describe('an answer of the provider', () => {
  test.each([
    ['that it was cancelled', '/callback?error=access_denied&state=unknown'],
    ['that nobody asked for', '/callback?code=made-up&state=made-up'],
    ['that is none', '/callback'],
  ])(
    '%s leads to a new sign-in',
    async (_, path) => {
      await tab.page.goto(`${hub}${path}`);
      await tab.page.getByRole('heading', { name: 'The sign-in was not completed' }).waitFor();
      if (path === '/callback') await lookAt(tab.page, 'sign-in-failed');
      await tab.page.getByRole('button', { name: 'Sign in' }).click();
      await enterPassword(tab.page, user);

      await tab.page.getByText('No API keys yet').waitFor();
    },
    60_000,
  );

  test('with the nonce of another sign-in is none', async () => {
    await tab.page.route('**/oauth2/token', async (route) => {
      const response = await route.fetch();
      const tokens = await response.json();
      const [header, payload, signature] = String(tokens.id_token).split('.');
      const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString('utf8'));
      const other = Buffer.from(JSON.stringify({ ...claims, nonce: 'of another sign-in' })).toString('base64url');
      await route.fulfill({ response, json: { ...tokens, id_token: `${header}.${other}.${signature}` } });
    });
    await tab.page.goto(`${hub}/`);
    await tab.page.getByRole('button', { name: 'Sign in' }).click();
    await enterPassword(tab.page, user);
    await tab.page.getByRole('heading', { name: 'The sign-in was not completed' }).waitFor();

    await tab.page.unroute('**/oauth2/token');
    await tab.page.getByRole('button', { name: 'Sign in' }).click();
    await tab.page.getByText('No API keys yet').waitFor();
    const sent = authorizations().map((request) => [request.get('nonce')?.length, request.get('max_age')]);
    expect(sent).toEqual([
      [36, '43200'],
      [36, '43200'],
    ]);
    expect(new Set(authorizations().map((request) => request.get('nonce'))).size).toBe(2);
  }, 60_000);

  test('that is opened again later does no harm', async () => {
    await signIn(tab, user);
    const callback = tab.addresses.find((address) => address.startsWith(`${hub}/callback`)) ?? '';
    await tab.page.goto(callback);

    await tab.page.getByText('No API keys yet').waitFor();
    expect(tab.page.url()).toBe(`${hub}/api-keys`);
  });

  test('cannot lead to another site', async () => {
    await tab.page.goto(`${hub}/activity`);
    await tab.page.locator('input[name="password"]').waitFor();
    await tab.page.goto(`${hub}/config.json`);
    await tab.page.evaluate(`{
      for (const name of Object.keys(sessionStorage)) {
        const state = JSON.parse(sessionStorage.getItem(name));
        state.data = { path: '//elsewhere.example/', draft: null };
        sessionStorage.setItem(name, JSON.stringify(state));
      }
    }`);
    await tab.page.goBack();
    await enterPassword(tab.page, user);

    await tab.page.waitForURL(`${hub}/api-keys`);
  });
});
