import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createKeyWithCode } from '../support/create-key.ts';
import { hub } from '../support/hub.ts';
import { managementAs } from '../support/management-api.ts';
import { createUser, type SignedInUser, signInUser } from '../support/users.ts';
import { generateKey, row } from './generate.ts';
import { closePages, expectNoFaults, type HubPage, openPage, signIn } from './hub-page.ts';

let user: SignedInUser;
let tab: HubPage;
let first: Page;
let second: Page;

beforeEach(async () => {
  user = await signInUser(await createUser());
  await createKeyWithCode(user, 'Shared key');
  tab = await openPage();
  first = tab.page;
  await signIn(tab, user);
  second = await tab.context.newPage();
  // The provider knows the browser: nothing is asked for.
  await second.goto(`${hub}/api-keys`);
  await Promise.all([row(first, 'Shared key').waitFor(), row(second, 'Shared key').waitFor()]);
}, 60_000);
afterEach(() => expectNoFaults(tab, [/status of 404/]));
afterAll(closePages);

test('a key that one tab makes appears in the other, and one that it deletes goes', async () => {
  await generateKey(first, user.email, 'From the first tab');
  await row(second, 'From the first tab').waitFor();
  await second.getByRole('button', { name: 'Delete key From the first tab' }).click();
  await second.getByRole('button', { name: 'Delete key', exact: true }).click();

  await row(first, 'From the first tab').waitFor({ state: 'detached' });
}, 60_000);

test('a key that is gone meanwhile is taken for deleted', async () => {
  const { json } = await managementAs(user).get('/api-keys');
  await first.getByRole('button', { name: 'Delete key Shared key' }).click();
  await managementAs(user).delete(`/api-keys/${json.api_keys[0].id}`);
  await first.getByRole('button', { name: 'Delete key', exact: true }).click();

  await first.getByText('“Shared key” is deleted').waitFor();
  await row(second, 'Shared key').waitFor({ state: 'detached' });
});

test('a key that is gone meanwhile cannot be renamed, and leaves the list', async () => {
  const { json } = await managementAs(user).get('/api-keys');
  await first.getByRole('button', { name: 'Rename key Shared key' }).click();
  await managementAs(user).delete(`/api-keys/${json.api_keys[0].id}`);
  await first.getByRole('textbox', { name: 'New name of key Shared key' }).fill('Too late');
  await first.keyboard.press('Enter');

  await first.getByText('No API keys yet').waitFor();
});

test('the legacy switch turns in both', async () => {
  await first.getByRole('switch').click();
  await first.getByRole('button', { name: 'Turn off' }).click();
  await first.getByText('Legacy tokens are off').waitFor();

  await second.getByText('Off: only API keys are accepted').waitFor();
});

test('a sign-out in one signs out the other', async () => {
  await first.getByRole('button', { name: `Account ${user.email}` }).click();
  await first.getByRole('button', { name: 'Sign out', exact: true }).click();
  await first.waitForURL(`${hub}/`);

  await second.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(await second.evaluate('JSON.stringify(sessionStorage)')).not.toMatch(/token/);
});
