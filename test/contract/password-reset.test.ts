import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { locationOf } from './sign-in-browser.ts';
import { EMAIL, HUB, INVITED_EMAIL, OTHER_EMAIL, PASSWORD, SignInFixture } from './sign-in-fixture.ts';

const NEW_PASSWORD = 'Another-Passw0rd!';
const fixture = new SignInFixture();

beforeAll(() => fixture.start());
afterAll(() => fixture.close());
afterEach(() => {
  fixture.codes.length = 0;
  fixture.resets.length = 0;
});

/** A visitor at the page for a forgotten password. */
async function visit() {
  const visitor = fixture.browser();
  const page = `${await visitor.form()}/forgotten-password`;
  const post = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    visitor.open(page, { method: 'POST', headers, body: new URLSearchParams(fields) });
  const ask = async (email: string) => {
    await post({ email });
    return fixture.codes.at(-1)?.code ?? '';
  };
  const reset = (email: string, code: string, password = NEW_PASSWORD) => post({ email, code, new_password: password });
  return { visitor, page, post, ask, reset };
}

const expectRefused = async (response: Response, message: string) => {
  expect([response.status, response.headers.get('location')]).toEqual([400, null]);
  expect(await response.text()).toContain(message);
  expect(fixture.resets).toEqual([]);
};
const WRONG = 'This code is wrong, or no longer valid.';

describe('a password is not reset', () => {
  it('with another code, an old one, or none', async () => {
    const { ask, reset, post } = await visit();
    const old = await ask(EMAIL);
    const code = await ask(EMAIL);
    const other = code === '000000' ? '000001' : '000000';
    for (const wrong of [other, '', code.slice(1), `${code}0`, ...(old === code ? [] : [old])]) {
      await expectRefused(await reset(EMAIL, wrong), WRONG);
    }
    await expectRefused(await post({ email: EMAIL, new_password: NEW_PASSWORD }), WRONG);
    expect(fixture.accounts.authenticate(EMAIL, PASSWORD).outcome).toBe('verified');
  });

  it('with the code of another account', async () => {
    const { ask, reset } = await visit();
    const code = await ask(OTHER_EMAIL);
    await expectRefused(await reset(EMAIL, code), WRONG);
  });

  it('after five wrong codes, not even with the right one', async () => {
    const { ask, reset } = await visit();
    const code = await ask(EMAIL);
    for (let attempt = 0; attempt < 5; attempt++) await reset(EMAIL, code === '000000' ? '000001' : '000000');
    await expectRefused(await reset(EMAIL, code), WRONG);
  });

  it('after an hour', async () => {
    const code = await (await visit()).ask(EMAIL);
    const now = Date.now();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(now + 3_600_000);
    const response = await (await visit()).reset(EMAIL, code);
    clock.mockRestore();
    await expectRefused(response, WRONG);
  });

  it('to one that does not meet the rules, and the code stays good', async () => {
    const { ask, reset } = await visit();
    const code = await ask(EMAIL);
    await expectRefused(await reset(EMAIL, code, 'short'), 'does not meet the rules');
    expect((await reset(EMAIL, code, PASSWORD)).status).toBe(303);
  });

  it('by a page of another origin, or without the cookie of the sign-in', async () => {
    const { page, post } = await visit();
    expect((await post({ email: EMAIL }, { origin: 'https://elsewhere.example' })).status).toBe(403);
    const stranger = await fixture
      .browser()
      .open(page, { method: 'POST', body: new URLSearchParams({ email: EMAIL }) });
    expect(stranger.status).toBe(400);
    expect(fixture.codes).toEqual([]);
  });
});

it('a code goes to an account whose user has chosen a password, and the page does not tell', async () => {
  const { post } = await visit();
  const pages = await Promise.all(
    [EMAIL, INVITED_EMAIL, 'nobody@demo.example'].map(async (email) => {
      const response = await post({ email });
      return [response.status, (await response.text()).replaceAll(email, '')];
    }),
  );
  expect(pages[1]).toEqual(pages[0]);
  expect(pages[2]).toEqual(pages[0]);
  expect(fixture.codes.map(({ email }) => email)).toEqual([EMAIL]);
});

it('what somebody enters as an address is only text on the page', async () => {
  const { post } = await visit();
  expect(await (await post({ email: '"><script>alert(1)</script>' })).text()).not.toContain('<script');
});

it('a reset replaces the password, runs the trigger once, and leads back to the sign-in', async () => {
  const { visitor, ask, reset } = await visit();
  const code = await ask(EMAIL);
  expect(code).toMatch(/^\d{6}$/);
  const response = await reset(EMAIL, code);
  expect(response.status).toBe(303);
  expect(fixture.resets).toEqual([fixture.accounts.find(EMAIL)?.subject]);

  const form = locationOf(response, fixture.server.issuer);
  expect(await (await visitor.open(form)).text()).toContain('Your password has been changed.');
  expect((await visitor.submit(form.href, EMAIL, PASSWORD)).status).toBe(400);
  const callback = locationOf(
    await visitor.open(locationOf(await visitor.submit(form.href, EMAIL, NEW_PASSWORD), fixture.server.issuer)),
    fixture.server.issuer,
  );
  expect(callback.href).toMatch(new RegExp(`^${HUB}/callback\\?code=`));
  fixture.resets.length = 0;
  await expectRefused(await (await visit()).reset(EMAIL, code), WRONG);
});

it('a trigger that fails is told, and the new password counts all the same', async () => {
  const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  fixture.onReset = async () => Promise.reject(new Error('PostConfirmation failed with error The table is down.'));
  const { ask, reset } = await visit();
  const response = await reset(OTHER_EMAIL, await ask(OTHER_EMAIL));
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('table');
  expect(fixture.accounts.authenticate(OTHER_EMAIL, NEW_PASSWORD).outcome).toBe('verified');
  expect(printed).toHaveBeenCalledTimes(1);
  printed.mockRestore();
});
