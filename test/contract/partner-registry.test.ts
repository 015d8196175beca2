import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DynamoDbTable } from '../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { DynamoDbPartnerRegistry } from '../../lambdas/adapters/partners/dynamodb-partner-registry.ts';
import { DependencyError } from '../../lambdas/domain/base/dependency-error.ts';
import { generateApiKey } from '../../lambdas/domain/model/api-key.ts';
import { auditEvent } from '../../lambdas/domain/model/audit-event.ts';
import {
  createOperatorApiKey,
  createPartner,
  revokeApiKey,
  setPartnerStatus,
} from '../../lambdas/domain/partners/manage-partners.ts';
import { type EmbeddedTable, embeddedTable } from '../support/embedded-table.ts';

let table: EmbeddedTable;
let registry: DynamoDbPartnerRegistry;
let count = 0;

beforeAll(async () => {
  table = await embeddedTable();
  registry = new DynamoDbPartnerRegistry(new DynamoDbTable(table.client, table.tableName));
});
afterAll(() => table.close());

async function newPartner(): Promise<string> {
  const partnerId = `partner${++count}PA`;
  expect(await createPartner(registry, partnerId, 'A partner')).toEqual({ outcome: 'created' });
  return partnerId;
}

async function stored(partnerId: string) {
  const items = (await table.items()).filter(({ PK }) => PK?.S === `PARTNER#${partnerId}`);
  return {
    partner: items.find(({ SK }) => SK?.S === 'PARTNER'),
    keys: items.filter(({ SK }) => SK?.S?.startsWith('KEY#')),
    actions: items.filter(({ SK }) => SK?.S?.startsWith('AUDIT#')).map(({ action }) => action?.S),
  };
}

const newKey = (partnerId: string) => createOperatorApiKey(registry, { environment: 'test', partnerId, name: 'A key' });
const keyIdOf = (key: string) => key.split('_')[3] ?? '';

// Turning them on takes a code: a new partner has them only if the operator says so.
it.each<[string, { legacyTokenEnabled?: boolean }, boolean]>([
  ['off', {}, false],
  ['off if that is said', { legacyTokenEnabled: false }, false],
  ['on if that is said', { legacyTokenEnabled: true }, true],
])('the legacy tokens of a new partner are %s', async (_, options, on) => {
  const partnerId = `partner${++count}PA`;
  await createPartner(registry, partnerId, 'A partner', options);
  expect((await stored(partnerId)).partner?.legacy_token_enabled).toEqual({ BOOL: on });
});

describe('changes that are refused write nothing', () => {
  it.each([
    ['an ID with an underscore', 'a_bc', 'name'],
    ['an ID that is too short', 'abc', 'name'],
    ['an empty name', 'goodPA', '  '],
    ['a name of 65 characters', 'goodPA', 'x'.repeat(65)],
    ['a name with a line feed', 'goodPA', 'a\nb'],
    ['a name that turns the reading direction', 'goodPA', 'a\u202Eb'],
    ['a name with an invisible character', 'goodPA', 'a\u200Bb'],
  ])('a partner with %s', async (_, partnerId, name) => {
    expect(await createPartner(registry, partnerId, name)).toMatchObject({ outcome: 'invalid' });
    expect((await stored(partnerId)).partner).toBeUndefined();
  });

  it('a second partner of the same ID', async () => {
    const partnerId = await newPartner();
    expect(await createPartner(registry, partnerId, 'Another')).toEqual({ outcome: 'exists' });
    expect(await stored(partnerId)).toMatchObject({
      partner: { name: { S: 'A partner' } },
      actions: ['partner.created'],
    });
  });

  it('a status of a partner that is not there', async () => {
    expect(await setPartnerStatus(registry, 'nobodyPA', 'suspended')).toEqual({ outcome: 'partner_unknown' });
    // An unguarded update would have created it.
    expect((await stored('nobodyPA')).partner).toBeUndefined();
  });

  it('the same status again', async () => {
    const partnerId = await newPartner();
    expect(await setPartnerStatus(registry, partnerId, 'active')).toEqual({ outcome: 'unchanged' });
    expect((await stored(partnerId)).actions).toEqual(['partner.created']);
  });

  it('a key for nobody, and for a suspended partner', async () => {
    const partnerId = await newPartner();
    await setPartnerStatus(registry, partnerId, 'suspended');
    expect((await newKey(partnerId)).outcome).toBe('partner_suspended');
    expect((await newKey('nobodyPA')).outcome).toBe('partner_unknown');
    expect((await stored(partnerId)).keys).toEqual([]);
  });

  it('the revocation of a key that is unknown, of another partner, or revoked already', async () => {
    const partnerId = await newPartner();
    const other = await newPartner();
    const keyId = keyIdOf((await newKey(partnerId)).key);
    expect(await revokeApiKey(registry, partnerId, '000000000000')).toEqual({ outcome: 'not_found' });
    expect(await revokeApiKey(registry, other, keyId)).toEqual({ outcome: 'not_found' });
    expect(await revokeApiKey(registry, partnerId, keyId)).toEqual({ outcome: 'revoked' });
    expect(await revokeApiKey(registry, partnerId, keyId)).toEqual({ outcome: 'not_found' });
    expect((await stored(partnerId)).partner?.active_keys).toEqual({ N: '0' });
    expect((await stored(other)).keys).toEqual([]);
  });
});

// A broken generator must not look like a partner who is at the limit.
it('a key whose ID is in use already is a failed dependency, and is not counted', async () => {
  const partnerId = await newPartner();
  const key = { ...generateApiKey('test', partnerId), name: 'A key' };
  const create = () => {
    const about = { actor: 'operator', target: key.keyId, ip: null, nowMs: Date.now() };
    return registry.createApiKey(key, auditEvent('api_key.created', about));
  };
  expect(await create()).toBe('created');
  const before = await stored(partnerId);
  await expect(create()).rejects.toThrow(DependencyError);
  expect(await stored(partnerId)).toEqual(before);
});

describe('changes', () => {
  it('of a status are there with their events', async () => {
    const partnerId = await newPartner();
    expect(await setPartnerStatus(registry, partnerId, 'suspended')).toEqual({ outcome: 'changed' });
    expect((await stored(partnerId)).partner?.status).toEqual({ S: 'suspended' });
    expect(await setPartnerStatus(registry, partnerId, 'active')).toEqual({ outcome: 'changed' });
    const { partner, actions } = await stored(partnerId);
    expect(partner?.status).toEqual({ S: 'active' });
    expect(actions.sort()).toEqual(['partner.created', 'partner.reactivated', 'partner.suspended']);
  });

  it('of keys are counted, and a revoked key stays as deleted with an end', async () => {
    const partnerId = await newPartner();
    const { outcome, key } = await newKey(partnerId);
    expect(outcome).toBe('created');
    await newKey(partnerId);
    await revokeApiKey(registry, partnerId, keyIdOf(key));
    const { partner, keys, actions } = await stored(partnerId);
    expect(partner?.active_keys).toEqual({ N: '1' });
    expect(keys.map(({ status }) => status?.S).sort()).toEqual(['active', 'deleted']);
    const deleted = keys.find(({ status }) => status?.S === 'deleted');
    expect(Number(deleted?.ttl?.N)).toBeGreaterThan(Date.now() / 1000 + 399 * 86_400);
    expect(actions.sort()).toEqual(['api_key.created', 'api_key.created', 'api_key.deleted', 'partner.created']);
  });

  it('never store the secret of a key', async () => {
    const partnerId = await newPartner();
    const { key } = await newKey(partnerId);
    const secret = key.split('_')[4]?.slice(0, 32) ?? '';
    expect(JSON.stringify(await table.items())).not.toContain(secret);
  });

  it('stop at fifty active keys, also when the last ones race', async () => {
    const partnerId = await newPartner();
    const outcomes: string[] = [];
    for (let batch = 0; batch < 6; batch++) {
      const made = await Promise.all(Array.from({ length: 10 }, () => newKey(partnerId)));
      outcomes.push(...made.map(({ outcome }) => outcome));
    }
    expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(50);
    expect(outcomes.filter((outcome) => outcome === 'limit_reached')).toHaveLength(10);
    const { partner, keys } = await stored(partnerId);
    expect(partner?.active_keys).toEqual({ N: '50' });
    expect(keys).toHaveLength(50);
  });
});
