import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createKeyWithCode } from '../support/create-key.ts';
import { hub } from '../support/hub.ts';
import { managementAs } from '../support/management-api.ts';
import { createUser, type SignedInUser, signInUser } from '../support/users.ts';
import { FAILED_CALLS, failCalls } from './failures.ts';
import { askForCode, firstDigit, openGenerate, row, shownKey, typeCode } from './generate.ts';
import { closePages, expectNoFaults, type HubPage, openPage, signIn } from './hub-page.ts';
import { lookAt } from './picture.ts';

const UNAVAILABLE = { status: 503, code: 'temporarily_unavailable', retryAfter: 5 } as const;

let user: SignedInUser;
let tab: HubPage;

beforeEach(async () => {
  user = await signInUser(await createUser());
  tab = await openPage();
}, 60_000);
afterEach(() => expectNoFaults(tab, [FAILED_CALLS]));
afterAll(closePages);

const tryAgain = () => tab.page.getByRole('button', { name: 'Try again' });
const alert = () => tab.page.getByRole('alert').filter({ hasText: /\S/ });

async function keyNames(): Promise<string[]> {
  const { json } = await managementAs(user).get('/api-keys');
  return json.api_keys.map(({ name }: { name: string }) => name);
}

describe('the list of keys', () => {
  test.each([
    ['not_sent' as const, 'Couldn’t reach the server'],
    [UNAVAILABLE, 'Not available right now'],
  ])(
    'that cannot be loaded (%j) is loaded by trying again',
    async (failure, title) => {
      const mend = await failCalls(tab.page, 'GET', '/api-keys', failure);
      await signIn(tab, user);
      await alert().getByText(title).waitFor();
      await lookAt(tab.page, failure === 'not_sent' ? 'keys-no-answer' : 'keys-unavailable');

      await mend();
      await tryAgain().click();
      await tab.page.getByText('No API keys yet').waitFor();
    },
    60_000,
  );
});

describe('generating a key', () => {
  test('keeps the name when the code cannot be asked for', async () => {
    await signIn(tab, user);
    const mend = await failCalls(tab.page, 'POST', '/otp-challenges', 'not_sent');
    await openGenerate(tab.page);
    await tab.page.getByRole('textbox', { name: 'Name', exact: true }).fill('Kept name');
    await tab.page.getByRole('button', { name: 'Send code' }).click();
    await alert().getByText('Couldn’t reach the server').waitFor();
    expect(await tab.page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Kept name');

    await mend();
    await tryAgain().click();
    await firstDigit(tab.page).waitFor();
  });

  test('keeps the code when the creation did not arrive, and makes one key by trying again', async () => {
    await signIn(tab, user);
    const code = await askForCode(tab.page, user.email, 'One key');
    const mend = await failCalls(tab.page, 'POST', '/api-keys', 'not_sent');
    await typeCode(tab.page, code);
    await alert().getByText('Couldn’t reach the server').waitFor();
    await lookAt(tab.page, 'code-no-answer');

    await mend();
    await tryAgain().click();
    await shownKey(tab.page);
    expect(await keyNames()).toEqual(['One key']);
  }, 60_000);

  test('offers to delete the key whose answer was lost', async () => {
    await signIn(tab, user);
    const code = await askForCode(tab.page, user.email, 'Lost key');
    const mend = await failCalls(tab.page, 'POST', '/api-keys', 'answer_lost');
    await typeCode(tab.page, code);
    await tab.page.getByRole('dialog', { name: 'The key was created, but not shown' }).waitFor();
    expect(await keyNames()).toEqual(['Lost key']);
    await lookAt(tab.page, 'key-lost');

    await mend();
    await tab.page.getByRole('button', { name: 'Delete this key' }).click();
    await tab.page.getByRole('dialog').waitFor({ state: 'hidden' });
    await tab.page.getByText('No API keys yet').waitFor();
    expect(await keyNames()).toEqual([]);
  }, 60_000);

  test('keeps the lost key where that is wanted, and lists it', async () => {
    await signIn(tab, user);
    const code = await askForCode(tab.page, user.email, 'Lost key');
    await failCalls(tab.page, 'POST', '/api-keys', 'answer_lost');
    await typeCode(tab.page, code);
    await tab.page.getByRole('button', { name: 'Keep it for now' }).click();

    await row(tab.page, 'Lost key').waitFor();
  });

  test('says that the key may exist when nothing can be asked, and finds out later', async () => {
    await signIn(tab, user);
    const code = await askForCode(tab.page, user.email, 'Lost key');
    await failCalls(tab.page, 'POST', '/api-keys', 'answer_lost');
    const mend = await failCalls(tab.page, 'GET', '/api-keys', 'not_sent');
    await typeCode(tab.page, code);
    await tab.page.getByRole('dialog', { name: 'The key may have been created' }).waitFor();
    await lookAt(tab.page, 'key-fate-unknown');

    await mend();
    await tab.page.getByRole('button', { name: 'Check now' }).click();
    await tab.page.getByRole('dialog', { name: 'The key was created, but not shown' }).waitFor();
  }, 60_000);
});

describe('a change of a key', () => {
  beforeEach(async () => {
    await createKeyWithCode(user, 'Old name');
    await signIn(tab, user);
    await row(tab.page, 'Old name').waitFor();
  }, 60_000);

  test('keeps what was typed when the renaming fails', async () => {
    const { page } = tab;
    const mend = await failCalls(page, 'PATCH', '/api-keys/*', UNAVAILABLE);
    await page.getByRole('button', { name: 'Rename key Old name' }).click();
    const field = page.getByRole('textbox', { name: 'New name of key Old name' });
    await field.fill('New name');
    await page.keyboard.press('Enter');
    await page.getByText('Not available right now').waitFor();
    expect(await field.inputValue()).toBe('New name');
    await lookAt(page, 'rename-failed');

    await mend();
    await page.getByRole('button', { name: 'Save name' }).click();
    await row(page, 'New name').waitFor();
    expect(await keyNames()).toEqual(['New name']);
  }, 60_000);

  test('says why a key was not deleted, and deletes it by trying again', async () => {
    const { page } = tab;
    const mend = await failCalls(page, 'DELETE', '/api-keys/*', 'not_sent');
    await page.getByRole('button', { name: 'Delete key Old name' }).click();
    await page.getByRole('button', { name: 'Delete key', exact: true }).click();
    await alert().getByText('Couldn’t reach the server').waitFor();
    await lookAt(page, 'delete-failed');
    expect(await keyNames()).toEqual(['Old name']);

    await mend();
    await tryAgain().click();
    await page.getByText('No API keys yet').waitFor();
    expect(await keyNames()).toEqual([]);
  }, 60_000);

  test('takes a key for deleted that is gone when it is tried again', async () => {
    const { page } = tab;
    const mend = await failCalls(page, 'DELETE', '/api-keys/*', 'answer_lost');
    await page.getByRole('button', { name: 'Delete key Old name' }).click();
    await page.getByRole('button', { name: 'Delete key', exact: true }).click();
    await alert().getByText('Couldn’t reach the server').waitFor();

    await mend();
    await tryAgain().click();
    await page.getByText('“Old name” is deleted').waitFor();
  });
});

describe('the legacy switch', () => {
  const flip = async () => {
    await tab.page.goto(`${hub}/integration`);
    await tab.page.getByRole('switch').click();
    await tab.page.getByRole('button', { name: 'Turn off' }).click();
  };

  test('stays as it was when the change did not arrive, and changes by trying again', async () => {
    await signIn(tab, user);
    const mend = await failCalls(tab.page, 'PUT', '/legacy-token', 'not_sent');
    await flip();
    await alert().getByText('Couldn’t reach the server').waitFor();
    await lookAt(tab.page, 'legacy-failed');
    expect((await managementAs(user).get('/legacy-token')).json.enabled).toBe(true);

    await mend();
    await tryAgain().click();
    await tab.page.getByText('Legacy tokens are off').waitFor();
  }, 60_000);

  test('shows what is true when the answer was lost', async () => {
    await signIn(tab, user);
    await failCalls(tab.page, 'PUT', '/legacy-token', 'answer_lost');
    await flip();

    await tab.page.getByText('Legacy tokens are off').waitFor();
    await tab.page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await tab.page.getByRole('switch').isChecked()).toBe(false);
  });
});

test('an activity that cannot be loaded is loaded by trying again', async () => {
  await createKeyWithCode(user, 'A key');
  const mend = await failCalls(tab.page, 'GET', '/activity', UNAVAILABLE);
  await signIn(tab, user);
  await tab.page.getByRole('link', { name: 'Activity' }).click();
  await alert().getByText('Not available right now').waitFor();
  await lookAt(tab.page, 'activity-unavailable');

  await mend();
  await tryAgain().click();
  await tab.page.getByText('created the API key').waitFor();
}, 60_000);

test.each([
  ['who is signed in', 'session-unavailable', async () => failCalls(tab.page, 'GET', '/session', UNAVAILABLE)],
  [
    'its settings',
    'hub-unavailable',
    async () => {
      await tab.page.route('**/config.json', (route) => route.abort('connectionfailed'));
      return () => tab.page.unroute('**/config.json');
    },
  ],
])(
  'a hub that cannot load %s starts by trying again',
  async (_, picture, fail) => {
    await signIn(tab, user);
    await tab.page.getByText('No API keys yet').waitFor();
    const mend = await fail();
    await tab.page.reload();
    await tryAgain().waitFor();
    await lookAt(tab.page, picture);

    await mend();
    await tryAgain().click();
    await tab.page.getByText('No API keys yet').waitFor();
  },
  60_000,
);

test('a sign-in page that cannot be reached is said so', async () => {
  await tab.page.goto(`${hub}/`);
  await tab.page.route('**/.well-known/openid-configuration', (route) => route.abort('connectionfailed'));
  await tab.page.getByRole('button', { name: 'Sign in' }).click();

  await tab.page.getByText('The sign-in page cannot be reached.').waitFor();
});
