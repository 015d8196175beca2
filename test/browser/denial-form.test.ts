import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { apiKeyOf, newApiKeyParts, randomText } from '../support/api-key.ts';
import { eventually } from '../support/eventually.ts';
import { hub } from '../support/hub.ts';
import { request } from '../support/local-run.ts';
import { expectStatus, managementAs } from '../support/management-api.ts';
import { echoCall, withKey } from '../support/partner-calls.ts';
import { createApiKey, ELSEWHERE, putUsage } from '../support/records.ts';
import { createSignedInUser, createUser, type User } from '../support/users.ts';
import { explain, idField, paste, refusedCall } from './explain.ts';
import { FAILED_CALLS, failCalls } from './failures.ts';
import { expectFocus, pressUntil } from './focus.ts';
import { closePages, expectNoFaults, type HubPage, openPage, signIn } from './hub-page.ts';
import { lookAt } from './picture.ts';

/** What can be pasted into the field, what becomes of it, and what happens when nothing is found. */

const UNAVAILABLE = { status: 503, code: 'temporarily_unavailable' } as const;
const TITLE = 'The call came from an address that was not allowed';
const UNKNOWN = 'No refusal with this ID is known';

let user: User;
let tab: HubPage;
let page: Page;
let sent: string[];

beforeEach(async () => {
  user = await createUser();
  tab = await openPage();
  page = tab.page;
  await signIn(tab, user, '/denials');
  sent = [];
  tab.context.on('request', (made) => sent.push(`${made.url()} ${JSON.stringify(made.headers())} ${made.postData()}`));
}, 60_000);
afterEach(() => expectNoFaults(tab, [FAILED_CALLS]));
afterAll(closePages);

const explainButton = () => page.getByRole('button', { name: 'Explain' });
const asked = () => sent.filter((line) => line.includes('/denials'));
const refusal = async () => {
  const { key } = await createApiKey(user.partnerId, ELSEWHERE);
  return request(echoCall(user.partnerId, withKey(key)));
};

describe('a credential that is pasted by mistake', () => {
  const key = apiKeyOf(newApiKeyParts('demoPA'));
  test.each([
    ['an API key', key],
    ['a header with it', `x-api-key: ${key}\n`],
    ['a legacy token', randomText(43)],
  ])(
    'is not sent anywhere, nor kept: %s',
    async (_, text) => {
      const secret = text.replace('x-api-key: ', '').trim();
      await paste(page, text);
      await page.getByText('This looks like a key or a token').waitFor();
      expect(await idField(page).inputValue()).toBe('');

      await idField(page).fill(secret);
      await page.keyboard.press('Enter');
      await page.getByText('This looks like a key or a token').waitFor();
      expect(await idField(page).inputValue()).toBe('');
      await page.getByRole('link', { name: 'Usage' }).click();
      await page.getByLabel('Credential').waitFor();
      // The browser has had time to send what it would.
      expect(sent.length).toBeGreaterThan(0);
      expect(sent.filter((line) => line.includes(secret) || line.includes(encodeURIComponent(secret)))).toEqual([]);
      expect(asked()).toEqual([]);
      const kept = 'JSON.stringify([localStorage, sessionStorage, history.state, location.href, document.title])';
      expect(await page.evaluate(kept)).not.toContain(secret);
    },
    60_000,
  );
});

test('what is none is said to be none, with what one looks like, and nothing is sent', async () => {
  await explainButton().click();
  await page.getByText('Paste the request ID of the refusal.').waitFor();
  await expectFocus(page, 'Request ID');
  await idField(page).fill('6f1c8c3e-5d1b-4f0e-9a51-0b9f3c1d2e3a');
  await page.keyboard.press('Enter');
  await page.getByText('One looks like JJbxmF0VoAMFbnA=').waitFor();
  expect(await idField(page).inputValue()).toBe('6f1c8c3e-5d1b-4f0e-9a51-0b9f3c1d2e3a');
  expect(page.url()).toBe(`${hub}/denials`);
  expect(asked()).toEqual([]);
  await lookAt(page, 'denial-no-id');

  await page.goto(`${hub}/denials/6f1c8c3e-5d1b-4f0e-9a51-0b9f3c1d2e3a`);
  await page.getByText('There is no such page').waitFor();
}, 60_000);

test('a whole answer is taken for the ID in it', async () => {
  const { json } = await refusal();
  await explain(page, JSON.stringify(json, null, 2), TITLE);

  expect(await idField(page).inputValue()).toBe(json.request_id);
  expect(page.url()).toBe(`${hub}/denials/${json.request_id}`);
  await paste(page, `  request_id="${json.request_id}"\n`);
  expect(await idField(page).inputValue()).toBe(json.request_id);
}, 60_000);

test('a link to an explanation opens it, also after a sign-in', async () => {
  const { json } = await refusal();
  await explain(page, json.request_id, TITLE);
  const visitor = await openPage();
  await signIn(visitor, user, `/denials/${json.request_id}`);

  await visitor.page.getByRole('heading', { name: TITLE }).waitFor();
  expect(await idField(visitor.page).inputValue()).toBe(json.request_id);
  expectNoFaults(visitor);
}, 60_000);

test('a call of another partner is unknown here, and can be looked for again', async () => {
  const other = await createSignedInUser();
  const { key } = await createApiKey(other.partnerId, ELSEWHERE);
  const requestId = await refusedCall(echoCall(other.partnerId, withKey(key)));
  const path = `/denials/${encodeURIComponent(requestId)}`;
  // Known to its own partner by now.
  await eventually(async () => expectStatus(await managementAs(other).get(path), 200));
  await paste(page, requestId);
  await explainButton().click();
  await page.getByRole('heading', { name: UNKNOWN }).waitFor();
  await lookAt(page, 'denial-unknown');

  const again = page.waitForResponse((response) => response.url().includes('/denials/'));
  await page.getByRole('button', { name: 'Refresh' }).click();
  expect((await again).status()).toBe(404);
  await page.getByRole('status').filter({ hasText: UNKNOWN }).waitFor({ state: 'attached' });
  expect(await page.getByRole('heading', { name: TITLE }).count()).toBe(0);
}, 60_000);

test.each([
  ['not_sent' as const, 'Couldn’t reach the server'],
  [UNAVAILABLE, 'Not available right now'],
  [{ status: 500, code: 'internal_error' } as const, 'Something went wrong'],
])(
  'an explanation that cannot be had (%j) is had by trying again',
  async (failure, title) => {
    const { json } = await refusal();
    const mend = await failCalls(page, 'GET', '/denials/*', failure);
    await paste(page, json.request_id);
    await explainButton().click();
    await page.getByRole('alert').getByText(title).waitFor();
    expect(await page.getByRole('heading', { name: UNKNOWN }).count()).toBe(0);
    if (failure === UNAVAILABLE) await lookAt(page, 'denial-unavailable');
    await mend();
    await page.getByRole('button', { name: 'Try again' }).click();
    await eventually(async () => {
      const again = page.getByRole('button', { name: 'Refresh' });
      if (await again.isVisible()) await again.click({ timeout: 1_000 });
      await page.getByRole('heading', { name: TITLE }).waitFor({ timeout: 500 });
    });
  },
  60_000,
);

test('it is reached from the figures and from the refusals in them, by keyboard alone', async () => {
  const { json } = await refusal();
  const today = new Date().toISOString().slice(0, 10);
  await putUsage(user.partnerId, `*all#${today}`, {
    ...{ total: 1, success: 0, client_error: 1, 'refused.ip_not_allowed': 1, 'resource.other': 1 },
  });
  await page.getByRole('link', { name: 'Usage', exact: true }).click();
  await page.getByRole('link', { name: 'see what was checked and what helps' }).waitFor();
  await page.getByRole('link', { name: 'Why was my call refused?' }).focus();
  await page.keyboard.press('Enter');
  await expectFocus(page, 'Why was my call refused?');
  expect(await page.getByRole('link', { name: 'Usage', exact: true }).getAttribute('aria-current')).toBe('true');
  await pressUntil(page, 'Tab', 'Request ID');
  await page.keyboard.type(json.request_id);
  await page.keyboard.press('Tab');
  await expectFocus(page, 'Explain');
  await page.keyboard.press('Enter');
  const again = page.getByRole('button', { name: 'Refresh' });
  await eventually(async () => {
    if (await again.isVisible()) {
      await again.focus();
      await page.keyboard.press('Enter');
    }
    await page.getByRole('heading', { name: TITLE }).waitFor({ timeout: 500 });
  });
  await pressUntil(page, 'Tab', 'Change the key’s list');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  expect(page.url()).toBe(`${hub}/api-keys`);
}, 60_000);
