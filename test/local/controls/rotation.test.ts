import { beforeEach, describe, expect, test } from '@jest/globals';
import { type CreatedKey, createKeyWithCode, requestCode, sendCode, wrongCode } from '../../support/create-key.ts';
import { auditEventsOf, keysOfPartner } from '../../support/hub-records.ts';
import { changeKeyWithCode, requestRotation, rotateKey, withCode } from '../../support/key-controls.ts';
import { request } from '../../support/local-run.ts';
import { expectStatus, managementAs } from '../../support/management-api.ts';
import { whoamiCall, withKey } from '../../support/partner-calls.ts';
import { expectInvalid, expectProblem } from '../../support/problem.ts';
import { createApiKey, createPartner, readPartner } from '../../support/records.ts';
import { expectRefusal, REFUSALS } from '../../support/refusal.ts';
import { untilAfter } from '../../support/until-after.ts';
import { createSignedInUser, type SignedInUser } from '../../support/users.ts';

const WEEK = 7 * 86_400;
const CONTROLS = { scopes: ['clients:read', 'balance:read'], allowed_ips: ['127.0.0.0/8'] };

let user: SignedInUser;
let old: CreatedKey;

beforeEach(async () => {
  user = await createSignedInUser();
  old = await createKeyWithCode(user, 'ERP', CONTROLS);
});

const call = (key: string) => request(whoamiCall(withKey(key)));
const rotation = (keyId: string, graceSeconds: unknown) => ({
  purpose: 'rotate_api_key',
  api_key_id: keyId,
  grace_seconds: graceSeconds,
});

describe('a rotation is refused', () => {
  test.each([-1, 0.5, WEEK + 1, null, '60'])('with a grace period of %j', async (graceSeconds) => {
    const response = await managementAs(user).post('/otp-challenges', rotation(old.id, graceSeconds));

    expectInvalid(response, '/grace_seconds');
  });

  test("for another partner's key, whether at the challenge or with a code for one's own", async () => {
    const stranger = await createSignedInUser();
    const own = await createKeyWithCode(stranger);
    const sent = await requestRotation(stranger, own.id, 0);

    expectProblem(await managementAs(stranger).post('/otp-challenges', rotation(old.id, 0)), 'not_found');
    const response = await managementAs(stranger).post(`/api-keys/${old.id}/rotate`, withCode({}, sent));

    expectInvalid(response, '/challenge_id');
    expect(await keysOfPartner(user.partnerId)).toHaveLength(1);
  });

  test('with a wrong code, with a code for another change, and with a code that was used', async () => {
    const manage = managementAs(user);
    const creation = await requestCode(user);
    expectInvalid(await manage.post(`/api-keys/${old.id}/rotate`, withCode({}, creation)), '/challenge_id');
    await sendCode(user, creation.id, creation.code);

    const sent = await requestRotation(user, old.id, 60);
    const wrong = { id: sent.id, code: wrongCode(sent.code) };
    expectProblem(await manage.post(`/api-keys/${old.id}/rotate`, withCode({}, wrong)), 'otp_incorrect', {
      attempts_left: 4,
    });
    expectInvalid(await manage.post('/api-keys', withCode({}, sent)), '/challenge_id');
    expect((await manage.get(`/api-keys/${old.id}`)).json.rotated_to).toBeNull();
    expectStatus(await manage.post(`/api-keys/${old.id}/rotate`, withCode({}, sent)), 201);
    expectProblem(await manage.post(`/api-keys/${old.id}/rotate`, withCode({}, sent)), 'otp_expired');
  });

  test('for a key that has a successor, and its end cannot be put off', async () => {
    await rotateKey(user, old.id, 3600);
    const later = new Date(Date.now() + 7200_000).toISOString();
    const change = { purpose: 'update_api_key', api_key_id: old.id, changes: { expires_at: later } };

    expectProblem(await managementAs(user).post('/otp-challenges', rotation(old.id, 0)), 'rotated_already');
    expectProblem(await managementAs(user).post('/otp-challenges', change), 'rotated_already');
  });
});

describe('a rotated key', () => {
  test('has a successor with the same name, scopes and addresses, and both work during the grace period', async () => {
    const successor = await rotateKey(user, old.id, WEEK);

    expect(successor.apiKey).toEqual({
      ...old.apiKey,
      id: successor.id,
      hint: expect.stringContaining(`_${successor.id}_`),
      created_at: expect.any(String),
    });
    expect(successor.id).not.toBe(old.id);
    const { json } = expectStatus(await managementAs(user).get(`/api-keys/${old.id}`), 200);
    expect(json).toEqual({ ...old.apiKey, rotated_to: successor.id, expires_at: expect.any(String) });
    const grace = (Date.parse(json.expires_at) - Date.parse(successor.apiKey.created_at)) / 1000;
    expect(Math.abs(grace - WEEK)).toBeLessThanOrEqual(1);
    for (const { key } of [old, successor]) expectStatus(await call(key), 200);
    const events = (await auditEventsOf(user.partnerId)).map(({ action, target }) => [action?.S, target?.S]);
    expect(events.at(-1)).toEqual(['api_key.rotated', old.id]);
  });

  test('without a grace period is refused from the very next call on, and listed no more', async () => {
    const successor = await rotateKey(user, old.id, 0);

    expectRefusal(await call(old.key), REFUSALS.api_key_expired);
    expectStatus(await call(successor.key), 200);
    const { json } = await managementAs(user).get('/api-keys');
    expect(json.api_keys.map(({ id }: { id: string }) => id)).toEqual([successor.id]);
  });

  test('ends by itself at its second, while its successor goes on', async () => {
    const successor = await rotateKey(user, old.id, 3);
    const { json } = await managementAs(user).get(`/api-keys/${old.id}`);

    const refusal = await untilAfter(Date.parse(json.expires_at), () => call(old.key));

    expectRefusal(refusal, REFUSALS.api_key_expired);
    expectStatus(await call(successor.key), 200);
  });

  test('can be ended at once, and brought forward without a code', async () => {
    const successor = await rotateKey(user, old.id, WEEK);
    const sooner = new Date(Date.now() + 3600_000).toISOString();
    expectStatus(await managementAs(user).patch(`/api-keys/${old.id}`, { expires_at: sooner }), 200);

    expectStatus(await managementAs(user).delete(`/api-keys/${old.id}`), 204);

    expectRefusal(await call(old.key), REFUSALS.unauthorized);
    expectStatus(await call(successor.key), 200);
    expect(await readPartner(user.partnerId)).toMatchObject({ active_keys: { N: '1' } });
  });

  test('goes on to its end when its successor is ended at once', async () => {
    const successor = await rotateKey(user, old.id, WEEK);

    expectStatus(await managementAs(user).delete(`/api-keys/${successor.id}`), 204);

    expectRefusal(await call(successor.key), REFUSALS.unauthorized);
    expectStatus(await call(old.key), 200);
    expect(await readPartner(user.partnerId)).toMatchObject({ active_keys: { N: '0' } });
  });

  test('has a successor that can be rotated in turn', async () => {
    const second = await rotateKey(user, old.id, WEEK);
    const third = await rotateKey(user, second.id, WEEK);

    const { json } = await managementAs(user).get('/api-keys');

    const pairs = json.api_keys.map(({ id, rotated_to }: { id: string; rotated_to: string }) => [id, rotated_to]);
    expect(Object.fromEntries(pairs)).toEqual({ [old.id]: second.id, [second.id]: third.id, [third.id]: null });
    for (const { key } of [old, second, third]) expectStatus(await call(key), 200);
    expect(await readPartner(user.partnerId)).toMatchObject({ active_keys: { N: '1' } });
  });
});

test('rotation works at the limit of keys, where creation does not', async () => {
  const partnerId = await createPartner({ active_keys: { N: '50' } });
  const owner = await createSignedInUser({ partnerId });
  const { keyId } = await createApiKey(partnerId);
  const creation = { purpose: 'create_api_key', api_key: { name: 'One too many' } };
  expectProblem(await managementAs(owner).post('/otp-challenges', creation), 'key_limit_reached');

  const successor = await rotateKey(owner, keyId, 60);

  expectStatus(await call(successor.key), 200);
  expect(await readPartner(partnerId)).toMatchObject({ active_keys: { N: '50' } });
});

test('a successor lives as long as the old key was made to, counted from the rotation', async () => {
  const expiresAt = new Date(Math.floor(Date.now() / 1000 + 30 * 86_400) * 1000).toISOString();
  const key = await createKeyWithCode(user, 'Thirty days', { expires_at: expiresAt });

  const { apiKey } = await rotateKey(user, key.id, WEEK);

  const lives = Date.parse(apiKey.expires_at) - Date.parse(apiKey.created_at);
  expect(Math.abs(lives - (Date.parse(expiresAt) - Date.parse(key.apiKey.created_at)))).toBeLessThanOrEqual(2000);
});

test('a disabled key stays so, while its successor works', async () => {
  expectStatus(await managementAs(user).patch(`/api-keys/${old.id}`, { status: 'disabled' }), 200);

  const successor = await rotateKey(user, old.id, WEEK);

  expectRefusal(await call(old.key), REFUSALS.api_key_disabled);
  expectStatus(await call(successor.key), 200);
});

test('widening the successor takes a code, as with any key', async () => {
  const { id } = await rotateKey(user, old.id, 0);

  expectProblem(await managementAs(user).patch(`/api-keys/${id}`, { scopes: ['*'] }), 'otp_required', {
    widens: ['scopes'],
  });
  expectStatus(await changeKeyWithCode(user, id, { scopes: ['*'] }), 200);
});
