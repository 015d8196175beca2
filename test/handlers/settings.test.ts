import { describe, expect, it } from '@jest/globals';
import { createSettingsHandler } from '../../lambdas/handlers/settings.ts';
import { itRefusesBadBodies } from './bad-bodies.ts';
import { itMapsCodeRefusals, pendingChallenge } from './code-refusals.ts';
import { managementCall, problem } from './management-call.ts';
import { type ManagementPorts, managementPorts } from './management-ports.ts';
import { observeFunctions } from './observed.ts';
import { PARTNER } from './records-of-a-partner.ts';

const { logged } = observeFunctions();
const CLOSED = { allowedIps: ['203.0.113.7'], maxKeyLifetimeDays: 30 };
const ACTION = { purpose: 'update_settings', changes: { allowedIps: [] } } as const;

const update = (ports: ManagementPorts, body: unknown) =>
  managementCall(createSettingsHandler(ports), { method: 'PATCH', route: '/settings', body });

describe('PATCH /settings refuses', () => {
  itMapsCodeRefusals(ACTION, (ports, presented) => update(ports, { allowed_ips: [], ...presented }));
  itRefusesBadBodies((body) => update(managementPorts(), body));

  it.each<[string, object, object]>([
    ['no change', {}, { pointer: '', detail: 'Must hold at least one change.' }],
    ['an unknown field', { name: 'x', allowed_ips: [] }, { pointer: '/name', detail: 'Is no known field: remove it.' }],
    ['0 days', { max_key_lifetime_days: 0 }, { pointer: '/max_key_lifetime_days', detail: 'Must be 1 or more.' }],
    [
      'every IP address as a range',
      { allowed_ips: ['0.0.0.0/0'] },
      { pointer: '/allowed_ips/0', detail: 'Allows every address: leave the list empty for that.' },
    ],
    [
      'every IP address as two ranges',
      { allowed_ips: ['0.0.0.0/1', '128.0.0.0/1'] },
      {
        pointer: '/allowed_ips/1',
        detail: 'Allows every IPv4 address together with the entries before it: leave the list empty for that.',
      },
    ],
  ])('%s', async (_, body, error) => {
    const response = await update(managementPorts(), body);
    expect(problem(response)).toEqual({ status: 400, code: 'invalid_request', errors: [error] });
  });

  it.each<[string, object, string[]]>([
    ['more IP addresses', { allowed_ips: [] }, ['allowed_ips']],
    ['longer lives of keys', { max_key_lifetime_days: 31 }, ['max_key_lifetime_days']],
    ['both', { allowed_ips: [], max_key_lifetime_days: null }, ['allowed_ips', 'max_key_lifetime_days']],
  ])('%s without a code', async (_, body, widens) => {
    const response = await update(managementPorts({ partner: CLOSED }), body);
    expect(problem(response)).toEqual({ status: 403, code: 'otp_required', widens });
    expect(response.json.detail).toBe(
      'The change widens what the credentials may do: ask for a code for it, and send both together.',
    );
  });

  it('a code that was asked for other changes', async () => {
    const ports = managementPorts({ partner: CLOSED });
    const presented = pendingChallenge(ports, ACTION);
    expect(problem(await update(ports, { max_key_lifetime_days: null, ...presented }))).toMatchObject({
      status: 400,
      errors: [{ pointer: '/challenge_id' }],
    });
  });
});

describe('PATCH /settings', () => {
  it.each<[object, object]>([
    [{ allowed_ips: ['203.0.113.9/24'] }, { allowed_ips: ['203.0.113.0/24'], max_key_lifetime_days: null }],
    [{ max_key_lifetime_days: 30 }, { allowed_ips: [], max_key_lifetime_days: 30 }],
  ])('takes %j without a code', async (body, settings) => {
    const ports = managementPorts();
    const { status, json } = await update(ports, body);
    expect({ status, json }).toEqual({ status: 200, json: settings });
    expect(ports.records.partners.get(PARTNER.partnerId)?.settingsRevision).toBe(1);
    expect(ports.records.events).toMatchObject([
      { event: { action: 'settings.updated', detail: { narrows: Object.keys(body) } } },
    ]);
    expect(ports.records.events[0]?.event.detail).not.toHaveProperty('widens');
    expect(logged()).toMatchObject([{ message: 'management_call', method: 'PATCH', status: 200 }]);
  });

  it('takes what allows more with a code, once', async () => {
    const ports = managementPorts({ partner: CLOSED });
    const body = { allowed_ips: [], ...pendingChallenge(ports, ACTION) };
    const { status, json } = await update(ports, body);
    expect({ status, json }).toEqual({ status: 200, json: { allowed_ips: [], max_key_lifetime_days: 30 } });
    // What notices say.
    expect(ports.records.events[0]?.event.detail).toEqual({
      widens: ['allowed_ips'],
      settings: { from: CLOSED, to: { ...CLOSED, allowedIps: [] } },
    });
    expect(problem(await update(ports, body))).toEqual({ status: 410, code: 'otp_expired' });
  });
});

describe('GET /settings', () => {
  it.each([
    [{}, { allowed_ips: [], max_key_lifetime_days: null }],
    [CLOSED, { allowed_ips: ['203.0.113.7'], max_key_lifetime_days: 30 }],
  ])('returns the settings of %j', async (partner, settings) => {
    const ports = managementPorts({ partner });
    const { status, json } = await managementCall(createSettingsHandler(ports), { route: '/settings' });
    expect({ status, json }).toEqual({ status: 200, json: settings });
  });
});
