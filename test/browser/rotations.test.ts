import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createKeyWithCode } from '../support/create-key.ts';
import { letOtpTimePass } from '../support/hub-records.ts';
import { rotateKey } from '../support/key-controls.ts';
import { managementAs } from '../support/management-api.ts';
import { changePartner } from '../support/records.ts';
import { createUser, type SignedInUser, signInUser } from '../support/users.ts';
import { row, shownKey } from './generate.ts';
import { closePages, expectNoFaults, type HubPage, openPage, signIn } from './hub-page.ts';
import { callWith, confirmWithCode, manageKey, openLimits } from './manage.ts';
import { signInWithKey } from './open-with-key.ts';
import { lookAt } from './picture.ts';

/** Rotations through the pages, and what the Partner API makes of both keys afterwards. */

let user: SignedInUser;
let tab: HubPage;

beforeEach(async () => {
  user = await signInUser(await createUser());
  tab = await openPage();
}, 60_000);
afterEach(() => expectNoFaults(tab, [/status of 403/]));
afterAll(closePages);

const openWith = async (limits: object, name?: string) => (await signInWithKey(tab, user, limits, name)).key;
const call = (key: string, path?: string, from?: string) => callWith(key, user.partnerId, path, from);
const hidden = () => tab.page.getByRole('dialog').waitFor({ state: 'hidden' });

describe('a rotation', () => {
  const rotate = async (choice: string): Promise<{ key: string; text: string }> => {
    const { page } = tab;
    const dialog = await manageKey(page, 'key Test key', 'Rotate');
    await dialog.getByRole('combobox', { name: 'The old key keeps working for' }).selectOption(choice);
    const text = await confirmWithCode(page, user.email);
    return { key: await shownKey(page), text };
  };
  const done = async () => {
    await tab.page.getByRole('button', { name: 'Copy key' }).click();
    await tab.page.getByRole('button', { name: 'Done' }).click();
    await hidden();
  };
  const pair = () => tab.page.getByRole('rowgroup', { name: 'Test key, being rotated' });

  test('gives a key with the same limits; both work, and the old one can be ended at once', async () => {
    const old = await openWith({ scopes: ['balance:read'] });
    const { page } = tab;
    const { key, text } = await rotate('1 hour');
    expect(text).toMatch(/Old key expires: after 1 hour/);
    await page.getByText(/The old key works on and ends/).waitFor();
    await lookAt(page, 'rotated');
    await done();

    expect(await Promise.all([call(old, '/balance'), call(key, '/balance')])).toEqual(['200', '200']);
    expect(await call(key, '/clients')).toBe('403 insufficient_scope');
    expect(await pair().getByRole('row').count()).toBe(2);
    await pair()
      .getByText(/^59 minutes left$/)
      .waitFor();
    await page.getByText('1 of 50 keys').waitFor();
    await page.getByRole('button', { name: 'End old key Test key now' }).click();
    await page.getByRole('button', { name: 'End old key', exact: true }).click();
    await page.getByText('The old key of “Test key” has ended').waitFor();
    await pair().waitFor({ state: 'detached' });
    expect(await Promise.all([call(old, '/balance'), call(key, '/balance')])).toEqual(['401 unauthorized', '200']);
  }, 60_000);

  test('can be undone by ending the new key, and the old one still ends by itself', async () => {
    const old = await openWith({});
    const { page } = tab;
    const { key } = await rotate('7 days');
    await done();
    // Until the list is loaded again, old and new key stand in it as two of the same name.
    await pair().waitFor();
    await page.getByRole('button', { name: 'Delete key Test key' }).click();
    await page.getByText('Nothing takes its place then').waitFor();
    await page.getByRole('button', { name: 'Delete key', exact: true }).click();
    await pair().waitFor({ state: 'detached' });

    expect(await Promise.all([call(old), call(key)])).toEqual(['200', '401 unauthorized']);
    expect(await row(page, 'Test key').textContent()).toMatch(/[67] days left.*Ending/);
    await page.getByText('0 of 50 keys').waitFor();
    const dialog = await openLimits(page, 'Test key');
    await dialog.getByText(/It was replaced, so it can only end sooner/).waitFor();
    expect(await dialog.getByText('Never', { exact: true }).count()).toBe(0);
  }, 60_000);

  test('without a grace ends the old key at once, also at the limit of keys', async () => {
    const old = await openWith({});
    await changePartner(user.partnerId, { active_keys: { N: '50' } });
    const { key } = await rotate('Nothing: it ends at once');
    await tab.page.getByText('The old key has ended.').waitFor();
    await done();

    expect(await Promise.all([call(old), call(key)])).toEqual(['403 api_key_expired', '200']);
    await row(tab.page, 'Test key').waitFor();
    expect(await pair().count()).toBe(0);
  }, 60_000);

  test('of a rotated key shows all that still work', async () => {
    const { key: first, id } = await createKeyWithCode(user);
    await letOtpTimePass(user.userId, 60);
    const second = await rotateKey(user, id, 3600);
    await letOtpTimePass(user.userId, 60);
    await rotateKey(user, second.id, 86_400);
    await signIn(tab, user);
    await pair().waitFor();

    expect(await pair().getByRole('row').allTextContents()).toEqual([
      expect.stringMatching(/StatusActive/),
      expect.stringMatching(/23 hours left/),
      expect.stringMatching(/59 minutes left/),
    ]);
    expect(await call(first)).toBe('200');
  }, 60_000);

  test('leaves no pair once the old key has ended, without another call', async () => {
    const { page } = tab;
    await page.clock.install();
    await openWith({});
    const [{ id }] = (await managementAs(user).get('/api-keys')).json.api_keys;
    await rotateKey(user, id, 120);
    await page.reload();
    await pair().waitFor();
    await page.clock.fastForward(121_000);

    await pair().waitFor({ state: 'detached' });
  }, 60_000);
});
