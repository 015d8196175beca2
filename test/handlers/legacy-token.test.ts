import { describe, expect, it } from '@jest/globals';
import { createLegacyTokenHandler } from '../../lambdas/handlers/legacy-token.ts';
import { dayFigures, ipFigures } from '../support/usage-reader.ts';
import { itRefusesBadBodies } from './bad-bodies.ts';
import { itMapsCodeRefusals, pendingChallenge } from './code-refusals.ts';
import { managementCall, problem } from './management-call.ts';
import { type ManagementPorts, managementPorts } from './management-ports.ts';
import { observeFunctions } from './observed.ts';
import { DAY, type Differences, NOW, NOW_MS, USER } from './records-of-a-partner.ts';

const { logged } = observeFunctions();

const get = (ports: ManagementPorts) => managementCall(createLegacyTokenHandler(ports), { route: '/legacy-token' });
const set = (ports: ManagementPorts, body: unknown) =>
  managementCall(createLegacyTokenHandler(ports), { method: 'PUT', route: '/legacy-token', body });

const PAST = 'Must be in the future: give a later time, or send enabled as false to switch off now.';
const OFF = 'Goes together with enabled as true only: tokens are accepted until then.';
const ACTION = { purpose: 'update_legacy_token', changes: { enabled: true, offAt: null } } as const;
const NOT_A_TIME = 'Must be a time of RFC 3339 in UTC, for instance 2027-01-31T00:00:00Z, or null.';

describe('PUT /legacy-token refuses', () => {
  itMapsCodeRefusals(ACTION, (ports, presented) => set(ports, { enabled: true, ...presented }));
  itRefusesBadBodies((body) => set(managementPorts(), body));

  it.each<[string, object, object]>([
    ['no position', {}, { pointer: '/enabled', detail: 'Is missing.' }],
    ['a text', { enabled: 'false' }, { pointer: '/enabled', detail: 'Must be true or false.' }],
    ['an unknown field', { enabled: true, at: 1 }, { pointer: '/at', detail: 'Is no known field: remove it.' }],
    ['what is no time', { enabled: true, off_at: 'soon' }, { pointer: '/off_at', detail: NOT_A_TIME }],
    ['a time of now', { enabled: true, off_at: '2026-12-01T10:00:00Z' }, { pointer: '/off_at', detail: PAST }],
    ['a time for what is off', { enabled: false, off_at: '2027-01-31T00:00:00Z' }, { pointer: '/off_at', detail: OFF }],
  ])('%s', async (_, body, error) => {
    const ports = managementPorts();
    expect(problem(await set(ports, body))).toEqual({ status: 400, code: 'invalid_request', errors: [error] });
    expect(ports.records.events).toEqual([]);
  });

  it.each<[string, Differences['partner'], object]>([
    ['turning on', { legacyTokenEnabled: false }, { enabled: true }],
    ['turning on after the end', { legacyTokenOffAt: NOW }, { enabled: true, off_at: '2026-12-02T10:00:00Z' }],
    ['canceling a scheduled end', { legacyTokenOffAt: NOW + DAY }, { enabled: true, off_at: null }],
    ['a later end', { legacyTokenOffAt: NOW + DAY }, { enabled: true, off_at: '2026-12-02T10:00:01Z' }],
  ])('%s without a code', async (_, partner = {}, body) => {
    const ports = managementPorts({ partner });
    const response = await set(ports, body);
    expect(problem(response)).toEqual({ status: 403, code: 'otp_required', widens: ['legacy_token'] });
    expect(response.json.detail).toBe(
      'The change accepts legacy tokens for longer: ask for a code for it, and send both together.',
    );
    const suspended = managementPorts({ partner: { ...partner, status: 'suspended' } });
    expect(problem(await set(suspended, body))).toEqual({ status: 403, code: 'partner_suspended' });
    expect([...ports.records.events, ...suspended.records.events]).toEqual([]);
  });

  it('a code without its challenge', async () => {
    expect(problem(await set(managementPorts(), { enabled: true, code: '123456' }))).toEqual({
      status: 400,
      code: 'invalid_request',
      errors: [{ pointer: '', detail: 'Must hold challenge_id and code together, or neither.' }],
    });
  });

  it('a code that was asked for another end', async () => {
    const ports = managementPorts({ partner: { legacyTokenEnabled: false } });
    const body = { enabled: true, off_at: '2026-12-02T10:00:00Z', ...pendingChallenge(ports, ACTION) };
    expect(problem(await set(ports, body))).toMatchObject({ status: 400, errors: [{ pointer: '/challenge_id' }] });
    expect(ports.records.otpState(USER.userId).challenge?.attemptsLeft).toBe(5);
  });
});

describe('PUT /legacy-token', () => {
  const now = { changed_at: '2026-12-01T10:00:00.000Z', changed_by: 'owner@demo.example' };

  it.each<[string, Differences['partner'], object, object, string]>([
    ['turns off', {}, { enabled: false }, { enabled: false, off_at: null, ...now }, 'disabled'],
    [
      'schedules the end',
      {},
      { enabled: true, off_at: '2026-12-02T10:00:00Z' },
      { enabled: true, off_at: '2026-12-02T10:00:00.000Z', ...now },
      'scheduled',
    ],
    [
      'brings the end forward',
      { legacyTokenOffAt: NOW + DAY },
      { enabled: true, off_at: '2026-12-02T09:59:59Z' },
      { enabled: true, off_at: '2026-12-02T09:59:59.000Z', ...now },
      'scheduled',
    ],
  ])('%s without a code', async (_, partner = {}, body, expected, action) => {
    const ports = managementPorts({ partner });
    const { status, json } = await set(ports, body);
    expect({ status, json }).toEqual({ status: 200, json: expected });
    expect(ports.records.events).toMatchObject([{ event: { action: `legacy_token.${action}` } }]);
    expect(logged()).toMatchObject([{ message: 'management_call', method: 'PUT', status: 200 }]);
  });

  it.each<[string, Differences['partner'], string]>([
    ['turns on', { legacyTokenEnabled: false }, 'enabled'],
    ['cancels a scheduled end', { legacyTokenOffAt: NOW + DAY }, 'unscheduled'],
  ])('%s with a code, once', async (_, partner = {}, action) => {
    const ports = managementPorts({ partner });
    const body = { enabled: true, ...pendingChallenge(ports, ACTION) };
    const { status, json } = await set(ports, body);
    expect({ status, json }).toEqual({ status: 200, json: { enabled: true, off_at: null, ...now } });
    expect(ports.records.events).toMatchObject([{ event: { action: `legacy_token.${action}` } }]);
    expect(problem(await set(ports, body))).toEqual({ status: 410, code: 'otp_expired' });
  });

  it('changes nothing for the position that it is in', async () => {
    const ports = managementPorts({ partner: { legacyTokenChangedAt: '2026-11-01T08:00:00.000Z' } });
    const { json } = await set(ports, { enabled: true });
    expect(json).toEqual({ enabled: true, off_at: null, changed_at: '2026-11-01T08:00:00.000Z', changed_by: null });
    expect(ports.records.events).toEqual([]);
  });
});

describe('GET /legacy-token returns', () => {
  const NO_USAGE = { total: 0, success: 0, users: [] };
  const changed = { legacyTokenChangedAt: '2026-11-01T08:00:00.000Z', legacyTokenChangedBy: 'operator' };
  const by = { changed_by: 'operator', usage: NO_USAGE };

  it.each<[string, Differences['partner'], object]>([
    ['that it is on', {}, { enabled: true, off_at: null, changed_at: null, changed_by: null, usage: NO_USAGE }],
    [
      'that it is off',
      { ...changed, legacyTokenEnabled: false },
      { enabled: false, off_at: null, changed_at: '2026-11-01T08:00:00.000Z', ...by },
    ],
    [
      'when it will be turned off',
      { ...changed, legacyTokenOffAt: NOW + 1 },
      { enabled: true, off_at: '2026-12-01T10:00:01.000Z', changed_at: '2026-11-01T08:00:00.000Z', ...by },
    ],
    [
      'when it was turned off as scheduled',
      { ...changed, legacyTokenOffAt: NOW },
      { enabled: false, off_at: null, changed_at: '2026-12-01T10:00:00.000Z', ...by },
    ],
  ])('%s', async (_, partner = {}, expected) => {
    const { status, json } = await get(managementPorts({ partner }));
    expect({ status, json }).toEqual({ status: 200, json: expected });
  });

  it('who still uses it', async () => {
    const ports = managementPorts();
    const resources = { clients: 3, sharing: 4 };
    ports.usage.set('*legacy', { days: [dayFigures('2026-11-30', 9, { success: 8 })] });
    ports.usage.set(USER.userId, {
      days: [dayFigures('2026-11-30', 7, { success: 6, resources })],
      addresses: [ipFigures('203.0.113.7', 2), ipFigures('2001:db8::7', 5)],
      lastUse: { atMs: NOW_MS - 1000, ip: '203.0.113.7', status: 200 },
    });
    expect((await get(ports)).json.usage).toEqual({
      total: 9,
      success: 8,
      users: [
        {
          email: 'owner@demo.example',
          total: 7,
          success: 6,
          last_used_at: '2026-12-01T09:59:59.000Z',
          addresses: ['2001:db8::7', '203.0.113.7'],
          resources: ['sharing', 'clients'],
        },
      ],
    });
  });
});
