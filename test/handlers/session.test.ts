import { expect, it } from '@jest/globals';
import { createSessionHandler } from '../../lambdas/handlers/session.ts';
import { managementCall } from './management-call.ts';
import { managementPorts } from './management-ports.ts';
import { observeFunctions } from './observed.ts';
import { ACTOR, type Differences, NOW } from './records-of-a-partner.ts';

const { lines } = observeFunctions();
const PARTNER = { id: 'demoPA', name: 'Demo', status: 'active', legacy_token_enabled: true };

it.each<[string, Differences['partner'], object]>([
  ['suspended', { status: 'suspended' }, { status: 'suspended' }],
  ['without legacy tokens', { legacyTokenEnabled: false }, { legacy_token_enabled: false }],
  ['whose legacy tokens were turned off as scheduled', { legacyTokenOffAt: NOW }, { legacy_token_enabled: false }],
  ['whose legacy tokens will be turned off', { legacyTokenOffAt: NOW + 1 }, {}],
  ['in good standing', {}, {}],
])('GET /session returns the user of a partner %s', async (_, partner = {}, shown) => {
  const handler = createSessionHandler(managementPorts({ partner }));
  const { status, json } = await managementCall(handler, { route: '/session' });
  expect({ status, json }).toEqual({
    status: 200,
    json: {
      user: { id: 'usr_0000000000000001', email: 'owner@demo.example' },
      partner: { ...PARTNER, ...shown },
      viewer_ip: '198.51.100.4',
    },
  });
  expect(lines).toEqual([]);
});

it('GET /session returns null for an unknown IP address', async () => {
  const actor = { ...ACTOR, ip: null };
  const { json } = await managementCall(createSessionHandler(managementPorts()), { route: '/session', actor });
  expect(json.viewer_ip).toBeNull();
});
