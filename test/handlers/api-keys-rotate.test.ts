import { describe, expect, it } from '@jest/globals';
import { parseApiKey } from '../../lambdas/domain/model/api-key.ts';
import { createApiKeysHandler } from '../../lambdas/handlers/api-keys.ts';
import { itRefusesBadBodies } from './bad-bodies.ts';
import { itMapsCodeRefusals, pendingChallenge } from './code-refusals.ts';
import { managementCall, problem } from './management-call.ts';
import { type ManagementPorts, managementPorts } from './management-ports.ts';
import { observeFunctions } from './observed.ts';
import { DAY, type Differences, KEY, NOW } from './records-of-a-partner.ts';

const { lines } = observeFunctions();
const ACTION = {
  purpose: 'rotate_api_key',
  keyId: KEY.keyId,
  name: 'ERP',
  graceSeconds: 3600,
  expiresAt: NOW + DAY,
} as const;

const rotate = (ports: ManagementPorts, body: unknown, keyId: string = KEY.keyId) =>
  managementCall(createApiKeysHandler(ports), {
    method: 'POST',
    route: '/api-keys/{key_id}/rotate',
    parameters: { key_id: keyId },
    body,
  });
const remove = (ports: ManagementPorts, keyId: string = KEY.keyId) =>
  managementCall(createApiKeysHandler(ports), {
    method: 'DELETE',
    route: '/api-keys/{key_id}',
    parameters: { key_id: keyId },
  });

describe('POST /api-keys/{key_id}/rotate refuses', () => {
  itMapsCodeRefusals(ACTION, rotate);
  itRefusesBadBodies((body) => rotate(managementPorts(), body));

  it('a deleted key', async () => {
    const ports = managementPorts({ key: { status: 'deleted' } });
    const response = await rotate(ports, pendingChallenge(ports, ACTION));
    expect(problem(response)).toEqual({ status: 404, code: 'not_found' });
  });

  it('another key than the code was asked for', async () => {
    const ports = managementPorts();
    const response = await rotate(ports, pendingChallenge(ports, ACTION), 'BBBBBBBBBBBB');
    expect(problem(response)).toMatchObject({ status: 400, errors: [{ pointer: '/challenge_id' }] });
  });

  it('a key that has a successor', async () => {
    const ports = managementPorts({ key: { rotatedTo: 'BBBBBBBBBBBB' } });
    const response = await rotate(ports, pendingChallenge(ports, ACTION));
    expect(problem(response)).toEqual({ status: 409, code: 'rotated_already' });
    expect(response.json.detail).toBe('The key has a successor already: rotate that one, or delete one of the two.');
  });
});

describe('POST /api-keys/{key_id}/rotate', () => {
  it('returns the successor with its key, and lets the old one expire', async () => {
    const ports = managementPorts({ key: { scopes: ['clients:read'], allowedIps: ['203.0.113.7'] } });
    const { status, json } = await rotate(ports, pendingChallenge(ports, ACTION));
    const { key, ...apiKey } = json;
    expect({ status, apiKey }).toMatchObject({
      status: 201,
      apiKey: {
        id: parseApiKey(key)?.keyId,
        name: 'ERP',
        status: 'active',
        scopes: ['clients:read'],
        allowed_ips: ['203.0.113.7'],
        expires_at: '2026-12-02T10:00:00.000Z',
        rotated_to: null,
      },
    });
    expect(ports.records.keys.get(KEY.keyId)).toMatchObject({ rotatedTo: apiKey.id, expiresAt: NOW + 3600 });
    expect(lines.join('')).not.toContain(key);
  });
});

describe('DELETE /api-keys/{key_id}', () => {
  it.each<[string, Differences, string?]>([
    ['an unknown key', {}, 'AAAAAAAAAAAA'],
    ['an ill-formed ID', {}, '../settings'],
    ['a deleted key', { key: { status: 'deleted' } }],
    ['a key of another partner', { key: { partnerId: 'otherPA' } }],
  ])('does not find %s', async (_, differences, keyId = KEY.keyId) => {
    const ports = managementPorts(differences);
    expect(problem(await remove(ports, keyId))).toEqual({ status: 404, code: 'not_found' });
    expect(ports.records.events).toEqual([]);
  });

  it('deletes the key and has nothing to say', async () => {
    const ports = managementPorts();
    const { status, body, headers } = await remove(ports);
    expect({ status, body, type: headers['content-type'] }).toEqual({ status: 204, body: '', type: undefined });
    expect(ports.records.keys.get(KEY.keyId)?.status).toBe('deleted');
    expect(problem(await remove(ports))).toEqual({ status: 404, code: 'not_found' });
  });
});
