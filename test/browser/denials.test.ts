import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { apiKeyOf, newApiKeyParts } from '../support/api-key.ts';
import { createKeyWithCode } from '../support/create-key.ts';
import { hub } from '../support/hub.ts';
import { letOtpTimePass } from '../support/hub-records.ts';
import { managementAs } from '../support/management-api.ts';
import { echoCall, withKey, withToken } from '../support/partner-calls.ts';
import { createLegacyToken } from '../support/records.ts';
import { createUser, type SignedInUser, signInUser } from '../support/users.ts';
import { checks, explain, fact, refusedCall } from './explain.ts';
import { closePages, expectNoFaults, type HubPage, openPage, signIn } from './hub-page.ts';
import { addAddress, callWith, confirmWithCode } from './manage.ts';
import { createNamedUser } from './named-partner.ts';
import { lookAt } from './picture.ts';

/** Real calls that the Partner API refuses: explained by the page, mended over its links, and explained again. */

const ELSEWHERE = '192.0.2.0/24';
const OWNER = 'lena@borealfreight.example';
const MENDED = 'It would no longer be refused for this';

let user: SignedInUser;
let tab: HubPage;
let page: Page;

beforeEach(async () => {
  user = await signInUser(await createUser());
  tab = await openPage();
  page = tab.page;
}, 60_000);
// The first look may come before the call is counted.
afterEach(() => expectNoFaults(tab, [/status of 40[34]/]));
afterAll(closePages);

const hidden = () => page.getByRole('dialog').waitFor({ state: 'hidden' });
const remedy = (name: string) => page.getByRole('list', { name: 'What helps' }).getByRole('link', { name });

async function openWithKey(controls: object): Promise<{ readonly key: string; readonly id: string }> {
  const { key, id } = await createKeyWithCode(user, 'ERP connector', controls);
  await letOtpTimePass(user.userId, 60);
  await signIn(tab, user, '/denials');
  return { key, id };
}

const clients = (key: string) => ({ path: `/api/v2/partners/${user.partnerId}/clients`, headers: [withKey(key)] });

test('an address that is on neither list is added to both, and the call goes through', async () => {
  // The documents show this page.
  user = await signInUser({ ...(await createNamedUser('borealPA', 'Boreal Freight', OWNER)), phone: null });
  const { key, id } = await openWithKey({ allowed_ips: [ELSEWHERE] });
  const partners = await managementAs(user).patch('/settings', { allowed_ips: [ELSEWHERE] });
  expect(partners.status).toBe(200);
  const requestId = await refusedCall({ ...clients(key), from: '127.0.0.9' });
  await explain(page, requestId, 'The call came from an address that was not allowed');

  expect(page.url()).toBe(`${hub}/denials/${requestId}`);
  await page.getByText('It would be refused again now').waitFor();
  expect(await checks(page, 'Failed')).toEqual(['The call comes from an allowed address']);
  expect(await checks(page, 'Passed')).toHaveLength(5);
  expect(await checks(page, 'Not reached')).toHaveLength(1);
  expect(await fact(page, 'Credential')).toBe('ERP connector');
  expect(await fact(page, 'Address')).toContain('127.0.0.9');
  expect(await fact(page, 'Method')).toBe('GET');
  expect(await fact(page, 'Partner in the path')).toBe(user.partnerId);
  expect(await fact(page, 'Access needed')).toBe('Clients: read (clients:read)');
  expect(await fact(page, 'Answer')).toBe('403 ip_not_allowed');
  expect(await fact(page, 'Partner’s addresses')).toBe(`${ELSEWHERE}Refuses this call`);
  expect(await fact(page, 'Key’s addresses')).toBe(`${ELSEWHERE}Refuses this call`);
  await lookAt(page, 'denial-address');

  await remedy('Change the key’s list').click();
  expect(page.url()).toBe(`${hub}/api-keys/${id}/change`);
  await addAddress(page.getByRole('dialog'), '127.0.0.9');
  await confirmWithCode(page, user.email);
  await hidden();
  expect(page.url()).toBe(`${hub}/api-keys`);
  await page.goBack();
  // One list refuses still.
  await page.getByText('It would be refused again now').waitFor();
  expect(await fact(page, 'Key’s addresses')).toMatch(/Allows this call$/);
  expect(await remedy('Change the key’s list').count()).toBe(0);

  await letOtpTimePass(user.userId, 60);
  await remedy('Change the partner’s list').click();
  await page.getByRole('button', { name: 'Change allowed addresses' }).click();
  await addAddress(page.getByRole('dialog'), '127.0.0.9');
  await confirmWithCode(page, user.email);
  await hidden();
  await page.goBack();
  await page.getByText(MENDED).waitFor();
  expect(await callWith(key, user.partnerId, '/clients', '127.0.0.9')).toBe('200');
  await lookAt(page, 'denial-mended');
}, 90_000);

test('access that a key does not have is given to it', async () => {
  const { key } = await openWithKey({ scopes: ['balance:read'] });
  await explain(page, await refusedCall(clients(key)), 'The API key did not have the access that the call needs');
  expect(await checks(page, 'Failed')).toEqual(['The key has the access that the call needs']);
  expect(await fact(page, 'Key’s access')).toBe('Balance: readRefuses this call');

  await remedy('Change the key’s access').click();
  await page.getByRole('dialog').getByRole('radio', { name: 'Clients: read' }).check();
  await confirmWithCode(page, user.email);
  await hidden();
  await page.goBack();
  await page.getByText(MENDED).waitFor();
  expect(await fact(page, 'Key’s access')).toMatch(/^Clients: read, Balance: readAllows this call$/);
  expect(await callWith(key, user.partnerId, '/clients')).toBe('200');
}, 90_000);

test('a disabled key is enabled, and one that is deleted then cannot be mended', async () => {
  const { key, id } = await openWithKey({});
  await managementAs(user).patch(`/api-keys/${id}`, { status: 'disabled' });
  const requestId = await refusedCall(clients(key));
  await explain(page, requestId, 'The API key was disabled');
  expect(await fact(page, 'Key')).toBe('DisabledRefuses this call');

  await remedy('Enable the key').click();
  await confirmWithCode(page, user.email);
  await hidden();
  await page.goBack();
  await page.getByText(MENDED).waitFor();

  await managementAs(user).delete(`/api-keys/${id}`);
  await page.getByRole('button', { name: 'Check again' }).click();
  await page.getByText('The key was deleted since, so nothing about it can be changed.').waitFor();
  const next = await refusedCall(clients(key));
  await explain(page, next, 'The API key was deleted');
  expect(await fact(page, 'Answer')).toMatch(/^401 unauthorized/);
  expect(await checks(page, 'Failed')).toEqual(['The credential is known, and in force']);
  await lookAt(page, 'denial-deleted');
  await remedy('See usage of the deleted key').click();
  await page.waitForURL(`${hub}/usage/${id}`);
}, 90_000);

test('legacy tokens that are off are turned on again', async () => {
  const { token } = await createLegacyToken(user.partnerId, { user_id: { S: user.userId } });
  await managementAs(user).put('/legacy-token', { enabled: false });
  await signIn(tab, user, '/denials');
  await explain(page, await refusedCall(echoCall(user.partnerId, withToken(token))), 'Legacy tokens were switched off');
  expect(await fact(page, 'Credential')).toBe(`Legacy token of ${user.email}`);
  expect(await fact(page, 'Legacy tokens')).toBe('OffRefuses this call');
  await lookAt(page, 'denial-legacy');

  await remedy('Go to the switch').click();
  await page.getByRole('switch').click();
  await confirmWithCode(page, user.email);
  await page.getByText('Legacy tokens are on').waitFor();
  await page.goBack();
  await page.getByText(MENDED).waitFor();
  expect(await fact(page, 'Legacy tokens')).toBe('OnAllows this call');
}, 90_000);

test('another tab that mends it is seen', async () => {
  const { key } = await openWithKey({ allowed_ips: [ELSEWHERE] });
  await explain(page, await refusedCall(clients(key)), 'The call came from an address that was not allowed');
  const address = await page
    .getByRole('term')
    .filter({ hasText: /^Address$/ })
    .locator('xpath=..//code')
    .textContent();
  const link = await remedy('Change the key’s list').getAttribute('href');
  const second = await tab.context.newPage();
  await second.goto(`${hub}${link}`);
  await addAddress(second.getByRole('dialog'), address ?? '');
  await confirmWithCode(second, user.email);

  await page.getByText(MENDED).waitFor();
}, 90_000);

test('what came without a credential of ours, or to another partner, says so', async () => {
  const { key } = await openWithKey({});
  const other = await createUser();
  const forged = newApiKeyParts(user.partnerId);
  await explain(page, await refusedCall(echoCall(user.partnerId)), 'The request carried no credential');
  expect(await fact(page, 'Credential')).toBe('None that is known');

  await explain(
    page,
    await refusedCall(echoCall(user.partnerId, withKey(apiKeyOf(forged)))),
    'There is no such API key',
  );
  expect(await fact(page, 'Credential')).toBe(`Said to be key ${forged.keyId}, without proof`);
  expect(await page.content()).not.toContain(forged.secret.slice(0, 8));

  await explain(page, await refusedCall(echoCall(other.partnerId, withKey(key))), 'The path named another partner');
  expect(await fact(page, 'Partner in the path')).toBe(other.partnerId);
  await page.getByText(`Put ${user.partnerId} into the path`).waitFor();
  await lookAt(page, 'denial-partner');
}, 90_000);
