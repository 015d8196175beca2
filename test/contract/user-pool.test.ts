import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  CodeDeliveryFailureException,
  CognitoIdentityProviderClient,
  InvalidPasswordException,
  NotAuthorizedException,
  ResourceNotFoundException,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { JwtVerifier } from 'aws-jwt-verify';
import type { Jwks } from 'aws-jwt-verify/jwk';
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import { Accounts } from '../../local/services/accounts/accounts.ts';
import { type CognitoServer, startCognito } from '../../local/services/cognito/start-cognito.ts';
import type { Invitation } from '../../local/services/cognito/user-operations.ts';
import { type SignInServer, startSignIn } from '../../local/services/sign-in/start-sign-in.ts';
import { locationOf, SignInBrowser, type Tokens } from './sign-in-browser.ts';

const UserPoolId = 'eu-central-1_testpool';
const HUB = 'http://localhost:3601';
const PASSWORD = 'Demo-Passw0rd!';
let directory: string;
let accounts: Accounts;
let signIn: SignInServer;
let cognito: CognitoServer;
let client: CognitoIdentityProviderClient;
const sendInvitation = jest.fn<(invitation: Invitation) => Promise<void>>(async () => undefined);

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'partner-auth-user-pool-'));
  accounts = new Accounts(join(directory, 'accounts.json'));
  const keysFile = join(directory, 'keys.json');
  signIn = await startSignIn({
    port: 0,
    portFile: join(directory, 'port'),
    accounts,
    keysFile,
    issuerPath: `/${UserPoolId}`,
    client: {
      id: 'hub-client',
      redirectUris: [`${HUB}/callback`],
      postLogoutRedirectUris: [`${HUB}/`],
      allowedOrigins: [HUB],
    },
    passwordResets: { sendCode: async () => undefined, onReset: async () => undefined },
  });
  const clientIds = ['token-client'];
  cognito = await startCognito({
    accounts,
    userPoolId: UserPoolId,
    clientIds,
    issuer: signIn.issuer,
    keysFile,
    sendInvitation,
    endRefreshTokens: signIn.endRefreshTokens,
  });
  client = new CognitoIdentityProviderClient({
    endpoint: cognito.endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});

afterAll(async () => {
  client.destroy();
  await cognito.close();
  await signIn.close();
  rmSync(directory, { recursive: true, force: true });
});

const create = (email: string, more: Partial<ConstructorParameters<typeof AdminCreateUserCommand>[0]> = {}) =>
  client.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username: email,
      UserAttributes: [{ Name: 'email', Value: email }],
      ...more,
    }),
  );
const initiateAuth = (USERNAME: string, PASSWORD: string, ClientId = 'token-client') =>
  client.send(
    new AdminInitiateAuthCommand({
      UserPoolId,
      ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD },
    }),
  );
const setPassword = (Username: string, Password: string) =>
  client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
const status = async (Username: string) =>
  (await client.send(new AdminGetUserCommand({ UserPoolId, Username }))).UserStatus;
const browser = () => new SignInBrowser(signIn.issuer, 'hub-client', `${HUB}/callback`);

async function invited(email: string): Promise<string> {
  sendInvitation.mockClear();
  await create(email);
  const { to, text } = sendInvitation.mock.calls[0]?.[0] ?? { to: '', text: '' };
  expect(to).toBe(email);
  return /^\S{16}$/m.exec(text)?.[0] ?? '';
}

describe('the check of a password', () => {
  it('refuses the hub client, unknown users and wrong passwords', async () => {
    await create('known@demo.example', { MessageAction: 'SUPPRESS' });
    await setPassword('known@demo.example', PASSWORD);
    await expect(initiateAuth('known@demo.example', PASSWORD, 'hub-client')).rejects.toThrow(ResourceNotFoundException);
    await expect(initiateAuth('known@demo.example', 'Wrong-Passw0rd!')).rejects.toThrow(NotAuthorizedException);
    await expect(initiateAuth('nobody@demo.example', PASSWORD)).rejects.toThrow(NotAuthorizedException);
  });

  // Only the audience distinguishes these from the hub's own tokens.
  it('returns genuine tokens of the pool for another audience', async () => {
    const { AuthenticationResult: tokens } = await initiateAuth('known@demo.example', PASSWORD);
    const jwks = (await (await fetch(`${signIn.issuer}/.well-known/jwks.json`)).json()) as Jwks;
    const verifierFor = (audience: string) => {
      const verifier = JwtVerifier.create({ issuer: signIn.issuer, audience, jwksUri: 'https://unused/' });
      verifier.cacheJwks(jwks);
      return verifier;
    };
    const idToken = tokens?.IdToken ?? '';
    expect(await verifierFor('token-client').verify(idToken)).toMatchObject({
      sub: accounts.find('known@demo.example')?.subject,
      email: 'known@demo.example',
      token_use: 'id',
    });
    await expect(verifierFor('hub-client').verify(idToken)).rejects.toThrow('Audience not allowed');
    const access = decomposeUnverifiedJwt(tokens?.AccessToken ?? '').payload;
    expect(access).toMatchObject({ iss: signIn.issuer, token_use: 'access', client_id: 'token-client' });
    expect(access).not.toHaveProperty('aud');
  });
});

describe('an invitation', () => {
  it('is not sent if it is suppressed, nor by SMS, which the pool prefers for a phone number', async () => {
    sendInvitation.mockClear();
    await create('silent@demo.example', { MessageAction: 'SUPPRESS' });
    const UserAttributes = [
      { Name: 'email', Value: 'phone@demo.example' },
      { Name: 'phone_number', Value: '+4930901820' },
    ];
    await create('phone@demo.example', { UserAttributes });
    expect(sendInvitation).not.toHaveBeenCalled();

    UserAttributes[0] = { Name: 'email', Value: 'wished@demo.example' };
    await create('wished@demo.example', { UserAttributes, DesiredDeliveryMediums: ['EMAIL'] });
    expect(sendInvitation).toHaveBeenCalledTimes(1);
  });

  it('that cannot be sent is an error', async () => {
    sendInvitation.mockRejectedValueOnce(new Error('mailbox full'));
    await expect(create('unlucky@demo.example')).rejects.toThrow(CodeDeliveryFailureException);
    expect(await status('unlucky@demo.example')).toBe('FORCE_CHANGE_PASSWORD');
  });

  it('contains a password that gives no access by itself', async () => {
    const temporary = await invited('first@demo.example');
    expect(readFileSync(join(directory, 'accounts.json'), 'utf8')).not.toContain(temporary);
    expect(await status('first@demo.example')).toBe('FORCE_CHANGE_PASSWORD');
    const answer = await initiateAuth('first@demo.example', temporary);
    expect(answer.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    expect(answer.AuthenticationResult).toBeUndefined();

    const visitor = browser();
    const response = await visitor.submit(await visitor.form(), 'first@demo.example', temporary);
    expect([response.status, response.headers.get('location')]).toEqual([200, null]);
    expect(await response.text()).toContain('name="new_password"');
  });

  it('allows a new password only after the temporary one in the same sign-in', async () => {
    const temporary = await invited('stolen@demo.example');
    const [owner, other] = [browser(), browser()];
    await owner.submit(await owner.form(), 'stolen@demo.example', temporary);
    const response = await other.choosePassword(await other.form(), PASSWORD);
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    await expect(initiateAuth('stolen@demo.example', PASSWORD)).rejects.toThrow(NotAuthorizedException);
  });

  it('refuses a weak password, then signs in with a better one, and is used only once', async () => {
    const temporary = await invited('second@demo.example');
    const visitor = browser();
    const form = await visitor.form();
    await visitor.submit(form, 'second@demo.example', temporary);
    const weak = await visitor.choosePassword(form, 'short');
    expect([weak.status, weak.headers.get('location')]).toEqual([400, null]);
    expect(await weak.text()).toContain('role="alert"');

    const chosen = await visitor.choosePassword(form, PASSWORD);
    const callback = locationOf(await visitor.open(locationOf(chosen, signIn.issuer)), signIn.issuer);
    const tokens = (await (await visitor.exchange(callback.searchParams.get('code') ?? '')).json()) as Tokens;
    expect(decomposeUnverifiedJwt(tokens.id_token).payload.email).toBe('second@demo.example');
    expect(await status('second@demo.example')).toBe('CONFIRMED');
    await expect(initiateAuth('second@demo.example', temporary)).rejects.toThrow(NotAuthorizedException);
    expect((await initiateAuth('second@demo.example', PASSWORD)).AuthenticationResult).toBeDefined();
  });

  it('expires after seven days', async () => {
    const temporary = await invited('late@demo.example');
    const now = Date.now();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(now + 7 * 24 * 3600 * 1000);
    await expect(initiateAuth('late@demo.example', temporary)).rejects.toThrow(NotAuthorizedException);
    clock.mockRestore();
    expect((await initiateAuth('late@demo.example', temporary)).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  });

  it('is replaced by a password that an operator sets', async () => {
    await invited('set@demo.example');
    await expect(setPassword('set@demo.example', 'short')).rejects.toThrow(InvalidPasswordException);
    await setPassword('set@demo.example', PASSWORD);
    expect(await status('set@demo.example')).toBe('CONFIRMED');
  });
});

describe('a global sign-out', () => {
  const signOut = (Username: string) => client.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username }));

  it('of nobody is an error', async () => {
    await expect(signOut('nobody@demo.example')).rejects.toThrow(UserNotFoundException);
  });

  it('ends the refresh tokens of the account and of no other; the session of the browser stays, as documented', async () => {
    for (const email of ['leaving@demo.example', 'staying@demo.example']) {
      await create(email, { MessageAction: 'SUPPRESS' });
      await setPassword(email, PASSWORD);
    }
    const [first, second, other] = [browser(), browser(), browser()];
    const ended = [
      await first.signIn('leaving@demo.example', PASSWORD),
      await second.signIn('leaving@demo.example', PASSWORD),
    ];
    const kept = await other.signIn('staying@demo.example', PASSWORD);
    await signOut('Leaving@demo.example');

    for (const { refresh_token } of ended) {
      const response = await first.refresh(refresh_token);
      expect([response.status, await response.json()]).toEqual([
        400,
        expect.objectContaining({ error: 'invalid_grant' }),
      ]);
    }
    expect((await other.refresh(kept.refresh_token)).status).toBe(200);

    // What it leads to is as old as the sign-in: its time tells.
    const callback = locationOf(await first.authorize(), signIn.issuer);
    const again = (await (await first.exchange(callback.searchParams.get('code') ?? '')).json()) as Tokens;
    const authTime = (token = '') => decomposeUnverifiedJwt(token).payload.auth_time;
    expect(authTime(again.id_token)).toBe(authTime(ended[0]?.id_token));
  });
});
