import { createHmac, createPublicKey } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Header } from '../../../tools/client/http.ts';
import { claimsOf } from '../../../tools/client/sign-in.ts';
import { foreignKey, forgeToken, providerKey, tamperedToken, unsignedToken } from '../../support/forge-token.ts';
import { readOtpState, recordsOfPartner } from '../../support/hub-records.ts';
import { messagesTo } from '../../support/mailbox.ts';
import { callBehindHub, callManagement, expectStatus, managementAs } from '../../support/management-api.ts';
import { ROUTES } from '../../support/management-routes.ts';
import { expectProblem } from '../../support/problem.ts';
import { createApiKey, createPartner, epochSeconds, type StoredApiKey } from '../../support/records.ts';
import { signIn } from '../../support/sign-in.ts';
import { tokenOfTokenClient } from '../../support/token-client.ts';
import {
  createAccount,
  createSignedInUser,
  newEmail,
  removeUserRecords,
  type SignedInUser,
} from '../../support/users.ts';

/** Whose calls the tests refuse, with a key that they must not change. */
let user: SignedInUser;
let other: SignedInUser;
let key: StoredApiKey;
/** What `POST /token` gets for the user. */
let tokenClientToken: string;

// The stacks are synthesized anew if a file has changed since the run was started.
beforeAll(async () => {
  const partnerId = await createPartner({ active_keys: { N: '1' } });
  [user, other] = [await createSignedInUser({ partnerId }), await createSignedInUser()];
  key = await createApiKey(partnerId);
  tokenClientToken = await tokenOfTokenClient(user);
}, 120_000);

const now = epochSeconds();

/** What is no ID token of the hub. Each differs from a good one in one thing. */
const BAD_TOKENS: readonly (readonly [what: string, token: () => string])[] = [
  ['expired', () => forgeToken(user.idToken, { iat: now - 7200, auth_time: now - 7200, exp: now - 3600 })],
  ['without an expiry', () => forgeToken(user.idToken, { exp: undefined })],
  ['that lives longer than a day', () => forgeToken(user.idToken, { iat: now, exp: now + 25 * 3600 })],
  ['that was issued a day ago', () => forgeToken(user.idToken, { iat: now - 25 * 3600 })],
  ['of the future', () => forgeToken(user.idToken, { iat: now + 3600, exp: now + 7200 })],
  ['that tells no time of sign-in', () => forgeToken(user.idToken, { auth_time: undefined })],
  ['of no stated kind', () => forgeToken(user.idToken, { token_use: undefined, nonce: undefined, at_hash: undefined })],
  ['with an unknown extension', () => forgeToken(user.idToken, {}, { header: { crit: ['b64'] } })],
  ['for several clients', () => forgeToken(user.idToken, { aud: [claimsOf(user.idToken).aud, 'other'] })],
  ['with a subject of 3,000 characters', () => forgeToken(user.idToken, { sub: 's'.repeat(3000) })],
  ['with a number sign in the subject', () => forgeToken(user.idToken, { sub: 'some#body' })],
  ['not yet valid', () => forgeToken(user.idToken, { nbf: now + 3600 })],
  ['signed with a foreign key under a known name', () => forgeToken(user.idToken, {}, { key: foreignKey() })],
  ['signed with a foreign key', () => forgeToken(user.idToken, {}, { key: foreignKey('unknown-key') })],
  ['unsigned', () => unsignedToken(user.idToken)],
  ['unsigned, in another spelling', () => unsignedToken(user.idToken, 'NoNe')],
  ['without its signature', () => `${user.idToken.split('.').slice(0, 2).join('.')}.`],
  ['signed with the public key as a shared secret', () => confusedToken(user.idToken)],
  ['changed after it was signed', () => tamperedToken(user.idToken, { sub: other.subject })],
  ['for another audience', () => forgeToken(user.idToken, { aud: 'another-client' })],
  ['for nobody', () => forgeToken(user.idToken, { aud: undefined })],
  ['of another issuer', () => forgeToken(user.idToken, { iss: 'https://issuer.example' })],
  [
    'of an issuer whose address begins alike',
    () => forgeToken(user.idToken, { iss: `${claimsOf(user.idToken).iss}x` }),
  ],
  ['an access token', () => user.accessToken],
  ['an access token with the claims of an ID token', () => forgeToken(user.idToken, { token_use: 'access' })],
  ['a refresh token', () => user.refreshToken],
  ['of the client of POST /token', () => tokenClientToken],
  ['an API key', () => key.key],
  ['of no shape', () => 'none'],
];

/** As a verifier would check it that trusts the header's `alg`. */
function confusedToken(like: string): string {
  const pem = createPublicKey(providerKey().key).export({ type: 'spki', format: 'pem' });
  const header = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT', kid: providerKey().kid })).toString(
    'base64url',
  );
  const signed = `${header}.${like.split('.')[1]}`;
  return `${signed}.${createHmac('sha256', pem).update(signed).digest('base64url')}`;
}

/** Everything that a call could have changed or set off. */
async function effects(): Promise<unknown> {
  return {
    records: await recordsOfPartner(user.partnerId),
    otp: await readOtpState(user.userId),
    messages: await messagesTo(user.email),
  };
}

describe.each(ROUTES)('%s', (_route, callOf) => {
  test.each(BAD_TOKENS)('refuses a token that is %s, and changes nothing', async (_what, tokenOf) => {
    const before = await effects();
    const token = tokenOf();

    const response = await callManagement({ ...callOf(key.keyId), token });

    expectProblem(response, 'unauthenticated');
    expect(response.body).not.toContain(token);
    expect(await effects()).toEqual(before);
  });

  test.each<[string, () => Header[]]>([
    ['no credential', () => []],
    ['an empty header', () => [['Authorization', '']]],
    ['a scheme without a token', () => [['Authorization', 'Bearer ']]],
    ['another scheme', () => [['Authorization', `Basic ${user.idToken}`]]],
    ['no scheme', () => [['Authorization', user.idToken]]],
    ['two tokens in one header', () => [['Authorization', `Bearer ${user.idToken}, Bearer ${user.idToken}`]]],
    ['the token as an API key', () => [['x-api-key', user.idToken]]],
    ['the token as a cookie', () => [['Cookie', `id_token=${user.idToken}`]]],
  ])('refuses %s, and changes nothing', async (_what, headers) => {
    const before = await effects();

    const response = await callManagement({ ...callOf(key.keyId), token: null, headers: headers() });

    expectProblem(response, 'unauthenticated');
    expect(await effects()).toEqual(before);
  });

  test('refuses a token in the query', async () => {
    const call = callOf(key.keyId);
    const path = `${call.path}?access_token=${user.idToken}&id_token=${user.idToken}`;

    expectProblem(await callManagement({ ...call, path, token: null }), 'unauthenticated');
  });

  // The token is good for a quarter of an hour: the record must be asked each time.
  test('refuses a user who was removed, from the very next call on', async () => {
    const partnerId = await createPartner({ active_keys: { N: '1' } });
    const removed = await createSignedInUser({ partnerId });
    const { keyId } = await createApiKey(partnerId);
    expectStatus(await managementAs(removed).get('/session'), 200);
    await removeUserRecords(removed);
    const before = await recordsOfPartner(partnerId);

    const response = await callManagement({ ...callOf(keyId), token: removed.idToken });

    expectProblem(response, 'not_a_partner_user');
    expect(await recordsOfPartner(partnerId)).toEqual(before);
    expect(await messagesTo(removed.email)).toEqual([]);
  });

  test.each<[string, Header[]]>([
    ['no origin header', []],
    ['an empty one', [['x-origin-secret', '']]],
    ['a guessed one', [['x-origin-secret', 'secret']]],
    ['a forged viewer address', [['x-viewer-ip', '203.0.113.7']]],
  ])('refuses calls past the hub, with %s', async (_what, headers) => {
    const before = await effects();

    const response = await callBehindHub({ ...callOf(key.keyId), token: user.idToken, headers });

    expectProblem(response, 'forbidden_origin');
    expect(await effects()).toEqual(before);
  });
});

describe('who belongs to no partner', () => {
  test('gets nothing with an account and a good token', async () => {
    const [email, password] = [newEmail(), 'Aa1!password-of-nobody'];
    await createAccount(email, password);
    const { idToken } = await signIn(email, password);

    for (const [, callOf] of ROUTES) {
      expectProblem(await callManagement({ ...callOf(key.keyId), token: idToken }), 'not_a_partner_user');
    }
  });
});

describe('a key of another partner', () => {
  test.each(['GET', 'PATCH', 'DELETE'])('is not found by %s, and stays as it is', async (method) => {
    const before = await effects();

    const body = method === 'PATCH' ? { name: 'Taken over' } : undefined;
    const response = await callManagement({ method, path: `/api-keys/${key.keyId}`, token: other.idToken, body });
    const unknown = await callManagement({ method, path: '/api-keys/0123456789ab', token: other.idToken, body });

    expectProblem(response, 'not_found');
    // Any difference would tell which keys exist.
    expect({ ...response.json, request_id: null }).toEqual({ ...unknown.json, request_id: null });
    expect(await effects()).toEqual(before);
    expect((await recordsOfPartner(other.partnerId)).filter(({ SK }) => SK?.S?.startsWith('AUDIT#'))).toEqual([]);
  });

  // The partner is the session's: nothing that a client names may choose another one.
  test('is not reached by naming the partner in a header', async () => {
    const headers: Header[] = [['x-partner-id', user.partnerId]];

    const session = await callManagement({ path: '/session', token: other.idToken, headers });
    const found = await callManagement({ path: `/api-keys/${key.keyId}`, token: other.idToken, headers });

    expect(expectStatus(session, 200).json).toMatchObject({ partner: { id: other.partnerId } });
    expectProblem(found, 'not_found');
  });

  test('is not reached by naming the partner in the query', async () => {
    const query = `?partner_id=${user.partnerId}&partner=${user.partnerId}`;

    const list = await callManagement({ path: `/api-keys${query}`, token: other.idToken });
    const found = await callManagement({ path: `/api-keys/${key.keyId}${query}`, token: other.idToken });

    expect(list.body).not.toContain(key.keyId);
    expectProblem(found, 'not_found');
  });
});
