import { beforeAll, describe, expect, test } from '@jest/globals';
import { SignInError } from '../../../tools/client/sign-in.ts';
import { requestCode } from '../../support/create-key.ts';
import { forgeToken } from '../../support/forge-token.ts';
import { auditEventsOf } from '../../support/hub-records.ts';
import { operator, request } from '../../support/local-run.ts';
import { callManagement, expectStatus, managementAs } from '../../support/management-api.ts';
import { nextSecond } from '../../support/next-second.ts';
import { echoCall, withKey, withToken } from '../../support/partner-calls.ts';
import { resetPassword } from '../../support/password-reset.ts';
import { expectProblem } from '../../support/problem.ts';
import { createApiKey, createPartner, epochSeconds } from '../../support/records.ts';
import { refresh, signIn } from '../../support/sign-in.ts';
import { createSignedInUser, newPhone, type SignedInUser, signInUser, type User } from '../../support/users.ts';

const NEW_PASSWORD = 'Another-Passw0rd!';

async function tokenOf({ email, password }: Pick<User, 'email' | 'password'>): Promise<string> {
  const response = await request({
    method: 'POST',
    path: '/api/v2/token',
    headers: [['Content-Type', 'application/json']],
    body: JSON.stringify({ username: email, password }),
  });
  expect({ status: response.status, body: response.body }).toMatchObject({ status: 200 });
  return response.json.access_token;
}

const callWith = async ({ partnerId }: User, header: ReturnType<typeof withKey>) =>
  (await request(echoCall(partnerId, header))).status;
const sessionStatus = async (idToken: string) => (await managementAs({ idToken }).get('/session')).status;

/** A sign-in counts if it is of a later second than the end of the sessions. */
async function signInLater(user: Pick<User, 'email' | 'password'>) {
  await nextSecond();
  return signIn(user.email, user.password);
}

interface Access {
  readonly user: SignedInUser;
  /** A second session of the user. */
  readonly elsewhere: SignedInUser;
  readonly token: string;
  readonly key: string;
  /** A colleague, who keeps everything. */
  readonly colleague: SignedInUser;
  readonly colleaguesToken: string;
}

/** A user with two sessions and a legacy token, beside a colleague and a key of the partner. All of it works. */
async function access(): Promise<Access> {
  const partnerId = await createPartner({ active_keys: { N: '1' } });
  const user = await createSignedInUser({ partnerId, phone: newPhone() });
  const [elsewhere, colleague] = [await signInUser(user), await createSignedInUser({ partnerId })];
  const [token, colleaguesToken] = [await tokenOf(user), await tokenOf(colleague)];
  const { key } = await createApiKey(partnerId);
  for (const { idToken } of [user, elsewhere, colleague]) expect(await sessionStatus(idToken)).toBe(200);
  for (const one of [token, colleaguesToken]) expect(await callWith(user, withToken(one))).toBe(200);
  return { user, elsewhere, token, key, colleague, colleaguesToken };
}

async function expectEnded({ user, elsewhere, token, key, colleague, colleaguesToken }: Access): Promise<void> {
  for (const { idToken, refreshToken } of [user, elsewhere]) {
    expectProblem(await callManagement({ path: '/session', token: idToken }), 'unauthenticated');
    await expect(refresh(refreshToken)).rejects.toThrow(/400 invalid_grant/);
  }
  expect(await callWith(user, withToken(token))).toBe(401);
  // A refresh would give a token of the present with the time of the old sign-in.
  const renewed = forgeToken(user.idToken, { iat: epochSeconds(), exp: epochSeconds() + 900 });
  expect(await sessionStatus(renewed)).toBe(401);

  expect(await callWith(user, withKey(key))).toBe(200);
  expect(await sessionStatus(colleague.idToken)).toBe(200);
  expect(await callWith(user, withToken(colleaguesToken))).toBe(200);
  expect((await refresh(colleague.refreshToken)).idToken).toMatch(/\S/);
}

const lastEvent = async ({ partnerId }: User) => (await auditEventsOf(partnerId)).at(-1);

describe.each<[string, string, (user: SignedInUser) => Promise<void>, string]>([
  [
    'DELETE /sessions',
    'user.signed_out',
    async (user) => void expectStatus(await managementAs(user).delete('/sessions'), 204),
    'the user',
  ],
  [
    'operator user sign-out',
    'user.signed_out',
    async ({ partnerId, email }) =>
      expect(await operator('user', 'sign-out', partnerId, email)).toMatchObject({ status: 0, stderr: '' }),
    'operator',
  ],
  [
    'a password reset',
    'user.password_reset',
    async ({ email }) => {
      const page = await resetPassword(email, NEW_PASSWORD);
      expect({ status: page.status, text: page.text }).toMatchObject({
        status: 200,
        text: expect.stringContaining('Your password has been changed.'),
      });
    },
    'the user',
  ],
])('%s', (what, action, end, actor) => {
  const isReset = action === 'user.password_reset';
  let before: Access;

  beforeAll(async () => {
    before = await access();
    await end(before.user);
  }, 60_000);

  test('ends sessions, legacy tokens and refresh tokens of the user, and nobody else’s', async () => {
    await expectEnded(before);
  });

  test('is an event', async () => {
    const { user } = before;
    expect(await lastEvent(user)).toMatchObject({
      action: { S: action },
      actor: { S: actor === 'operator' ? 'operator' : user.email },
      target: { S: user.email },
    });
  });

  test('lets the user sign in and log in again', async () => {
    const { user } = before;
    const password = isReset ? NEW_PASSWORD : user.password;
    if (isReset) await expect(signIn(user.email, user.password)).rejects.toThrow(SignInError);
    const again = await signInLater({ ...user, password });

    expect(await sessionStatus(again.idToken)).toBe(200);
    expect((await refresh(again.refreshToken)).idToken).toMatch(/\S/);
    expect(await callWith(user, withToken(await tokenOf({ ...user, password })))).toBe(200);
    // What was ended stays ended.
    await expectEnded(before);
  });

  test(`${isReset ? 'stops' : 'stops no'} codes by e-mail`, async () => {
    const { user } = before;
    const tokens = await signInLater({ ...user, password: isReset ? NEW_PASSWORD : user.password });
    const signedIn: SignedInUser = { ...user, ...tokens };
    const body = { purpose: 'create_api_key', api_key: { name: what } };
    if (!isReset) return void (await requestCode(signedIn));

    const response = await managementAs(signedIn).post('/otp-challenges', body);
    expectProblem(response, 'password_reset_recently');
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(3500);
    expect(response.json.detail).toContain('by WhatsApp');
    await requestCode(signedIn, what, 'whatsapp');
  });
});

test('signing out everywhere twice at the same time succeeds or finds the session ended', async () => {
  const user = await createSignedInUser();
  const responses = await Promise.all([1, 2, 3].map(() => managementAs(user).delete('/sessions')));
  const statuses = responses.map(({ status }) => status);

  expect(statuses).toContain(204);
  for (const status of statuses) expect([204, 401]).toContain(status);
  expect(await sessionStatus(user.idToken)).toBe(401);
});
