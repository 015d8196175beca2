import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { hub } from '../support/hub.ts';
import { letOtpTimePass } from '../support/hub-records.ts';
import { rotateKey } from '../support/key-controls.ts';
import { managementAs } from '../support/management-api.ts';
import { createUser, type SignedInUser, signInUser } from '../support/users.ts';
import { FAILED_CALLS, failCalls } from './failures.ts';
import { row, shownKey, typeCode } from './generate.ts';
import { closePages, expectNoFaults, type HubPage } from './hub-page.ts';
import { callWith, confirmWithCode, manageKey, sendCode } from './manage.ts';
import { openWithKey } from './open-with-key.ts';
import { lookAt } from './picture.ts';

/** What goes wrong in the middle of a rotation: no key is lost, and none is made twice. */

let user: SignedInUser;
let tab: HubPage;
let keyId: string;
let key: string;

beforeEach(async () => {
  ({ user, tab, keyId, key } = await openWithKey());
}, 60_000);
afterEach(() => expectNoFaults(tab, [FAILED_CALLS]));
afterAll(closePages);

const dialog = () => tab.page.getByRole('dialog');
const alert = () => dialog().getByRole('alert');
const hidden = () => dialog().waitFor({ state: 'hidden' });
const tryAgain = () => dialog().getByRole('button', { name: 'Try again' });

describe('a rotation', () => {
  const ask = async (choice = '1 hour') => {
    await manageKey(tab.page, 'key Test key', 'Rotate');
    await dialog().getByRole('combobox', { name: 'The old key keeps working for' }).selectOption(choice);
    return (await sendCode(tab.page, user.email)).code;
  };

  test.each(['1 hour', 'Nothing: it ends at once'])(
    'with grace %j whose answer was lost offers to rotate the key that nobody has seen',
    async (choice) => {
      const { page } = tab;
      const code = await ask(choice);
      const mend = await failCalls(page, 'POST', '/api-keys/*/rotate', 'answer_lost');
      await typeCode(page, code);
      await page.getByRole('dialog', { name: 'The key was rotated, but the new one not shown' }).waitFor();
      if (choice === '1 hour') await lookAt(page, 'rotate-lost');
      await mend();
      await dialog().getByRole('button', { name: 'Rotate the new key' }).click();
      await page.getByRole('dialog', { name: 'Rotate “Test key”' }).waitFor();
      await dialog()
        .getByRole('combobox', { name: 'The old key keeps working for' })
        .selectOption('Nothing: it ends at once');
      await letOtpTimePass(user.userId, 60);
      await confirmWithCode(page, user.email);
      const next = await shownKey(page);

      expect(await callWith(next, user.partnerId, '/balance')).toBe('200');
      expect(await callWith(key, user.partnerId, '/balance')).toBe(choice === '1 hour' ? '200' : '403 api_key_expired');
    },
    60_000,
  );

  test('that did not arrive makes one key by trying again', async () => {
    const { page } = tab;
    const code = await ask();
    const mend = await failCalls(page, 'POST', '/api-keys/*/rotate', 'not_sent');
    await typeCode(page, code);
    await alert().getByText('Couldn’t reach the server').waitFor();

    await mend();
    await tryAgain().click();
    await shownKey(page);
    expect((await managementAs(user).get('/api-keys')).json.api_keys).toHaveLength(2);
  }, 60_000);

  test('of a key that another tab has rotated says so', async () => {
    const { page } = tab;
    const code = await ask();
    const colleague = await signInUser(await createUser({ partnerId: user.partnerId }));
    await rotateKey(colleague, keyId, 3600);
    await typeCode(page, code);
    await alert().getByText('This key was rotated already').waitFor();
    await lookAt(page, 'rotate-already');
    await page.keyboard.press('Escape');

    await page.getByRole('rowgroup', { name: 'Test key, being rotated' }).waitFor();
  }, 60_000);

  test('keeps the guard against closing before the new key was copied', async () => {
    const { page } = tab;
    await typeCode(page, await ask());
    await shownKey(page);
    await page.keyboard.press('Escape');
    await page.getByText('Close without copying the key?').waitFor();
    await page.getByRole('button', { name: 'Close without it' }).click();
    await hidden();

    expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage, history.state])')).not.toMatch(
      /dpa_test_\w+_\w{12}_\w{38}/,
    );
  });
});

test('two tabs show the same pair, and either ends the old key', async () => {
  const second = await tab.context.newPage();
  await second.goto(`${hub}/api-keys`);
  await row(second, 'Test key').waitFor();
  await manageKey(tab.page, 'key Test key', 'Rotate');
  await confirmWithCode(tab.page, user.email);
  await shownKey(tab.page);
  const pair = second.getByRole('rowgroup', { name: 'Test key, being rotated' });
  await pair.waitFor();
  await second.getByRole('button', { name: 'End old key Test key now' }).click();
  await second.getByRole('button', { name: 'End old key', exact: true }).click();
  await pair.waitFor({ state: 'detached' });

  await tab.page.getByRole('rowgroup', { name: 'Test key, being rotated' }).waitFor({ state: 'detached' });
}, 60_000);
