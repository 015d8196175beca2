import { describe, expect, test } from '@jest/globals';
import { callManagement, expectStatus, managementAs } from '../../support/management-api.ts';
import { expectInvalid } from '../../support/problem.ts';
import { createApiKey, putUsage } from '../../support/records.ts';
import { createSignedInUser } from '../../support/users.ts';

const TODAY = new Date().toISOString().slice(0, 10);
const UPDATED: Readonly<Record<string, string>> = { updated_at: `${TODAY}T00:00:01.000Z` };

describe('usage is refused', () => {
  test.each([
    ['from=yesterday', '/from'],
    ['from=2026-02-30', '/from'],
    ['to=2026-1-1', '/to'],
    ['from=2026-11-02&to=2026-11-01', '/from'],
    ['from=2024-01-01&to=2026-01-01', '/from'],
    ['credential_id=', '/credential_id'],
    ['credential_id=*nobody', '/credential_id'],
    // Names other items of the same partition.
    ['credential_id=BATCH', '/credential_id'],
    ['credential_id=a%23IP', '/credential_id'],
    ['partner_id=demoPA', '/partner_id'],
  ])('for %s', async (query, pointer) => {
    expectInvalid(await managementAs(await createSignedInUser()).get(`/usage?${query}`), pointer);
  });
});

describe('usage', () => {
  // The partner is the caller's, whatever credential is named.
  test('of another partner is not shown', async () => {
    const [user, other] = [await createSignedInUser(), await createSignedInUser()];
    await putUsage(other.partnerId, `*all#${TODAY}`, { total: 7, ...UPDATED });
    await putUsage(other.partnerId, `k3Jx81PqZr0B#${TODAY}`, { total: 7, ...UPDATED });

    for (const query of ['', '?credential_id=k3Jx81PqZr0B']) {
      const { json } = expectStatus(await managementAs(user).get(`/usage${query}`), 200);
      expect(json).toMatchObject({ resources: [], addresses: [], other_addresses: 0, updated_at: null });
      expect(json.days.map(({ total }: { total: number }) => total)).toEqual(Array(30).fill(0));
    }
  });

  test('of a credential is told by day, code, resource and address', async () => {
    const user = await createSignedInUser();
    const { keyId } = await createApiKey(user.partnerId);
    await putUsage(user.partnerId, `${keyId}#${TODAY}`, {
      ...{ total: 5, success: 3, client_error: 2, 'refused.ip_not_allowed': 2, 'resource.clients': 5 },
      ...{ other_addresses: 1, ...UPDATED },
    });
    await putUsage(user.partnerId, `${keyId}#IP#${TODAY}#203.0.113.7`, { total: 4, success: 3, last_seen_ms: 1000 });

    const { json } = expectStatus(await managementAs(user).get(`/usage?credential_id=${keyId}`), 200);

    expect(json.days.at(-1)).toEqual({
      date: TODAY,
      ...{ total: 5, success: 3, client_error: 2, server_error: 0, refused: { ip_not_allowed: 2 } },
    });
    expect(json).toMatchObject({
      resources: [{ resource: 'clients', total: 5 }],
      addresses: [{ ip: '203.0.113.7', total: 4, last_seen_at: '1970-01-01T00:00:01.000Z' }],
      other_addresses: 1,
      addresses_complete: true,
      updated_at: UPDATED.updated_at,
    });
  });

  test('comes as a file for whoever asks for one', async () => {
    const user = await createSignedInUser();
    await putUsage(user.partnerId, '*all#2026-11-02', { total: 3, success: 1, client_error: 2, ...UPDATED });
    await putUsage(user.partnerId, '*all#2026-11-03', { total: 1, 'refused.api_key_expired': 1, ...UPDATED });

    const response = await callManagement({
      path: '/usage?from=2026-11-02&to=2026-11-03',
      token: user.idToken,
      headers: [['accept', 'text/csv']],
    });

    expectStatus(response, 200);
    expect(response.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="usage-2026-11-02-2026-11-03.csv"',
    });
    expect(response.body.split('\r\n')).toEqual([
      'date,total,success,client_error,server_error,refused_api_key_expired',
      '2026-11-02,3,1,2,0,0',
      '2026-11-03,1,0,0,0,1',
      '',
    ]);
  });
});

describe('the preview of an address list', () => {
  test('is refused for a key that is unknown, foreign or misspelt, which would look safe to close', async () => {
    const [user, other] = [await createSignedInUser(), await createSignedInUser()];
    const { keyId: foreign } = await createApiKey(other.partnerId);

    for (const keyId of ['0123456789ab', 'x', foreign]) {
      const body = { allowed_ips: ['192.0.2.1'], api_key_id: keyId };
      expectStatus(await managementAs(user).post('/allowed-ips/preview', body), 404);
    }
  });

  test('is refused for what is no list', async () => {
    const user = await createSignedInUser();
    const body = { allowed_ips: ['192.0.2.300'], api_key_id: null };
    expectInvalid(await managementAs(user).post('/allowed-ips/preview', body), '/allowed_ips/0');
  });

  test('names the good traffic that the list would refuse', async () => {
    const user = await createSignedInUser();
    const { keyId } = await createApiKey(user.partnerId);
    for (const credential of [keyId, '*all']) {
      await putUsage(user.partnerId, `${credential}#IP#${TODAY}#198.51.100.9`, { total: 6, success: 2 });
      await putUsage(user.partnerId, `${credential}#IP#${TODAY}#192.0.2.1`, { total: 5, success: 5 });
    }
    for (const api_key_id of [keyId, null]) {
      const body = { allowed_ips: ['192.0.2.0/24'], api_key_id };
      const { json } = expectStatus(await managementAs(user).post('/allowed-ips/preview', body), 200);
      expect(json).toEqual({
        would_refuse: [{ ip: '198.51.100.9', total: 2, last_seen_at: null }],
        refused_addresses: 1,
        refused_calls: 2,
        other_calls: 0,
        addresses_complete: true,
        suggestion: ['192.0.2.1', '198.51.100.9'],
      });
    }
  });
});
