import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { requestCodeFor, wrongCode } from '../support/create-key.ts';
import { letOtpTimePass } from '../support/hub-records.ts';
import { codeIn, messagesTo, nextMessageTo } from '../support/mailbox.ts';
import { managementAs } from '../support/management-api.ts';
import { changePartner, createPartner, LEGACY_DISABLED } from '../support/records.ts';
import { createUser, type SignedInUser, signInUser } from '../support/users.ts';
import { FAILED_CALLS, failCalls } from './failures.ts';
import { expectFocus, pressUntil } from './focus.ts';
import { firstDigit, typeCode } from './generate.ts';
import { closePages, expectNoFaults, type HubPage, openPage, signIn } from './hub-page.ts';
import { confirmWithCode, save, sendCode } from './manage.ts';
import { lookAt } from './picture.ts';

/** The one-time code for legacy tokens, where their switch is. */

const SUSPENDED = { status: { S: 'suspended' } } as const;
const HALF_A_MINUTE_MS = 31_000;

let user: SignedInUser;
let tab: HubPage;

async function open(changes: Parameters<typeof createPartner>[0]): Promise<void> {
  user = await signInUser(await createUser({ partnerId: await createPartner(changes) }));
  tab = await openPage();
  await tab.page.clock.install();
  await signIn(tab, user, '/integration');
  await toggle().waitFor();
}

afterEach(() => expectNoFaults(tab, [FAILED_CALLS]));
afterAll(closePages);

const toggle = () => tab.page.getByRole('switch', { name: 'Legacy Token Authentication' });
const dialog = () => tab.page.getByRole('dialog');
const alert = () => dialog().getByRole('alert');
const setting = async () => (await managementAs(user).get('/legacy-token')).json;
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
const epoch = (moment: Date) => ({ N: String(Math.floor(moment.getTime() / 1000)) });
/** As the date and time field holds it. */
const typed = (moment: Date) => `${moment.toISOString().slice(0, 10)}T12:00`;

describe('turning legacy tokens on', () => {
  beforeEach(() => open(LEGACY_DISABLED), 60_000);

  test('is not done with a wrong code, which leaves four attempts', async () => {
    const { page } = tab;
    await toggle().click();
    await dialog().getByText('This takes a one-time code', { exact: true }).waitFor();
    const { code, text } = await sendCode(page, user.email);
    expect(text).toContain('Legacy tokens: on, without a scheduled end');
    await dialog().getByText('Allows more than before: they work again').waitFor();
    await typeCode(page, wrongCode(code));

    await alert().getByText('4 attempts are left.').waitFor();
    expect(await firstDigit(page).inputValue()).toBe('');
    await lookAt(page, 'legacy-code-wrong');
    expect((await setting()).enabled).toBe(false);

    await typeCode(page, code);
    await page.getByText('Legacy tokens are on').waitFor();
    expect((await setting()).enabled).toBe(true);
  }, 60_000);

  test('is not done with a code that has expired; a new one turns them on', async () => {
    const { page } = tab;
    await toggle().click();
    const { code } = await sendCode(page, user.email);
    await letOtpTimePass(user.userId, 301);
    await typeCode(page, code);

    await alert().getByText('This code no longer works').waitFor();
    expect(await firstDigit(page).isDisabled()).toBe(true);
    await lookAt(page, 'legacy-code-expired');
    expect((await setting()).enabled).toBe(false);

    await page.clock.fastForward(HALF_A_MINUTE_MS);
    const seen = (await messagesTo(user.email)).length;
    await page.getByRole('button', { name: 'Send a new code' }).click();
    await typeCode(page, codeIn(await nextMessageTo(user.email, seen)));
    await page.getByText('Legacy tokens are on').waitFor();
  }, 60_000);

  test('works with the keyboard alone, and the switch has the focus again', async () => {
    const { page } = tab;
    await pressUntil(page, 'Tab', 'Legacy Token AuthenticationOff: only API keys are accepted');
    await page.keyboard.press('Space');
    await page.getByRole('dialog', { name: 'Turn legacy tokens on?' }).waitFor();
    await expectFocus(page, 'Send code');
    await lookAt(page, 'legacy-code-question');
    const seen = (await messagesTo(user.email)).length;
    await page.keyboard.press('Enter');
    const code = codeIn(await nextMessageTo(user.email, seen));
    await page.getByRole('dialog', { name: 'Enter your code' }).waitFor();
    await expectFocus(page, 'Digit 1 of 6');
    await page.keyboard.type(code);

    await page.getByText('Legacy tokens are on').waitFor();
    await dialog().waitFor({ state: 'hidden' });
    await expectFocus(page, 'Legacy Token AuthenticationOn: tokens are accepted');
  }, 60_000);

  test('asks for no code if a colleague has turned them on meanwhile', async () => {
    await toggle().click();
    await changePartner(user.partnerId, { legacy_token_enabled: { BOOL: true } });
    await tab.page.getByRole('button', { name: 'Send code' }).click();

    await dialog().waitFor({ state: 'hidden' });
    expect(await toggle().isChecked()).toBe(true);
    expect(await messagesTo(user.email)).toEqual([]);
  }, 60_000);

  test('is seen to be done when the answer was lost', async () => {
    await toggle().click();
    const { code } = await sendCode(tab.page, user.email);
    await failCalls(tab.page, 'PUT', '/legacy-token', 'answer_lost');
    await typeCode(tab.page, code);

    await tab.page.getByText('Legacy tokens are on').waitFor();
    expect(await toggle().isChecked()).toBe(true);
  }, 60_000);

  test('is refused if the partner was suspended meanwhile, and cannot be tried again', async () => {
    await toggle().click();
    await changePartner(user.partnerId, SUSPENDED);
    await tab.page.getByRole('button', { name: 'Send code' }).click();

    await alert().getByText('This partner is suspended').waitFor();
    await lookAt(tab.page, 'legacy-code-suspended');
    await tab.page.getByRole('button', { name: 'Cancel' }).click();
    await dialog().waitFor({ state: 'hidden' });
    expect(await toggle().isDisabled()).toBe(true);
  }, 60_000);
});

describe('a scheduled end', () => {
  beforeEach(() => open({ legacy_token_off_at: epoch(inDays(20)) }), 60_000);

  const change = () => tab.page.getByRole('button', { name: 'Change the time' }).click();
  const time = () => dialog().getByLabel('Date and time');

  test('is moved later only with a code, and earlier without', async () => {
    const { page } = tab;
    await change();
    await time().fill(typed(inDays(30)));
    await dialog().getByText('Allows more than before: they work longer').waitFor();
    await lookAt(page, 'legacy-schedule-later');
    const { code } = await sendCode(page, user.email);
    await typeCode(page, wrongCode(code));
    await alert().getByText('4 attempts are left.').waitFor();
    await typeCode(page, code);
    await page.getByText('The switch-off is scheduled').waitFor();
    await dialog().waitFor({ state: 'hidden' });
    expect(Date.parse((await setting()).off_at)).toBeGreaterThan(inDays(28).getTime());

    await change();
    await time().fill(typed(inDays(10)));
    await save(page);
    await dialog().waitFor({ state: 'hidden' });
    expect(Date.parse((await setting()).off_at)).toBeLessThan(inDays(12).getTime());
  }, 60_000);

  test('that was brought forward in another tab takes a code after all', async () => {
    await change();
    await time().fill(typed(inDays(15)));
    await dialog().getByText('This takes no code', { exact: true }).waitFor();
    const soon = inDays(5).toISOString();
    expect((await managementAs(user).put('/legacy-token', { enabled: true, off_at: soon })).status).toBe(200);
    await save(tab.page);

    await dialog().getByText('This takes a one-time code', { exact: true }).waitFor();
    await confirmWithCode(tab.page, user.email);
    await dialog().waitFor({ state: 'hidden' });
    expect(Date.parse((await setting()).off_at)).toBeGreaterThan(inDays(13).getTime());
  }, 60_000);

  test('is canceled only with a code', async () => {
    await tab.page.getByRole('button', { name: 'Cancel schedule' }).click();
    await tab.page.getByRole('dialog', { name: 'Cancel the switch-off of legacy tokens?' }).waitFor();
    await lookAt(tab.page, 'legacy-schedule-cancel');
    const { code } = await sendCode(tab.page, user.email);
    await typeCode(tab.page, wrongCode(code));
    await alert().getByText('4 attempts are left.').waitFor();
    expect((await setting()).off_at).not.toBeNull();

    await typeCode(tab.page, code);
    await tab.page.getByText('The switch-off is canceled').waitFor();
    expect(await setting()).toMatchObject({ enabled: true, off_at: null });
  }, 60_000);

  test('is not canceled by a code for something else', async () => {
    const other = await requestCodeFor(user, { purpose: 'update_settings', changes: { allowed_ips: [] } });
    await letOtpTimePass(user.userId, 31);
    await tab.page.getByRole('button', { name: 'Cancel schedule' }).click();
    const { code } = await sendCode(tab.page, user.email);
    await typeCode(tab.page, other.code === code ? wrongCode(code) : other.code);

    await alert().getByText('That code is not right').waitFor();
    expect((await setting()).off_at).not.toBeNull();
  }, 60_000);
});

describe('a suspended partner', () => {
  test('sees why legacy tokens cannot be turned on', async () => {
    await open({ ...SUSPENDED, ...LEGACY_DISABLED });

    expect(await toggle().isDisabled()).toBe(true);
    await tab.page.getByText('Cannot be turned on while this partner is suspended').waitFor();
    await lookAt(tab.page, 'legacy-suspended');
  }, 60_000);

  test('sees why their end cannot be canceled, and turns them off', async () => {
    await open({ ...SUSPENDED, legacy_token_off_at: epoch(inDays(20)) });

    expect(await tab.page.getByRole('button', { name: 'Cancel schedule' }).isDisabled()).toBe(true);
    await tab.page.getByText('While this partner is suspended, it cannot be canceled or moved later.').waitFor();
    await toggle().click();
    await tab.page.getByRole('button', { name: 'Turn off' }).click();
    await tab.page.getByText('Legacy tokens are off').waitFor();
    expect((await setting()).enabled).toBe(false);
  }, 60_000);
});
