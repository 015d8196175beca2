import { describe, expect, it } from '@jest/globals';
import { createApiKeysHandler } from '../../lambdas/handlers/api-keys.ts';
import { managementCall, problem } from './management-call.ts';
import { type ManagementPorts, managementPorts } from './management-ports.ts';
import { observeFunctions } from './observed.ts';
import { DAY, type Differences, KEY, NOW, NOW_MS } from './records-of-a-partner.ts';

const { lines } = observeFunctions();

const list = (ports: ManagementPorts) => managementCall(createApiKeysHandler(ports), { route: '/api-keys' });
const get = (ports: ManagementPorts, keyId: string = KEY.keyId) =>
  managementCall(createApiKeysHandler(ports), { route: '/api-keys/{key_id}', parameters: { key_id: keyId } });

const SHOWN = {
  id: KEY.keyId,
  name: 'ERP',
  hint: KEY.hint,
  status: 'active',
  scopes: ['*'],
  allowed_ips: [],
  created_at: '2026-11-01T08:00:00.000Z',
  created_by: 'owner@demo.example',
  expires_at: null,
  rotated_to: null,
  last_used_at: null,
  last_used_ip: null,
};

describe('GET /api-keys/{key_id} does not find', () => {
  it.each<[string, Differences, string?]>([
    ['an unknown key', {}, 'AAAAAAAAAAAA'],
    ['an ill-formed ID', {}, '*all'],
    ['a deleted key', { key: { status: 'deleted' } }],
    ['a key of another partner', { key: { partnerId: 'otherPA' } }],
  ])('%s', async (_, differences, keyId = KEY.keyId) => {
    expect(problem(await get(managementPorts(differences), keyId))).toEqual({ status: 404, code: 'not_found' });
  });
});

describe('GET /api-keys/{key_id}', () => {
  it('returns the key with exactly the documented fields, and logs nothing', async () => {
    const { status, json } = await get(managementPorts());
    expect({ status, json }).toEqual({ status: 200, json: SHOWN });
    expect(lines).toEqual([]);
  });

  it.each<[string, Differences['key'], object]>([
    ['disabled', { status: 'disabled' }, { status: 'disabled' }],
    ['expired in this second', { expiresAt: NOW }, { status: 'expired', expires_at: '2026-12-01T10:00:00.000Z' }],
    ['about to expire', { expiresAt: NOW + 1 }, { status: 'active', expires_at: '2026-12-01T10:00:01.000Z' }],
    [
      'both disabled and expired',
      { status: 'disabled', expiresAt: NOW },
      { status: 'disabled', expires_at: '2026-12-01T10:00:00.000Z' },
    ],
    ['rotated', { rotatedTo: 'BBBBBBBBBBBB' }, { rotated_to: 'BBBBBBBBBBBB' }],
    [
      'restricted',
      { scopes: ['clients:read', 'sharing:write'], allowedIps: ['2001:db8::/48'] },
      { scopes: ['clients:read', 'sharing:write'], allowed_ips: ['2001:db8::/48'] },
    ],
  ])('of a key that is %s', async (_, key, shown) => {
    const { json } = await get(managementPorts(key === undefined ? {} : { key }));
    expect(json).toEqual({ ...SHOWN, ...shown });
  });

  it.each([
    ['203.0.113.7', '203.0.113.7'],
    [null, null],
  ])('with its last use from %s', async (ip, shown) => {
    const ports = managementPorts();
    ports.usage.set(KEY.keyId, { lastUse: { atMs: NOW_MS - 1000, ip, status: 403 } });
    const { json } = await get(ports);
    expect(json).toEqual({ ...SHOWN, last_used_at: '2026-12-01T09:59:59.000Z', last_used_ip: shown });
  });
});

describe('GET /api-keys', () => {
  it('returns the keys of the partner, newest first, without those that are gone', async () => {
    const ports = managementPorts({ key: { createdAt: '2026-11-01T08:00:00.000Z' } });
    const others = [
      { keyId: 'newestnewest', createdAt: '2026-11-03T08:00:00.000Z' },
      { keyId: 'deleteddelet', status: 'deleted' },
      { keyId: 'foreignforei', partnerId: 'otherPA' },
      { keyId: 'replacedrepl', rotatedTo: KEY.keyId, expiresAt: NOW },
      { keyId: 'replacingrep', rotatedTo: KEY.keyId, expiresAt: NOW + DAY, createdAt: '2026-11-02T08:00:00.000Z' },
    ] as const;
    for (const other of others) ports.records.keys.set(other.keyId, { ...KEY, ...other });
    ports.usage.set('newestnewest', { lastUse: { atMs: NOW_MS, ip: '203.0.113.7', status: 200 } });

    const { status, json } = await list(ports);
    expect({ status, ids: json.api_keys.map(({ id }: { id: string }) => id), limit: json.limit }).toEqual({
      status: 200,
      ids: ['newestnewest', 'replacingrep', KEY.keyId],
      limit: 50,
    });
    expect(json.api_keys[0]).toMatchObject({ last_used_at: '2026-12-01T10:00:00.000Z', last_used_ip: '203.0.113.7' });
    expect(json.api_keys[2]).toEqual(SHOWN);
  });

  it('returns an empty list for a partner without keys', async () => {
    const ports = managementPorts();
    ports.records.keys.clear();
    expect((await list(ports)).json).toEqual({ api_keys: [], limit: 50 });
  });
});
