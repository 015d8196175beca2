import { describe, expect, test } from '@jest/globals';
import type { HttpResponse } from '../../tools/client/http.ts';
import { randomText } from '../support/api-key.ts';
import { request } from '../support/local-run.ts';
import { whoamiCall, withToken } from '../support/partner-calls.ts';
import { expectRefusal, REFUSALS } from '../support/refusal.ts';
import { createUser, signIn } from '../support/token-users.ts';

const HOME = '127.0.0.1';
let networks = 0;

/** An IP address of this machine that no other test of this run guesses from: an address has few wrong passwords. */
const stranger = () => `127.9.9.${++networks}`;
const newEmail = () => `${randomText(12).toLowerCase()}@example.com`;

async function guess(email: string, times: number, from: string): Promise<HttpResponse[]> {
  const responses: HttpResponse[] = [];
  for (let time = 0; time < times; time++) responses.push(await signIn(email, `Wrong-Passw0rd!${time}`, from));
  return responses;
}

function expectWrong(responses: readonly HttpResponse[]): void {
  for (const response of responses) expectRefusal(response, REFUSALS.invalid_grant);
}

function expectLimited(response: HttpResponse, retryAfter = { from: 1, to: 900 }): void {
  expectRefusal(response, REFUSALS.rate_limited);
  expect(response.headers['cache-control']).toBe('no-store');
  expect(Number(response.headers['retry-after'])).toBeGreaterThanOrEqual(retryAfter.from);
  expect(Number(response.headers['retry-after'])).toBeLessThanOrEqual(retryAfter.to);
}

describe('guessing the password of one user', () => {
  // A stranger who knows an e-mail address could stop the partner's integration, again every 15 minutes.
  test('does not lock out the address from which the password was right', async () => {
    const user = await createUser();
    expect((await signIn(user.email, user.password, HOME)).status).toBe(200);
    const [here, there] = [stranger(), stranger()];

    expectWrong(await guess(user.email, 8, here));
    for (const response of await guess(user.email, 12, here)) expectLimited(response);
    expectLimited(await signIn(user.email, user.password, there));

    expect((await signIn(user.email, user.password, HOME)).status).toBe(200);
  });

  test('is over after 8 attempts, in any spelling of the name, and does not touch another user', async () => {
    const [user, other] = [await createUser(), await createUser()];
    const here = stranger();
    expectWrong(await guess(user.email, 8, here));

    expectLimited(await signIn(user.email, user.password, here));
    expectLimited(await signIn(user.email.toUpperCase(), user.password, here));
    expect((await signIn(other.email, other.password, here)).status).toBe(200);
  });

  test('is over for a name that nobody has just so', async () => {
    const [email, here] = [newEmail(), stranger()];
    expectWrong(await guess(email, 8, here));

    expectLimited(await signIn(email, 'Wrong-Passw0rd!', here));
  });

  // The provider takes the subject as a user name, which had a limit of its own.
  test('cannot go on with the subject of the account as user name', async () => {
    const user = await createUser();
    const token = (await signIn(user.email, user.password, HOME)).json.access_token;
    const subject = (await request(whoamiCall(withToken(token)))).json.credential.id;
    const here = stranger();
    expectWrong(await guess(user.email, 8, here));

    expectRefusal(await signIn(subject, user.password, here), REFUSALS.invalid_request);
    expectRefusal(await signIn(subject, user.password, HOME), REFUSALS.invalid_request);
  });

  test('is over at a known address after 20 attempts', async () => {
    const user = await createUser();
    const here = stranger();
    expect((await signIn(user.email, user.password, here)).status).toBe(200);
    expectWrong(await guess(user.email, 20, here));

    expectLimited(await signIn(user.email, user.password, here));
  });

  test('cannot outrun the limit by guessing all at once', async () => {
    const user = await createUser();
    const here = stranger();

    const responses = await Promise.all(
      Array.from({ length: 40 }, (_, guessed) => signIn(user.email, `Wrong-Passw0rd!${guessed}`, here)),
    );

    const wrong = responses.filter(({ status }) => status === 400);
    expectWrong(wrong);
    expect(wrong).toHaveLength(8);
    for (const response of responses) if (!wrong.includes(response)) expectLimited(response);
    expectLimited(await signIn(user.email, user.password, here));
  });
});

describe('guessing one password for many users', () => {
  test('is over after 100 names, and does not touch other addresses', async () => {
    const user = await createUser();
    const here = stranger();
    const responses: HttpResponse[] = [];
    for (let name = 0; name < 120; name++) responses.push(await signIn(newEmail(), 'Summer-2026!', here));

    expectWrong(responses.slice(0, 100));
    for (const response of responses.slice(100)) expectLimited(response);
    expectLimited(await signIn(user.email, user.password, here));
    expect((await signIn(user.email, user.password, stranger())).status).toBe(200);
  });
});

describe('right passwords', () => {
  test('are not counted', async () => {
    const user = await createUser();
    const here = stranger();
    for (let time = 0; time < 7; time++) await signIn(user.email, 'Wrong-Passw0rd!', here);

    for (let time = 0; time < 25; time++) expect((await signIn(user.email, user.password, here)).status).toBe(200);
  });
});
