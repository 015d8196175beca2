import { describe, expect, it } from '@jest/globals';
import { createUsageHandler } from '../../lambdas/handlers/usage.ts';
import { dayFigures, ipFigures } from '../support/usage-reader.ts';
import { itRefusesBadBodies } from './bad-bodies.ts';
import { managementCall, problem } from './management-call.ts';
import { type ManagementPorts, managementPorts } from './management-ports.ts';
import { observeFunctions } from './observed.ts';
import { type Differences, KEY, NOW_MS } from './records-of-a-partner.ts';

observeFunctions();

const preview = (ports: ManagementPorts, body: unknown) =>
  managementCall(createUsageHandler(ports), { method: 'POST', route: '/allowed-ips/preview', body });

function withCalls(differences: Differences = {}): ManagementPorts {
  const ports = managementPorts(differences);
  ports.usage.set('*all', {
    days: [dayFigures('2026-11-30', 10, { otherAddresses: { total: 3, success: 2 } })],
    addresses: [
      ipFigures('203.0.113.7', 3, { success: 1 }),
      ipFigures('2001:db8::7', 4, { lastSeenMs: NOW_MS }),
      ipFigures('198.51.100.4', 9, { success: 0 }),
    ],
    complete: false,
  });
  ports.usage.set(KEY.keyId, { addresses: [ipFigures('192.0.2.1', 2)] });
  return ports;
}

describe('POST /allowed-ips/preview refuses', () => {
  itRefusesBadBodies((body) => preview(managementPorts(), body));

  it.each<[string, object, object]>([
    ['no list', { api_key_id: null }, { pointer: '/allowed_ips', detail: 'Is missing.' }],
    ['no key', { allowed_ips: [] }, { pointer: '/api_key_id', detail: 'Is missing.' }],
    [
      'what is no IP address',
      { allowed_ips: ['localhost'], api_key_id: null },
      { pointer: '/allowed_ips/0', detail: expect.stringContaining('CIDR') },
    ],
  ])('%s', async (_, body, error) => {
    const response = await preview(withCalls(), body);
    expect(problem(response)).toEqual({ status: 400, code: 'invalid_request', errors: [error] });
  });

  // A key without calls would look safe to close.
  it.each<[string, Differences, string]>([
    ['an unknown key', {}, 'AAAAAAAAAAAA'],
    ['an ill-formed ID', {}, '*all'],
    ['a deleted key', { key: { status: 'deleted' } }, KEY.keyId],
    ['a key of another partner', { key: { partnerId: 'otherPA' } }, KEY.keyId],
  ])('%s', async (_, differences, keyId) => {
    const response = await preview(withCalls(differences), { allowed_ips: [], api_key_id: keyId });
    expect(problem(response)).toEqual({ status: 404, code: 'not_found' });
  });
});

describe('POST /allowed-ips/preview', () => {
  it('returns which successful calls of all credentials the list would refuse', async () => {
    const { status, json } = await preview(withCalls(), { allowed_ips: ['203.0.113.0/24'], api_key_id: null });
    expect({ status, json }).toEqual({
      status: 200,
      json: {
        would_refuse: [{ ip: '2001:db8::7', total: 4, last_seen_at: '2026-12-01T10:00:00.000Z' }],
        refused_addresses: 1,
        refused_calls: 4,
        other_calls: 2,
        addresses_complete: false,
        suggestion: ['2001:db8::7', '203.0.113.7'],
      },
    });
  });

  it('looks at the calls of one key alone, and refuses none with an empty list', async () => {
    const { json } = await preview(withCalls(), { allowed_ips: [], api_key_id: KEY.keyId });
    expect(json).toEqual({
      would_refuse: [],
      refused_addresses: 0,
      refused_calls: 0,
      other_calls: 0,
      addresses_complete: true,
      suggestion: ['192.0.2.1'],
    });
  });
});
