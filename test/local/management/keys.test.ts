import { beforeAll, describe, expect, test } from '@jest/globals';
import { createKeyWithCode } from '../../support/create-key.ts';
import { auditEventsOf, recordsOfPartner } from '../../support/hub-records.ts';
import { request } from '../../support/local-run.ts';
import { expectStatus, managementAs } from '../../support/management-api.ts';
import { echoCall, whoamiCall, withKey } from '../../support/partner-calls.ts';
import { expectProblem } from '../../support/problem.ts';
import { createApiKey, createPartner, DELETED, EXPIRED, readApiKey, readPartner } from '../../support/records.ts';
import { expectRefusal, REFUSALS } from '../../support/refusal.ts';
import { createSignedInUser, type SignedInUser } from '../../support/users.ts';

const ILL_FORMED_IDS = [
  ...['x', '0123456789a', '0123456789abc', '0123456789a_', 'KEY%230123456789ab', '0123456789a%00', '%20', '*'],
  ...['%D8%A7%D8%A8%D8%AC%D8%AF%D9%87%D9%88', '0123456789ab%20', 'null', 'undefined', '__proto__', 'x'.repeat(2000)],
];

/** As the answer must be for a key that was just created by `user`. */
function newKeyOf(user: SignedInUser, name: string) {
  return {
    id: expect.stringMatching(/^[0-9A-Za-z]{12}$/),
    name,
    hint: expect.stringMatching(new RegExp(`^dpa_test_${user.partnerId}_[0-9A-Za-z]{12}_[0-9A-Za-z]{4}…$`)),
    status: 'active',
    scopes: ['*'],
    allowed_ips: [],
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    created_by: user.email,
    expires_at: null,
    rotated_to: null,
    last_used_at: null,
    last_used_ip: null,
  };
}

describe('creating a key with its code', () => {
  let user: SignedInUser;

  beforeAll(async () => {
    user = await createSignedInUser();
  });

  test('answers the key once, which works at once', async () => {
    const before = Date.now();

    const { key, apiKey } = await createKeyWithCode(user, 'Billing service');

    expect(apiKey).toEqual(newKeyOf(user, 'Billing service'));
    expect(key).toMatch(new RegExp(`^dpa_test_${user.partnerId}_${apiKey.id}_[0-9A-Za-z]{38}$`));
    expect(apiKey.hint).toBe(`${key.slice(0, key.lastIndexOf('_') + 5)}…`);
    expect(Math.abs(Date.parse(apiKey.created_at) - before)).toBeLessThan(60_000);
    expect((await request(echoCall(user.partnerId, withKey(key)))).status).toBe(200);
    const whoami = await request(whoamiCall(withKey(key)));
    expect(whoami.json).toMatchObject({ partner_id: user.partnerId, credential: { id: apiKey.id } });
  });

  test('never shows or stores it again', async () => {
    const { id, key, apiKey } = await createKeyWithCode(user, 'Secret');
    const secret = key.slice(key.lastIndexOf('_') + 1);

    const [list, one] = [await managementAs(user).get('/api-keys'), await managementAs(user).get(`/api-keys/${id}`)];
    const activity = await managementAs(user).get('/activity');

    expect(one.json).toEqual(apiKey);
    for (const text of [list.body, one.body, activity.body, JSON.stringify(await recordsOfPartner(user.partnerId))]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(secret.slice(0, 32));
    }
  });

  test('counts it and writes one event', async () => {
    const fresh = await createSignedInUser();

    const { id } = await createKeyWithCode(fresh);

    expect(await readPartner(fresh.partnerId)).toMatchObject({ active_keys: { N: '1' } });
    const events = (await auditEventsOf(fresh.partnerId)).map(({ action, actor, target }) => [action, actor, target]);
    expect(events).toEqual([[{ S: 'api_key.created' }, { S: fresh.email }, { S: id }]]);
  });
});

describe('the list of keys', () => {
  test('is empty at first', async () => {
    const { json } = expectStatus(await managementAs(await createSignedInUser()).get('/api-keys'), 200);

    expect(json).toEqual({ api_keys: [], limit: 50 });
  });

  test('shows own keys, newest first, expired ones as such, and neither deleted nor foreign ones', async () => {
    const user = await createSignedInUser();
    const [older, expired, newer] = [
      await createApiKey(user.partnerId, { created_at: { S: '2026-01-01T00:00:00.000Z' } }),
      await createApiKey(user.partnerId, { ...EXPIRED, created_at: { S: '2026-02-01T00:00:00.000Z' } }),
      await createApiKey(user.partnerId, { created_at: { S: '2026-03-01T00:00:00.000Z' } }),
    ];
    await createApiKey(user.partnerId, DELETED);
    await createApiKey(await createPartner());

    const { json } = expectStatus(await managementAs(user).get('/api-keys'), 200);

    expect(json.api_keys.map(({ id, status }: { id: string; status: string }) => [id, status])).toEqual([
      [newer.keyId, 'active'],
      [expired.keyId, 'expired'],
      [older.keyId, 'active'],
    ]);
    expect(Date.parse(json.api_keys[1].expires_at) / 1000).toBe(Number(EXPIRED.expires_at?.N));
    expect(json.api_keys[2].created_by).toBe('operator');
  });

  test('holds all of fifty keys', async () => {
    const user = await createSignedInUser();
    await Promise.all(Array.from({ length: 50 }, () => createApiKey(user.partnerId)));

    const { json } = expectStatus(await managementAs(user).get('/api-keys'), 200);

    expect(json.api_keys).toHaveLength(50);
    expect(new Set(json.api_keys.map(({ id }: { id: string }) => id)).size).toBe(50);
  });
});

describe('GET /api-keys/{id}', () => {
  test('shows what the list shows', async () => {
    const user = await createSignedInUser();
    const { keyId, name } = await createApiKey(user.partnerId);

    const one = expectStatus(await managementAs(user).get(`/api-keys/${keyId}`), 200);
    const list = expectStatus(await managementAs(user).get('/api-keys'), 200);

    expect(one.json).toEqual({ ...newKeyOf(user, name), created_by: 'operator' });
    expect(list.json.api_keys).toEqual([one.json]);
  });

  test('finds no deleted key', async () => {
    const user = await createSignedInUser();
    const { keyId } = await createApiKey(user.partnerId, DELETED);

    for (const call of [
      managementAs(user).get(`/api-keys/${keyId}`),
      managementAs(user).patch(`/api-keys/${keyId}`, { name: 'Back again' }),
      managementAs(user).delete(`/api-keys/${keyId}`),
    ]) {
      expectProblem(await call, 'not_found');
    }
    expect(await readApiKey(user.partnerId, keyId)).toMatchObject({ status: { S: 'deleted' } });
    expect(await auditEventsOf(user.partnerId)).toEqual([]);
  });

  test.each(ILL_FORMED_IDS)('finds nothing under an ill-formed ID: %.20s', async (id) => {
    const user = await createSignedInUser();
    const before = await recordsOfPartner(user.partnerId);

    for (const call of [
      managementAs(user).get(`/api-keys/${id}`),
      managementAs(user).patch(`/api-keys/${id}`, { name: 'Name' }),
      managementAs(user).delete(`/api-keys/${id}`),
    ]) {
      expectProblem(await call, 'not_found');
    }
    expect(await recordsOfPartner(user.partnerId)).toEqual(before);
  });
});

describe('renaming a key', () => {
  test('changes the name and nothing else, and writes one event', async () => {
    const user = await createSignedInUser();
    const { keyId, key } = await createApiKey(user.partnerId);
    const before = (await managementAs(user).get(`/api-keys/${keyId}`)).json;

    const response = expectStatus(await managementAs(user).patch(`/api-keys/${keyId}`, { name: 'New name' }), 200);

    expect(response.json).toEqual({ ...before, name: 'New name' });
    expect((await managementAs(user).get(`/api-keys/${keyId}`)).json).toEqual(response.json);
    expect((await request(echoCall(user.partnerId, withKey(key)))).status).toBe(200);
    expect((await auditEventsOf(user.partnerId)).map(({ action, target }) => [action?.S, target?.S])).toEqual([
      ['api_key.renamed', keyId],
    ]);
  });

  test('to the name that it has writes nothing', async () => {
    const user = await createSignedInUser();
    const { keyId, name } = await createApiKey(user.partnerId);

    const response = expectStatus(await managementAs(user).patch(`/api-keys/${keyId}`, { name }), 200);

    expect(response.json.name).toBe(name);
    expect(await auditEventsOf(user.partnerId)).toEqual([]);
  });

  test('never brings a key into being', async () => {
    const user = await createSignedInUser();

    expectProblem(await managementAs(user).patch('/api-keys/0123456789ab', { name: 'Name' }), 'not_found');

    expect(await readApiKey(user.partnerId, '0123456789ab')).toBeUndefined();
  });
});

describe('deleting a key', () => {
  // The first promise of the product: once the 204 is there, no call that starts later gets through.
  test('revokes it at once', async () => {
    const user = await createSignedInUser();
    const { id, key } = await createKeyWithCode(user);
    expect((await request(echoCall(user.partnerId, withKey(key)))).status).toBe(200);

    const response = expectStatus(await managementAs(user).delete(`/api-keys/${id}`), 204);
    const after = await Promise.all(Array.from({ length: 20 }, () => request(echoCall(user.partnerId, withKey(key)))));

    expect(response.body).toBe('');
    for (const call of after) expectRefusal(call, REFUSALS.unauthorized);
    expect((await managementAs(user).get('/api-keys')).json.api_keys).toEqual([]);
    expect(await readPartner(user.partnerId)).toMatchObject({ active_keys: { N: '0' } });
    expect(await readApiKey(user.partnerId, id)).toMatchObject({
      status: { S: 'deleted' },
      deleted_by: { S: user.email },
      ttl: { N: expect.any(String) },
    });
  });

  test('twice is a 404 the second time, counted and written once, also at the same moment', async () => {
    const partnerId = await createPartner({ active_keys: { N: '3' } });
    const user = await createSignedInUser({ partnerId });
    const { keyId } = await createApiKey(partnerId);

    const answers = await Promise.all(Array.from({ length: 8 }, () => managementAs(user).delete(`/api-keys/${keyId}`)));

    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, ...Array.from({ length: 7 }, () => 404)]);
    expect(await readPartner(partnerId)).toMatchObject({ active_keys: { N: '2' } });
    expect((await auditEventsOf(partnerId)).map(({ action, target }) => [action?.S, target?.S])).toEqual([
      ['api_key.deleted', keyId],
    ]);
  });

  test('works for an expired key, and leaves the others alone', async () => {
    const partnerId = await createPartner({ active_keys: { N: '2' } });
    const user = await createSignedInUser({ partnerId });
    const [expired, other] = [await createApiKey(partnerId, EXPIRED), await createApiKey(partnerId)];

    expectStatus(await managementAs(user).delete(`/api-keys/${expired.keyId}`), 204);

    expect((await request(echoCall(partnerId, withKey(other.key)))).status).toBe(200);
    expect((await managementAs(user).get('/api-keys')).json.api_keys).toHaveLength(1);
  });

  test('while it is renamed ends in a deleted key, whichever comes first', async () => {
    for (let round = 0; round < 5; round++) {
      const partnerId = await createPartner({ active_keys: { N: '1' } });
      const user = await createSignedInUser({ partnerId });
      const { keyId, key } = await createApiKey(partnerId);

      const [, deletion] = await Promise.all([
        managementAs(user).patch(`/api-keys/${keyId}`, { name: 'Racing' }),
        managementAs(user).delete(`/api-keys/${keyId}`),
      ]);

      expectStatus(deletion, 204);
      expect(await readApiKey(partnerId, keyId)).toMatchObject({ status: { S: 'deleted' } });
      expectRefusal(await request(whoamiCall(withKey(key))), REFUSALS.unauthorized);
    }
  });
});
