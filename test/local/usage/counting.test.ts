import { describe, expect, test } from '@jest/globals';
import { apiKeyOf, newApiKeyParts } from '../../support/api-key.ts';
import { eventually } from '../../support/eventually.ts';
import { request } from '../../support/local-run.ts';
import { echoCall, whoamiCall, withKey, withToken } from '../../support/partner-calls.ts';
import {
  createApiKey,
  createLegacyToken,
  createPartner,
  DELETED,
  type Item,
  NARROW,
  REVOKED,
  readPartition,
} from '../../support/records.ts';

/** The counters of the items whose sort key begins so, summed: tests may run across midnight. */
function countersOf(items: ReadonlyMap<string, Item>, credentialId: string): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const [sortKey, item] of items) {
    if (!new RegExp(`^${credentialId.replaceAll('*', '\\*')}#\\d{4}-\\d{2}-\\d{2}$`).test(sortKey)) continue;
    for (const [name, { N }] of Object.entries(item)) {
      if (N !== undefined && !['ttl', 'latency_ms'].includes(name)) totals[name] = (totals[name] ?? 0) + Number(N);
    }
  }
  return totals;
}

const usageOf = (partnerId: string) => readPartition(`USAGE#${partnerId}`);
const expectCounted = (partnerId: string, credentialId: string, counters: Record<string, number>) =>
  eventually(async () => {
    const items = await usageOf(partnerId);
    expect(countersOf(items, credentialId)).toEqual(counters);
    return items;
  });

describe('calls count for nobody', () => {
  test('that show a key of another partner, or none; but a made-up key of a partner is told apart', async () => {
    const partnerId = await createPartner();
    const own = await createApiKey(partnerId);
    const forged = apiKeyOf({ ...newApiKeyParts(partnerId), keyId: own.keyId });
    await request(echoCall(partnerId));
    await request(echoCall(partnerId, withKey('nonsense')));
    await request(echoCall(partnerId, withToken('nonsense')));
    await request(echoCall(partnerId, withKey(forged)));
    await request(echoCall(partnerId, withKey(own.key)));

    await expectCounted(partnerId, '*unknown', {
      total: 1,
      client_error: 1,
      'refused.api_key_unknown': 1,
      'resource.other': 1,
    });
    const items = await expectCounted(partnerId, own.keyId, {
      total: 1,
      success: 1,
      timed: 1,
      'resource.other': 1,
    });
    expect(countersOf(items, '*all').total).toBe(1);
  });
});

describe('calls count', () => {
  test('for a key: allowed, refused, and by their resources', async () => {
    const partnerId = await createPartner();
    const { key, keyId } = await createApiKey(partnerId);
    const narrow = await createApiKey(partnerId, NARROW);
    await request({ path: `/api/v2/partners/${partnerId}/clients`, headers: [withKey(key)] });
    await request({ path: `/api/v2/partners/${partnerId}/nowhere`, headers: [withKey(key)] });
    await request(whoamiCall(withKey(key)));
    await request({ path: `/api/v2/partners/${partnerId}/clients`, headers: [withKey(narrow.key)] });

    await expectCounted(partnerId, keyId, {
      total: 3,
      success: 2,
      client_error: 1,
      timed: 3,
      'resource.clients': 1,
      'resource.other': 1,
      'resource.whoami': 1,
    });
    const items = await expectCounted(partnerId, narrow.keyId, {
      total: 1,
      client_error: 1,
      timed: 1,
      'refused.insufficient_scope': 1,
      'resource.clients': 1,
    });
    expect(countersOf(items, '*all').total).toBe(4);
    await eventually(async () => {
      const last = (await usageOf(partnerId)).get(`${narrow.keyId}#LAST`);
      expect(last).toMatchObject({ status: { N: '403' }, ip: { S: expect.stringMatching(/^(127\.0\.0\.1|::1)$/) } });
    });
  });

  test('for a legacy token and all of them together, also when it was revoked', async () => {
    const partnerId = await createPartner();
    const { token, userId } = await createLegacyToken(partnerId);
    const revoked = await createLegacyToken(partnerId, REVOKED);
    await request(echoCall(partnerId, withToken(token)));
    await request(echoCall(partnerId, withToken(revoked.token)));

    await expectCounted(partnerId, userId, { total: 1, success: 1, timed: 1, 'resource.other': 1 });
    const items = await expectCounted(partnerId, revoked.userId, {
      total: 1,
      client_error: 1,
      'refused.token_revoked': 1,
      'resource.other': 1,
    });
    for (const all of ['*legacy', '*all']) expect(countersOf(items, all).total).toBe(2);
  });

  test('for a deleted key, which stays deleted and is noted', async () => {
    const partnerId = await createPartner();
    const { key, keyId } = await createApiKey(partnerId, DELETED);
    const before = await readPartition(`PARTNER#${partnerId}`);
    await request(echoCall(partnerId, withKey(key)));
    await request(echoCall(partnerId, withKey(key)));

    await expectCounted(partnerId, keyId, {
      total: 2,
      client_error: 2,
      'refused.api_key_deleted': 2,
      'resource.other': 2,
    });
    await eventually(async () => {
      const noted = [...(await usageOf(partnerId)).keys()].filter((sortKey) => sortKey.startsWith(`${keyId}#REVOKED#`));
      expect(noted).toHaveLength(1);
    });
    expect(await readPartition(`PARTNER#${partnerId}`)).toEqual(before);
  });
});
