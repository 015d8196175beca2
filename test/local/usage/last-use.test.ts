import { describe, expect, test } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import { request } from '../../support/local-run.ts';
import { expectStatus, managementAs } from '../../support/management-api.ts';
import { echoCall, withKey, withToken } from '../../support/partner-calls.ts';
import { createApiKey, createLegacyToken, putUsage } from '../../support/records.ts';
import { createSignedInUser, createUser } from '../../support/users.ts';

const LOOPBACK = expect.stringMatching(/^(127\.0\.0\.1|::1)$/);
const RECENTLY = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/);

describe('a key', () => {
  test('that was never used has no last use, also not another partner’s of the same ID', async () => {
    const [user, other] = [await createSignedInUser(), await createSignedInUser()];
    const { keyId } = await createApiKey(user.partnerId);
    await putUsage(other.partnerId, `${keyId}#LAST`, { at_ms: 1000, status: 200, request_id: 'request-1' });

    for (const path of ['/api-keys', `/api-keys/${keyId}`]) {
      const { json } = expectStatus(await managementAs(user).get(path), 200);
      expect(json.api_keys?.[0] ?? json).toMatchObject({ id: keyId, last_used_at: null, last_used_ip: null });
    }
  });

  test('tells when and from where it was used, by the list, by itself and after a change', async () => {
    const user = await createSignedInUser();
    const { key, keyId } = await createApiKey(user.partnerId);
    await request(echoCall(user.partnerId, withKey(key)));

    const used = { id: keyId, last_used_at: RECENTLY, last_used_ip: LOOPBACK };
    await eventually(async () => {
      const { json } = expectStatus(await managementAs(user).get('/api-keys'), 200);
      expect(json.api_keys).toEqual([expect.objectContaining(used)]);
    });
    expect((await managementAs(user).get(`/api-keys/${keyId}`)).json).toMatchObject(used);
    const renamed = await managementAs(user).patch(`/api-keys/${keyId}`, { name: 'Renamed' });
    expect(expectStatus(renamed, 200).json).toMatchObject({ ...used, name: 'Renamed' });
  });

  test('tells of a refused call, too', async () => {
    const user = await createSignedInUser();
    const { key, keyId } = await createApiKey(user.partnerId, { status: { S: 'disabled' } });
    await request(echoCall(user.partnerId, withKey(key)));

    await eventually(async () => {
      const { json } = expectStatus(await managementAs(user).get(`/api-keys/${keyId}`), 200);
      expect(json).toMatchObject({ status: 'disabled', last_used_at: RECENTLY });
    });
  });
});

describe('legacy access', () => {
  test('tells nothing of another partner’s calls, and nothing of keys', async () => {
    const [user, other] = [await createSignedInUser(), await createSignedInUser()];
    const { token } = await createLegacyToken(other.partnerId, { user_id: { S: other.userId } });
    const { key, keyId } = await createApiKey(user.partnerId);
    await request(echoCall(other.partnerId, withToken(token)));
    await request(echoCall(user.partnerId, withKey(key)));
    await eventually(async () => {
      expect((await managementAs(user).get(`/api-keys/${keyId}`)).json.last_used_at).not.toBeNull();
      expect((await managementAs(other).get('/legacy-token')).json.usage.total).toBe(1);
    });

    expect((await managementAs(user).get('/legacy-token')).json.usage).toEqual({ total: 0, success: 0, users: [] });
  });

  test('tells who still calls, when, from where and what', async () => {
    const user = await createSignedInUser();
    const colleague = await createUser({ partnerId: user.partnerId });
    const idle = await createUser({ partnerId: user.partnerId });
    for (const [{ userId }, calls] of [
      [user, 1],
      [colleague, 2],
    ] as const) {
      const { token } = await createLegacyToken(user.partnerId, { user_id: { S: userId } });
      for (let call = 0; call < calls; call += 1) await request(echoCall(user.partnerId, withToken(token)));
    }
    // A user who was removed since: nobody's name is left, and the calls are.
    const gone = await createLegacyToken(user.partnerId);
    await request(echoCall(user.partnerId, withToken(gone.token)));

    await eventually(async () => {
      const { json } = expectStatus(await managementAs(user).get('/legacy-token'), 200);
      expect(json.usage).toEqual({
        total: 4,
        success: 4,
        users: [colleague, user].map(({ email }, index) => ({
          email,
          total: 2 - index,
          success: 2 - index,
          last_used_at: RECENTLY,
          addresses: [LOOPBACK],
          resources: ['other'],
        })),
      });
      expect(JSON.stringify(json)).not.toContain(idle.email);
    });
  });
});
