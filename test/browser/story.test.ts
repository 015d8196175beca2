import { afterAll, afterEach, expect, test } from '@jest/globals';
import { hub } from '../support/hub.ts';
import { request } from '../support/local-run.ts';
import { createUser, type User } from '../support/users.ts';
import { askForCode, row, shownKey, typeCode } from './generate.ts';
import { closePages, expectNoFaults, type HubPage, openPage, signIn } from './hub-page.ts';
import { confirmWithCode } from './manage.ts';

let tab: HubPage;

afterEach(() => expectNoFaults(tab));
afterAll(closePages);

async function callWith(user: User, header: readonly [string, string]): Promise<number> {
  return (await request({ path: `/api/v2/partners/${user.partnerId}/channels`, headers: [header] })).status;
}

async function legacyToken({ email, password }: User): Promise<{ status: number; token: string }> {
  const { status, json } = await request({
    method: 'POST',
    path: '/api/v2/token',
    headers: [['Content-Type', 'application/json']],
    body: JSON.stringify({ username: email, password }),
  });
  return { status, token: json.access_token ?? '' };
}

test('a partner signs in, makes a key that works, deletes it, and turns legacy tokens off, and on with a code', async () => {
  const user = await createUser();
  const { token } = await legacyToken(user);
  const bearer = ['Authorization', `Bearer ${token}`] as const;
  tab = await openPage();
  const { page } = tab;
  await signIn(tab, user);
  await page.getByText('No API keys yet').waitFor();

  // A key, and the call that the dialog offers to try it with.
  await typeCode(page, await askForCode(page, user.email, 'Billing service'));
  const key = await shownKey(page);
  await page.getByRole('button', { name: 'Copy curl command' }).click();
  const command = String(await page.evaluate('navigator.clipboard.readText()'));
  expect(command).toContain(`/partners/${user.partnerId}/channels'`);
  expect(command).toContain(`x-api-key: ${key}`);
  await page.getByRole('button', { name: 'Done' }).click();
  await row(page, 'Billing service').waitFor();
  expect(await callWith(user, ['x-api-key', key])).toBe(200);

  // Deleted is dead.
  await page.getByRole('button', { name: 'Delete key Billing service' }).click();
  await page.getByRole('button', { name: 'Delete key', exact: true }).click();
  await page.getByText('No API keys yet').waitFor();
  expect(await callWith(user, ['x-api-key', key])).toBe(401);

  // Legacy tokens off: nothing of theirs works; on: the same token works again.
  expect(await callWith(user, bearer)).toBe(200);
  await page.getByRole('link', { name: 'Integration' }).click();
  await page.getByRole('switch', { name: 'Legacy Token Authentication' }).click();
  await page.getByRole('button', { name: 'Turn off' }).click();
  await page.getByText('Legacy tokens are off').waitFor();
  await page.getByText(`by ${user.email}`).waitFor();
  expect(await callWith(user, bearer)).toBe(403);
  expect((await legacyToken(user)).status).toBe(403);
  await page.getByRole('switch', { name: 'Legacy Token Authentication' }).click();
  await confirmWithCode(page, user.email);
  await page.getByText('Legacy tokens are on').waitFor();
  expect(await callWith(user, bearer)).toBe(200);

  // The activity tells all of it.
  await page.getByRole('link', { name: 'Activity' }).click();
  await page.getByText('created the API key').waitFor();
  const events = await page.getByRole('listitem').allTextContents();
  const whats = ['turned legacy tokens on', 'turned legacy tokens off', 'deleted the API key', 'created the API key'];
  expect(events.map((text) => whats.find((what) => text.includes(what)))).toEqual(whats);

  // Out again.
  await page.getByRole('button', { name: `Account ${user.email}` }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.waitForURL(`${hub}/`);
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
}, 90_000);
