import { describe, expect, it } from '@jest/globals';
import { NAME_RULES } from '../../lambdas/domain/base/display-name.ts';
import { createApiKeysHandler } from '../../lambdas/handlers/api-keys.ts';
import { itRefusesBadBodies } from './bad-bodies.ts';
import { itMapsCodeRefusals, pendingChallenge } from './code-refusals.ts';
import { managementCall, problem } from './management-call.ts';
import { type ManagementPorts, managementPorts } from './management-ports.ts';
import { observeFunctions } from './observed.ts';
import { DAY, type Differences, KEY, NOW, NOW_MS } from './records-of-a-partner.ts';

const { logged } = observeFunctions();
const NARROW = { scopes: ['clients:read'], allowedIps: ['203.0.113.7'], expiresAt: NOW + DAY } as const;
const LATER = '2026-12-03T10:00:00.000Z';
const ACTION = { purpose: 'update_api_key', keyId: KEY.keyId, name: 'ERP', changes: { scopes: ['*'] } } as const;

const update = (ports: ManagementPorts, body: unknown, keyId: string = KEY.keyId) =>
  managementCall(createApiKeysHandler(ports), {
    method: 'PATCH',
    route: '/api-keys/{key_id}',
    parameters: { key_id: keyId },
    body,
  });

describe('PATCH /api-keys/{key_id} refuses', () => {
  itMapsCodeRefusals(ACTION, (ports, presented) => update(ports, { scopes: ['*'], ...presented }));
  itRefusesBadBodies((body) => update(managementPorts(), body));

  it.each<[string, object, object[]]>([
    ['no change', {}, [{ pointer: '', detail: 'Must hold at least one change.' }]],
    [
      'a code without a change',
      { challenge_id: 'x', code: '123456' },
      [{ pointer: '', detail: 'Must hold at least one change.' }],
    ],
    [
      'a code without its challenge',
      { name: 'Shop', code: '123456' },
      [{ pointer: '', detail: 'Must hold challenge_id and code together, or neither.' }],
    ],
    ['an unknown field', { hint: 'x', name: 'Shop' }, [{ pointer: '/hint', detail: 'Is no known field: remove it.' }]],
    ['an unknown status', { status: 'deleted' }, [{ pointer: '/status', detail: 'Must be active or disabled.' }]],
    [
      'a name with a URL',
      { name: 'Verify: https://evil.example' },
      [{ pointer: '/name', detail: NAME_RULES.hostName }],
    ],
    ['a name of spaces', { name: '  ' }, [{ pointer: '/name', detail: expect.stringContaining('1 to 64') }]],
    [
      'an unknown scope',
      { scopes: ['all'] },
      [{ pointer: '/scopes', detail: expect.stringContaining('sharing:read') }],
    ],
    [
      'what is no IP address, and says which',
      { allowed_ips: ['203.0.113.7', 'localhost'] },
      [{ pointer: '/allowed_ips/1', detail: expect.stringContaining('CIDR') }],
    ],
    [
      'an expiry in the past',
      { expires_at: '2026-12-01T10:00:00Z' },
      [{ pointer: '/expires_at', detail: 'Must be in the future.' }],
    ],
  ])('%s', async (_, body, errors) => {
    expect(problem(await update(managementPorts(), body))).toEqual({ status: 400, code: 'invalid_request', errors });
  });

  it.each<[string, Differences, string?]>([
    ['an unknown key', {}, 'AAAAAAAAAAAA'],
    ['a deleted key', { key: { status: 'deleted' } }],
    ['a key of another partner', { key: { partnerId: 'otherPA' } }],
  ])('%s', async (_, differences, keyId = KEY.keyId) => {
    const response = await update(managementPorts(differences), { name: 'Shop' }, keyId);
    expect(problem(response)).toEqual({ status: 404, code: 'not_found' });
  });

  it.each<[string, Differences['key'], object, string[]]>([
    ['more scopes', NARROW, { scopes: ['*'] }, ['scopes']],
    ['more IP addresses', NARROW, { allowed_ips: [] }, ['allowed_ips']],
    ['a later expiry', NARROW, { expires_at: LATER }, ['expires_at']],
    ['an end of being disabled', { status: 'disabled' }, { status: 'active' }, ['status']],
    [
      'all of it',
      NARROW,
      { scopes: ['*'], allowed_ips: [], expires_at: null },
      ['scopes', 'allowed_ips', 'expires_at'],
    ],
  ])('%s without a code', async (_, key = {}, body, widens) => {
    const response = await update(managementPorts({ key }), body);
    expect(problem(response)).toEqual({ status: 403, code: 'otp_required', widens });
    expect(response.json.detail).toBe(
      'The change widens what the key may do: ask for a code for it, and send both together.',
    );
  });

  it.each([
    [1, '1 day'],
    [2, '2 days'],
  ])('an expiry beyond the maximum of %s', async (maxKeyLifetimeDays, days) => {
    const ports = managementPorts({ partner: { maxKeyLifetimeDays } });
    expect(problem(await update(ports, { expires_at: '2026-12-10T10:00:00Z' }))).toEqual({
      status: 400,
      code: 'invalid_request',
      errors: [
        {
          pointer: '/expires_at',
          detail: `Keys of this partner live at most ${days} from now: choose an earlier end.`,
        },
      ],
    });
  });

  it('a later expiry of a key that has a successor, also with a code', async () => {
    const ports = managementPorts({ key: { rotatedTo: 'BBBBBBBBBBBB', expiresAt: NOW + DAY } });
    const expiresAt = NOW + 2 * DAY;
    const presented = pendingChallenge(ports, { ...ACTION, changes: { expiresAt } });
    const response = await update(ports, { expires_at: LATER, ...presented });
    expect(problem(response)).toEqual({ status: 409, code: 'rotated_already' });
    expect(response.json.detail).toBe(
      'The key has a successor and ends by itself: its end can be brought forward only. Use the new key.',
    );
  });

  it('a code that was asked for other changes', async () => {
    const ports = managementPorts({ key: NARROW });
    const presented = pendingChallenge(ports, ACTION);
    expect(problem(await update(ports, { allowed_ips: [], ...presented }))).toMatchObject({
      status: 400,
      errors: [{ pointer: '/challenge_id' }],
    });
  });
});

describe('PATCH /api-keys/{key_id}', () => {
  it.each<[string, object, object]>([
    ['a name', { name: ' Shop ' }, { name: 'Shop' }],
    ['fewer scopes', { scopes: ['clients:read'] }, { scopes: ['clients:read'] }],
    ['an IP allowlist in normal form', { allowed_ips: ['203.0.113.9/24'] }, { allowed_ips: ['203.0.113.0/24'] }],
    ['an expiry', { expires_at: LATER }, { expires_at: LATER }],
    ['a status', { status: 'disabled' }, { status: 'disabled' }],
  ])('takes %s without a code, and returns the key as it is now', async (_, body, shown) => {
    const ports = managementPorts();
    ports.usage.set(KEY.keyId, { lastUse: { atMs: NOW_MS, ip: '203.0.113.7', status: 200 } });
    const { status, json } = await update(ports, body);
    expect({ status, json }).toMatchObject({
      status: 200,
      json: { id: KEY.keyId, last_used_at: '2026-12-01T10:00:00.000Z', last_used_ip: '203.0.113.7', ...shown },
    });
    expect(ports.records.keys.get(KEY.keyId)?.revision).toBe(1);
    expect(logged()).toMatchObject([{ message: 'management_call', method: 'PATCH', status: 200, code: null }]);
  });

  it('takes what allows more with a code, once', async () => {
    const ports = managementPorts({ key: NARROW });
    const body = { scopes: ['*'], ...pendingChallenge(ports, ACTION) };
    const { status, json } = await update(ports, body);
    expect({ status, scopes: json.scopes }).toEqual({ status: 200, scopes: ['*'] });
    expect(problem(await update(ports, body))).toEqual({ status: 410, code: 'otp_expired' });
  });
});

// Only setting a name is refused: a key with such a name could otherwise not be restricted.
it('PATCH /api-keys/{key_id} changes a key whose name would be refused today', async () => {
  const ports = managementPorts({ key: { name: 'evil.example' } });
  const { status, json } = await update(ports, { allowed_ips: ['203.0.113.7'] });
  expect({ status, name: json.name }).toEqual({ status: 200, name: 'evil.example' });
  expect(problem(await update(ports, { name: 'evil.example' }))).toMatchObject({ status: 400 });
});
