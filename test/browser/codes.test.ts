import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createKeyWithCode, requestCode, sendCode, wrongCode } from '../support/create-key.ts';
import { letOtpTimePass } from '../support/hub-records.ts';
import { codeIn, messagesTo, nextMessageTo } from '../support/mailbox.ts';
import { changePartner } from '../support/records.ts';
import { createUser, newPhone, signInUser, type User } from '../support/users.ts';
import { FAILED_CALLS, failCalls } from './failures.ts';
import { askForCode, firstDigit, openGenerate, row, shownKey, typeCode } from './generate.ts';
import { closePages, expectNoFaults, type HubPage, openPage, signIn } from './hub-page.ts';
import { lookAt } from './picture.ts';

const HALF_A_MINUTE_MS = 31_000;

let user: User;
let tab: HubPage;

beforeEach(async () => {
  user = await createUser();
  tab = await openPage();
  await tab.page.clock.install();
  await signIn(tab, user);
});
afterEach(() => expectNoFaults(tab, [FAILED_CALLS]));
afterAll(closePages);

const alert = () => tab.page.getByRole('dialog').getByRole('alert');

/** Names the key, without waiting for a code. */
async function tryToAsk(name = 'Test key'): Promise<void> {
  await openGenerate(tab.page);
  await tab.page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await tab.page.getByRole('button', { name: 'Send code' }).click();
}

describe('a wrong code', () => {
  test('tells how many attempts are left, and the right one still makes the key', async () => {
    const code = await askForCode(tab.page, user.email, 'Test key');
    await lookAt(tab.page, 'code');
    await typeCode(tab.page, wrongCode(code));

    await alert().getByText('4 attempts are left.').waitFor();
    expect(await firstDigit(tab.page).inputValue()).toBe('');
    await lookAt(tab.page, 'code-wrong');
    await typeCode(tab.page, code);
    await shownKey(tab.page);
  }, 60_000);

  test('five times ends the code; a new one makes the key', async () => {
    const { page } = tab;
    const code = await askForCode(page, user.email, 'Test key');
    for (const left of ['4 attempts are', '3 attempts are', '2 attempts are', 'One attempt is', 'No attempts are']) {
      await typeCode(page, wrongCode(code));
      await alert().getByText(left).waitFor();
    }
    expect(await firstDigit(page).isDisabled()).toBe(true);
    await lookAt(page, 'code-spent');

    await letOtpTimePass(user.userId, 31);
    await page.clock.fastForward(HALF_A_MINUTE_MS);
    await page.getByRole('button', { name: 'Send a new code' }).click();
    await typeCode(page, codeIn(await nextMessageTo(user.email, 1)));
    await shownKey(page);
  }, 60_000);

  test('ten times in a day locks the creation of keys, and says until when', async () => {
    const caller = await signInUser(user);
    for (let challenge = 0; challenge < 2; challenge++) {
      const { id, code } = await requestCode(caller);
      for (let wrong = 0; wrong < 5; wrong++) await sendCode(caller, id, wrongCode(code, wrong));
      await letOtpTimePass(user.userId, 16 * 60);
    }

    await tryToAsk();

    await alert().getByText('One-time codes are locked for you').waitFor();
    expect(await alert().textContent()).toMatch(/You can try again after \w+day.* \d\d:\d\d/);
    await lookAt(tab.page, 'code-locked');
  }, 60_000);
});

describe('a code that has ended', () => {
  test.each([
    ['expired', async () => letOtpTimePass(user.userId, 301)],
    [
      'was superseded',
      async () => {
        await letOtpTimePass(user.userId, 31);
        await requestCode(await signInUser(user), 'Test key');
      },
    ],
  ])(
    'because it %s leads to a new one',
    async (_, end) => {
      const { page } = tab;
      const code = await askForCode(page, user.email, 'Test key');
      await end();
      await typeCode(page, code);
      await alert().getByText('This code no longer works').waitFor();
      expect(await firstDigit(page).isDisabled()).toBe(true);

      await letOtpTimePass(user.userId, 31);
      await page.clock.fastForward(HALF_A_MINUTE_MS);
      const seen = (await messagesTo(user.email)).length;
      await page.getByRole('button', { name: 'Send a new code' }).click();
      await typeCode(page, codeIn(await nextMessageTo(user.email, seen)));
      await shownKey(page);
    },
    60_000,
  );
});

describe('asking for a code', () => {
  test('again is possible when the countdown is over', async () => {
    const { page } = tab;
    const first = await askForCode(page, user.email, 'Test key');
    const again = page.getByRole('button', { name: 'Send a new code' });
    expect(await again.isDisabled()).toBe(true);
    await page.getByText(/A new code can be sent in \d+ s/).waitFor();

    await letOtpTimePass(user.userId, 31);
    await page.clock.fastForward(HALF_A_MINUTE_MS);
    await again.click();
    const second = codeIn(await nextMessageTo(user.email, 1));
    if (first !== second) {
      await typeCode(page, first);
      await alert().getByText('That code is not right').waitFor();
    }
    await typeCode(page, second);
    await shownKey(page);
  });

  test('too often says when the next one can be sent', async () => {
    const caller = await signInUser(user);
    for (let count = 0; count < 5; count++) {
      await requestCode(caller);
      await letOtpTimePass(user.userId, 31);
    }

    await tryToAsk('Kept name');

    expect(await alert().textContent()).toMatch(/You can ask for the next one at .*\d\d:\d\d/);
    expect(await tab.page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Kept name');
    await lookAt(tab.page, 'code-too-many');
  }, 60_000);

  test('that cannot be sent says so, and trying again sends it', async () => {
    const mend = await failCalls(tab.page, 'POST', '/otp-challenges', { status: 502, code: 'otp_dispatch_failed' });
    await tryToAsk();
    await alert().getByText('The code could not be sent').waitFor();
    await lookAt(tab.page, 'code-not-sent');

    await mend();
    await tab.page.getByRole('button', { name: 'Try again' }).click();
    await firstDigit(tab.page).waitFor();
  }, 60_000);

  test('for a key beyond the limit says what to do', async () => {
    await changePartner(user.partnerId, { active_keys: { N: '50' } });
    await tryToAsk();

    await alert().getByText('The limit of active keys is reached').waitFor();
    await lookAt(tab.page, 'key-limit');
  }, 60_000);

  test('and reaching the limit meanwhile keeps the code good', async () => {
    const code = await askForCode(tab.page, user.email, 'Test key');
    await changePartner(user.partnerId, { active_keys: { N: '50' } });
    await typeCode(tab.page, code);
    await alert().getByText('The limit of active keys is reached').waitFor();

    await changePartner(user.partnerId, { active_keys: { N: '49' } });
    await tab.page.getByRole('button', { name: 'Confirm' }).click();
    await shownKey(tab.page);
  });

  test.each(['', '   ', 'x'.repeat(65), 'zero\u200bwidth'])(
    'for a key named %j is refused before it is sent',
    async (name) => {
      await tryToAsk(name);

      const field = tab.page.getByRole('textbox', { name: 'Name', exact: true });
      expect(await field.getAttribute('aria-invalid')).toBe('true');
      expect(await messagesTo(user.email)).toEqual([]);
    },
  );
});

describe('a code by WhatsApp', () => {
  test('comes to the phone and makes the key', async () => {
    const owner = await createUser({ phone: newPhone() });
    const other = await openPage();
    await signIn(other, owner);
    const { page } = other;
    await openGenerate(page);
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Test key');
    await page.getByText('WhatsApp', { exact: true }).click();
    await page.getByRole('button', { name: 'Send code' }).click();
    await page.getByText('We sent six digits by WhatsApp').waitFor();

    await typeCode(page, codeIn(await nextMessageTo(owner.phone ?? '', 0)));
    await shownKey(page);
    expectNoFaults(other);
  });

  test('without a phone number is explained, and e-mail is one click away', async () => {
    const { page } = tab;
    await openGenerate(page);
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Kept name');
    await page.getByText('WhatsApp', { exact: true }).click();
    await page.getByRole('button', { name: 'Send code' }).click();
    await alert().getByText(/phone/).waitFor();
    await lookAt(page, 'code-no-phone');

    await page.getByText('E-mail', { exact: true }).click();
    await page.getByRole('button', { name: 'Send code' }).click();
    await typeCode(page, codeIn(await nextMessageTo(user.email, 0)));
    await shownKey(page);
    await page.getByText('Kept name', { exact: true }).waitFor({ state: 'attached' });
  }, 60_000);
});

test('a pasted code with a space in it submits itself', async () => {
  const { page } = tab;
  const code = await askForCode(page, user.email, 'Test key');
  await page.evaluate(`navigator.clipboard.writeText('${code.slice(0, 3)} ${code.slice(3)}')`);
  await firstDigit(page).focus();
  await page.keyboard.press('ControlOrMeta+v');

  await shownKey(page);
});

test('a suspension in between says so, and the list keeps working', async () => {
  const { page } = tab;
  await createKeyWithCode(await signInUser(user), 'Older key');
  await page.reload();
  const code = await askForCode(page, user.email, 'Test key');
  await changePartner(user.partnerId, { status: { S: 'suspended' } });
  await typeCode(page, code);
  await alert().getByText('This partner is suspended').waitFor();

  await page.keyboard.press('Escape');
  await page.getByText('All its calls to the Partner API are refused.').waitFor();
  expect(await page.getByRole('button', { name: 'Generate API Key' }).isDisabled()).toBe(true);
  await row(page, 'Older key').waitFor();
  await lookAt(page, 'suspended');
}, 60_000);
