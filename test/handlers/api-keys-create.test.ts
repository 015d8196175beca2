import { describe, expect, it } from '@jest/globals';
import { parseApiKey } from '../../lambdas/domain/model/api-key.ts';
import { MAX_ACTIVE_KEYS } from '../../lambdas/domain/model/records.ts';
import { createApiKeysHandler } from '../../lambdas/handlers/api-keys.ts';
import { itRefusesBadBodies } from './bad-bodies.ts';
import { itMapsCodeRefusals, pendingChallenge } from './code-refusals.ts';
import { managementCall, problem } from './management-call.ts';
import { type ManagementPorts, managementPorts } from './management-ports.ts';
import { observeFunctions } from './observed.ts';
import { DAY, NOW } from './records-of-a-partner.ts';

const { lines, logged } = observeFunctions();
const ACTION = {
  purpose: 'create_api_key',
  key: { name: 'Shop', scopes: ['clients:read'], allowedIps: ['203.0.113.0/24'], expiresAt: NOW + DAY },
} as const;

const create = (ports: ManagementPorts, body: unknown) =>
  managementCall(createApiKeysHandler(ports), { method: 'POST', route: '/api-keys', body });

describe('POST /api-keys refuses', () => {
  itMapsCodeRefusals(ACTION, create);
  itRefusesBadBodies((body) => create(managementPorts(), body));

  it('an unknown field, and names it', async () => {
    const body = { challenge_id: 'challenge-1', code: '123456', name: 'Another' };
    expect(problem(await create(managementPorts(), body))).toEqual({
      status: 400,
      code: 'invalid_request',
      errors: [{ pointer: '/name', detail: 'Is no known field: remove it.' }],
    });
  });

  it('one key more than a partner may have, with the code still good', async () => {
    const ports = managementPorts({ partner: { activeKeys: MAX_ACTIVE_KEYS } });
    const presented = pendingChallenge(ports, ACTION);
    expect(problem(await create(ports, presented))).toEqual({ status: 409, code: 'key_limit_reached' });
    expect(ports.records.otpState('usr_0000000000000001')).toMatchObject({
      version: 1,
      challenge: { attemptsLeft: 5 },
    });
  });

  it('a key that would outlive a maximum set in the meantime', async () => {
    const ports = managementPorts({ partner: { maxKeyLifetimeDays: 1 } });
    const presented = pendingChallenge(ports, { ...ACTION, key: { ...ACTION.key, expiresAt: NOW + DAY + 1 } });
    expect(problem(await create(ports, presented))).toMatchObject({
      status: 400,
      errors: [{ pointer: '/challenge_id' }],
    });
  });
});

describe('POST /api-keys', () => {
  it('returns the key that the code was asked for, once', async () => {
    const ports = managementPorts();
    const presented = pendingChallenge(ports, ACTION);
    const { status, json } = await create(ports, presented);
    const { key, ...apiKey } = json;

    expect({ status, apiKey }).toEqual({
      status: 201,
      apiKey: {
        id: parseApiKey(key)?.keyId,
        name: 'Shop',
        hint: `${key.slice(0, -34)}…`,
        status: 'active',
        scopes: ['clients:read'],
        allowed_ips: ['203.0.113.0/24'],
        created_at: '2026-12-01T10:00:00.000Z',
        created_by: 'owner@demo.example',
        expires_at: '2026-12-02T10:00:00.000Z',
        rotated_to: null,
        last_used_at: null,
        last_used_ip: null,
      },
    });
    expect(parseApiKey(key)).toMatchObject({ environment: 'test', partnerId: 'demoPA' });
    expect(ports.records.keys.get(apiKey.id)?.hash).toBe(parseApiKey(key)?.hash);
    expect(problem(await create(ports, presented))).toEqual({ status: 410, code: 'otp_expired' });
  });

  it('logs the call without the key and without the code', async () => {
    const ports = managementPorts();
    const { json } = await create(ports, pendingChallenge(ports, ACTION));
    expect(logged()).toEqual([
      {
        level: 'info',
        message: 'management_call',
        time: expect.any(String),
        request_id: 'JKJ_gHExampleA=',
        method: 'POST',
        resource: '/management/v1/api-keys',
        status: 201,
        code: null,
        user_id: 'usr_0000000000000001',
        partner_id: 'demoPA',
        viewer_ip: '198.51.100.4',
      },
    ]);
    expect(lines.join('')).not.toContain(json.key);
    expect(lines.join('')).not.toContain('123456');
  });
});
