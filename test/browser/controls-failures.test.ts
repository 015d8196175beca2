import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { letOtpTimePass } from '../support/hub-records.ts';
import { managementAs } from '../support/management-api.ts';
import { changePartner } from '../support/records.ts';
import type { SignedInUser } from '../support/users.ts';
import { FAILED_CALLS, failCalls } from './failures.ts';
import { openGenerate, row, typeCode } from './generate.ts';
import { closePages, expectNoFaults, type HubPage } from './hub-page.ts';
import {
  addAddress,
  callWith,
  choose,
  confirmWithCode,
  expectInView,
  manageKey,
  openLimits,
  save,
  sendCode,
} from './manage.ts';
import { endSession, openWithKey } from './open-with-key.ts';
import { lookAt } from './picture.ts';

/** What goes wrong in the middle of a change of a key: nothing typed is lost, and nothing is guessed. */

const ELSEWHERE = '192.0.2.0/24';

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
const stored = async () => (await managementAs(user).get(`/api-keys/${keyId}`)).json;
const tryAgain = () => dialog().getByRole('button', { name: 'Try again' });

describe('a narrowing', () => {
  test('that did not arrive stays in the form, and is made by trying again', async () => {
    const { page } = tab;
    const mend = await failCalls(page, 'PATCH', '/api-keys/*', 'not_sent');
    await openLimits(page, 'Test key');
    await addAddress(dialog(), ELSEWHERE);
    await save(page);
    await alert().getByText('Couldn’t reach the server').waitFor();
    await dialog().getByText(ELSEWHERE, { exact: true }).first().waitFor();
    await lookAt(page, 'limits-no-answer');
    expect((await stored()).allowed_ips).toEqual([]);

    await mend();
    await tryAgain().click();
    await hidden();
    expect((await stored()).allowed_ips).toEqual([ELSEWHERE]);
  }, 60_000);

  test('whose answer was lost is recognised as made', async () => {
    const { page } = tab;
    await failCalls(page, 'PATCH', '/api-keys/*', 'answer_lost');
    await openLimits(page, 'Test key');
    await addAddress(dialog(), ELSEWHERE);
    await save(page);

    await page.getByText('“Test key” is changed').waitFor();
    await hidden();
    expect((await stored()).allowed_ips).toEqual([ELSEWHERE]);
  });

  test('that turns out to widen, because another tab has narrowed before, asks for a code', async () => {
    const { page } = tab;
    await openLimits(page, 'Test key');
    await addAddress(dialog(), '192.0.2.0/25');
    await dialog().getByText('This takes no code', { exact: true }).waitFor();
    await managementAs(user).patch(`/api-keys/${keyId}`, { allowed_ips: ['192.0.2.1'] });
    await save(page);
    await dialog()
      .getByText(/The key was changed meanwhile.*\(addresses\)/)
      .waitFor();
    await lookAt(page, 'limits-changed-meanwhile');
    expect((await stored()).allowed_ips).toEqual(['192.0.2.1']);

    await confirmWithCode(page, user.email);
    await hidden();
    expect((await stored()).allowed_ips).toEqual(['192.0.2.0/25']);
  }, 60_000);

  test('of a key that is gone says so, and the list is up to date', async () => {
    const { page } = tab;
    await openLimits(page, 'Test key');
    await addAddress(dialog(), ELSEWHERE);
    await managementAs(user).delete(`/api-keys/${keyId}`);
    await save(page);
    await alert().getByText('It no longer exists').waitFor();
    await page.keyboard.press('Escape');

    await page.getByText('No API keys yet').waitFor();
  });
});

describe('a widening', () => {
  const ask = async () => {
    await openLimits(tab.page, 'Test key');
    await dialog().getByRole('radio', { name: 'Clients: read' }).check();
    return (await sendCode(tab.page, user.email)).code;
  };

  test('whose code cannot be sent keeps what was chosen', async () => {
    const { page } = tab;
    const mend = await failCalls(page, 'POST', '/otp-challenges', { status: 502, code: 'otp_dispatch_failed' });
    await openLimits(page, 'Test key');
    await dialog().getByRole('radio', { name: 'Clients: read' }).check();
    await page.getByRole('button', { name: 'Send code' }).click();
    await alert().getByText('The code could not be sent').waitFor();
    expect(await dialog().getByRole('radio', { name: 'Clients: read' }).isChecked()).toBe(true);

    await mend();
    await confirmWithCode(page, user.email);
    await hidden();
    expect(await callWith(key, user.partnerId, '/clients')).toBe('200');
  }, 60_000);

  test('that did not arrive is made by trying again with the same code', async () => {
    const code = await ask();
    const mend = await failCalls(tab.page, 'PATCH', '/api-keys/*', 'not_sent');
    await typeCode(tab.page, code);
    await alert().getByText('Couldn’t reach the server').waitFor();
    expect(await callWith(key, user.partnerId, '/clients')).toBe('403 insufficient_scope');

    await mend();
    await tryAgain().click();
    await hidden();
    expect(await callWith(key, user.partnerId, '/clients')).toBe('200');
  }, 60_000);

  test('whose answer was lost is recognised as made', async () => {
    const code = await ask();
    await failCalls(tab.page, 'PATCH', '/api-keys/*', 'answer_lost');
    await typeCode(tab.page, code);

    await tab.page.getByText('“Test key” is changed').waitFor();
    await hidden();
  });

  test('whose answer was lost with the list is recognised when it is tried again', async () => {
    const code = await ask();
    const mend = await Promise.all([
      failCalls(tab.page, 'PATCH', '/api-keys/*', 'answer_lost'),
      failCalls(tab.page, 'GET', '/api-keys', 'not_sent'),
    ]);
    await typeCode(tab.page, code);
    await alert().getByText('Couldn’t reach the server').waitFor();

    await Promise.all(mend.map((one) => one()));
    await tryAgain().click();
    await tab.page.getByText('“Test key” is changed').waitFor();
    await hidden();
  }, 60_000);

  test('goes back from the code to the form, and another change takes another code', async () => {
    const { page } = tab;
    await ask();
    await dialog().getByRole('button', { name: 'Back' }).click();
    expect(await dialog().getByRole('radio', { name: 'Clients: read' }).isChecked()).toBe(true);
    await dialog().getByRole('radio', { name: 'Flows: read' }).check();
    await letOtpTimePass(user.userId, 60);
    expect(await confirmWithCode(page, user.email)).toMatch(/May do.*flows:read/);
    await hidden();

    expect((await stored()).scopes).toEqual(['clients:read', 'balance:read', 'flows:read']);
  }, 60_000);

  test('is refused to a suspended partner, and a narrowing is not', async () => {
    const { page } = tab;
    await changePartner(user.partnerId, { status: { S: 'suspended' } });
    await openLimits(page, 'Test key');
    await dialog().getByRole('radio', { name: 'Clients: read' }).check();
    await page.getByRole('button', { name: 'Send code' }).click();
    await alert().getByText('This partner is suspended').waitFor();
    await expectInView(alert());
    await lookAt(page, 'limits-suspended');

    await dialog().getByRole('radio', { name: 'Clients: none' }).check();
    await addAddress(dialog(), ELSEWHERE);
    await save(page);
    await hidden();
    await page.getByRole('button', { name: 'Manage key Test key', exact: true }).click();
    expect(await page.getByRole('menuitem', { name: 'Rotate' }).getAttribute('aria-disabled')).toBe('true');
  }, 60_000);
});

test('a session that ends in the middle of a change comes back to it with what was typed', async () => {
  const { page } = tab;
  await openLimits(page, 'Test key');
  await dialog().getByRole('radio', { name: 'Templates: write' }).check();
  await addAddress(dialog(), ELSEWHERE);
  await dialog().getByRole('textbox', { name: 'Address or range' }).fill('half an addr');
  await choose(dialog(), 'On a date');
  await dialog().getByLabel('Last day').fill('2099-01-31');
  await dialog().getByRole('textbox', { name: 'Address or range' }).fill('');
  await endSession(tab);
  await page.getByRole('button', { name: 'Send code' }).click();
  // The preview of the list asks the API, too, so the notice may stand in the dialog twice; each has the same button.
  await alert().getByText('Your session has ended').first().waitFor();
  await dialog().getByRole('button', { name: 'Sign in again' }).first().click();

  await page.getByRole('dialog', { name: 'Change “Test key”' }).waitFor();
  expect(await dialog().getByRole('radio', { name: 'Templates: write' }).isChecked()).toBe(true);
  await dialog()
    .getByRole('button', { name: `Remove ${ELSEWHERE}` })
    .waitFor();
  expect(await dialog().getByLabel('Last day').inputValue()).toBe('2099-01-31');
}, 60_000);

test.each(['<img src=x onerror=alert(1)>', '”}{{7*7}}<b>', 'ключ مفتاح 鍵 🔑', 'W'.repeat(64)])(
  'a key named %j is shown as that text in every dialog about it',
  async (name) => {
    const { page } = tab;
    await managementAs(user).patch(`/api-keys/${keyId}`, { name });
    await page.reload();
    await row(page, name).waitFor();
    const dialogs: string[] = [];
    page.on('dialog', (opened) => {
      dialogs.push(opened.message());
      void opened.dismiss();
    });
    for (const [action, title] of [
      ['Edit restrictions', `Change “${name}”`],
      ['Rotate', `Rotate “${name}”`],
    ] as const) {
      await manageKey(page, `key ${name}`, action);
      await page.getByRole('dialog', { name: title }).waitFor();
      if (name.startsWith('W') && action === 'Rotate') await lookAt(page, 'rotate-long-name');
      await page.keyboard.press('Escape');
      await hidden();
    }
    await manageKey(page, `key ${name}`, 'Disable');
    await page.getByRole('button', { name: 'Disable key' }).click();
    await page.getByText(`“${name}” is disabled`).waitFor();
    await hidden();
    await manageKey(page, `key ${name}`, 'Enable');
    await page.getByRole('dialog', { name: `Enable “${name}”?` }).waitFor();
    await confirmWithCode(page, user.email);
    await page.getByText(`“${name}” is enabled`).waitFor();

    expect(dialogs).toEqual([]);
  },
  60_000,
);

test('what the API says about a field is shown at that field', async () => {
  const { page } = tab;
  await openGenerate(page);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Kept');
  await dialog()
    .getByRole('button', { name: /Limit what this key can do/ })
    .click();
  await addAddress(dialog(), ELSEWHERE);
  await failCalls(page, 'POST', '/otp-challenges', {
    status: 400,
    code: 'invalid_request',
    more: { errors: [{ pointer: '/api_key/allowed_ips/0', detail: 'Is reserved.' }] },
  });
  await page.getByRole('button', { name: 'Send code' }).click();

  await alert().getByText(`${ELSEWHERE}: Is reserved.`).waitFor();
  expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Kept');
}, 60_000);
