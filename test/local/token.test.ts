import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Header, HttpResponse } from '../../tools/client/http.ts';
import { newPartnerId, randomText } from '../support/api-key.ts';
import { demo, operatorWithInput, request } from '../support/local-run.ts';
import { echoCall, whoamiCall, withToken } from '../support/partner-calls.ts';
import { changePartner, LEGACY_DISABLED, SUSPENDED } from '../support/records.ts';
import { expectNotToContain, expectRefusal, REFUSALS } from '../support/refusal.ts';
import { createUser, FORM_TYPE, JSON_TYPE, postToken as post, signIn, type User } from '../support/token-users.ts';

async function tokenOf({ email, password }: User): Promise<string> {
  const response = await signIn(email, password);
  expect(response.status).toBe(200);
  return response.json.access_token;
}

describe('POST /token refuses', () => {
  test.each<[string, string | undefined, Header[]]>([
    ['no body and no content type', undefined, []],
    ['no body', undefined, [JSON_TYPE]],
    ['an empty object', '{}', [JSON_TYPE]],
    ['no JSON', '{"username": ', [JSON_TYPE]],
    ['null', 'null', [JSON_TYPE]],
    ['a list', '["owner@demo.example"]', [JSON_TYPE]],
    ['a text', '"owner@demo.example"', [JSON_TYPE]],
    ['no password', '{"username":"owner@demo.example"}', [JSON_TYPE]],
    ['no user name', '{"password":"secret"}', [JSON_TYPE]],
    ['an empty password', '{"username":"owner@demo.example","password":""}', [JSON_TYPE]],
    ['an empty user name', '{"username":"","password":"secret"}', [JSON_TYPE]],
    ['a number as password', '{"username":"owner@demo.example","password":1}', [JSON_TYPE]],
    ['an object as user name', '{"username":{"$ne":1},"password":"secret"}', [JSON_TYPE]],
    ['the subject of an account as user name', `{"username":"${randomUUID()}","password":"secret"}`, [JSON_TYPE]],
    ['null as password', '{"username":"owner@demo.example","password":null}', [JSON_TYPE]],
    ['an empty form', '', [FORM_TYPE]],
    ['a form without password', 'username=owner%40demo.example', [FORM_TYPE]],
    ['a form without user name', 'password=secret', [FORM_TYPE]],
    ['bytes that are neither', '\0\x01\x02', [JSON_TYPE]],
  ])('as an invalid request: %s', async (_what, body, headers) => {
    const response = await post(body, ...headers);

    expectRefusal(response, REFUSALS.invalid_request);
    expect(response.headers['cache-control']).toBe('no-store');
  });

  test('a wrong password, in exactly the words for an unknown user', async () => {
    const { email } = await createUser();

    const wrongPassword = await signIn(email, 'Wrong-Passw0rd!');
    const unknownUser = await signIn(`${randomText(12)}@example.com`, 'Wrong-Passw0rd!');

    // Any difference would tell which addresses have an account.
    for (const response of [wrongPassword, unknownUser]) {
      expectRefusal(response, REFUSALS.invalid_grant);
      expect(response.headers['cache-control']).toBe('no-store');
    }
    expect({ ...unknownUser.json, request_id: null }).toEqual({ ...wrongPassword.json, request_id: null });
    expect(Object.keys(unknownUser.headers)).toEqual(Object.keys(wrongPassword.headers));
  });

  test.each<[string, (user: User) => [username: string, password: string]]>([
    ['the password of another user', ({ email }) => [email, demo.password]],
    ['the password in another case', ({ email, password }) => [email, password.toLowerCase()]],
    ['the password with a space behind it', ({ email, password }) => [email, `${password} `]],
    ['the user of another name', ({ email, password }) => [`x${email}`, password]],
  ])('%s', async (_what, change) => {
    const response = await signIn(...change(await createUser()));

    expectRefusal(response, REFUSALS.invalid_grant);
  });

  test('without repeating what was sent', async () => {
    const [email, password] = [`${randomText(12)}@example.com`, `Aa1!${randomText(12)}`];

    expectNotToContain(await signIn(email, password), [email, password]);
    expectNotToContain(await post(`{"username":"${email}","password":"${password}`, JSON_TYPE), [email, password]);
  });

  // Told to anybody, this would tell which partners are suspended or have moved to keys.
  test.each([
    ['suspended', SUSPENDED, 'partner_suspended'],
    ['legacy off', LEGACY_DISABLED, 'legacy_token_disabled'],
    ['suspended and legacy off', { ...SUSPENDED, ...LEGACY_DISABLED }, 'partner_suspended'],
  ] as const)('a partner with a reason, but only after the right password: %s', async (_what, changes, code) => {
    const user = await createUser();
    await changePartner(user.partnerId, changes);

    const wrong = await signIn(user.email, 'Wrong-Passw0rd!');
    const right = await signIn(user.email, user.password);

    expectRefusal(wrong, REFUSALS.invalid_grant);
    expectRefusal(right, REFUSALS[code]);
    expect(right.headers['cache-control']).toBe('no-store');
  });
});

describe('POST /token issues', () => {
  let user: User;

  beforeAll(async () => {
    user = await createUser();
  });

  test.each<[string, () => Promise<HttpResponse>]>([
    ['JSON', () => post(JSON.stringify({ username: user.email, password: user.password }), JSON_TYPE)],
    [
      'JSON with a charset',
      () =>
        post(JSON.stringify({ username: user.email, password: user.password }), [
          'content-type',
          'application/json; charset=utf-8',
        ]),
    ],
    [
      'a form',
      () => post(new URLSearchParams({ username: user.email, password: user.password }).toString(), FORM_TYPE),
    ],
    [
      'a form with a charset',
      () =>
        post(new URLSearchParams({ username: user.email, password: user.password }).toString(), [
          'Content-Type',
          'application/x-www-form-urlencoded;charset=UTF-8',
        ]),
    ],
  ])('a token, in exactly the known shape: %s', async (_what, send) => {
    const response = await send();

    expect(response.status).toBe(200);
    expect(response.headers['content-type']).toMatch(/^application\/json(;|$)/);
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.json).toEqual({
      access_token: expect.stringMatching(/^[\x21-\x7e]{32,}$/),
      token_type: 'bearer',
      expires_in: 86_400,
    });
  });

  test('a token that opens /whoami and the paths of the partner', async () => {
    const token = await tokenOf(user);

    const whoami = await request(whoamiCall(withToken(token)));
    const echo = await request(echoCall(user.partnerId, withToken(token)));

    expect(whoami.status).toBe(200);
    expect(whoami.json).toEqual({
      partner_id: user.partnerId,
      credential: { type: 'legacy_token', id: expect.any(String), name: null, scopes: ['*'], expires_at: null },
    });
    expect(echo.status).toBe(200);
    expect(echo.json.headers['x-credential-id']).toBe(whoami.json.credential.id);
  });

  test('a token that opens nothing of another partner', async () => {
    const response = await request(echoCall('demoPA', withToken(await tokenOf(user))));

    expectRefusal(response, REFUSALS.partner_mismatch);
  });

  test('a token to a caller who still sends an old credential', async () => {
    const body = JSON.stringify({ username: user.email, password: user.password });

    const response = await post(body, JSON_TYPE, withToken('expired'), ['x-api-key', 'none']);

    expect(response.status).toBe(200);
  });

  test('tokens to many callers at once, and ends none of them', async () => {
    const busy = await createUser();
    const first = await tokenOf(busy);

    const answers = await Promise.all(Array.from({ length: 25 }, () => signIn(busy.email, busy.password)));

    // Right passwords that are being checked hold attempts, so some of many at once have to wait.
    for (const answer of answers) if (answer.status !== 200) expectRefusal(answer, REFUSALS.rate_limited);
    const tokens = answers.filter(({ status }) => status === 200).map(({ json }) => json.access_token);
    while (tokens.length < 25) tokens.push(await tokenOf(busy));
    expect(new Set([first, ...tokens]).size).toBe(26);
    for (const token of [first, ...tokens]) {
      expect((await request(echoCall(busy.partnerId, withToken(token)))).status).toBe(200);
    }
  });
});

describe('POST /token', () => {
  test('knows no partner that an account is not a user of', async () => {
    const partnerId = newPartnerId();
    const email = `${randomText(12).toLowerCase()}@example.com`;
    const added = await operatorWithInput('Aa1!password', 'user', 'add', partnerId, email, '--password-from-stdin');

    expect(added.status).not.toBe(0);
    expectRefusal(await signIn(email, 'Aa1!password'), REFUSALS.invalid_grant);
  });
});
