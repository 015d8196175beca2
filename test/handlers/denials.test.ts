import { describe, expect, it } from '@jest/globals';
import type { ExplainableRefusal } from '../../lambdas/domain/usage-counting/usage-counters.ts';
import { createDenialsHandler } from '../../lambdas/handlers/denials.ts';
import { managementCall, problem } from './management-call.ts';
import { type ManagementPorts, managementPorts } from './management-ports.ts';
import { observeFunctions } from './observed.ts';
import { DAY, type Differences, KEY, NOW, NOW_MS } from './records-of-a-partner.ts';

observeFunctions();
const ID = 'DenialHExampleA=';
const REFUSAL: ExplainableRefusal = {
  ofPartner: 'demoPA',
  requestId: ID,
  atMs: NOW_MS - 1000,
  code: 'insufficient_scope',
  reason: 'insufficient_scope',
  partnerId: 'demoPA',
  credential: { type: 'api_key', id: KEY.keyId },
  verified: true,
  ip: '203.0.113.7',
  method: 'GET',
  pathPartnerId: 'demoPA',
  requiredScope: 'clients:read',
};

function withRefusal(refusal: Partial<ExplainableRefusal>, differences: Differences = {}): ManagementPorts {
  const ports = managementPorts(differences);
  ports.refusals.refusals.push({ ...REFUSAL, ...refusal });
  return ports;
}
const explain = (ports: ManagementPorts, requestId: string = ID) =>
  managementCall(createDenialsHandler(ports), {
    route: '/denials/{request_id}',
    parameters: { request_id: requestId },
  });

describe('GET /denials/{request_id} does not find', () => {
  it.each<[string, Partial<ExplainableRefusal>, string]>([
    ['an unknown request', {}, 'AnotherHExample='],
    ['what is no request ID', {}, '*'],
    ['what cannot be decoded', {}, '%E0%A4%A'],
    ['a refusal of another partner', { ofPartner: 'otherPA' }, ID],
    ['a refusal of more than 30 days ago', { atMs: NOW_MS - 30 * DAY * 1000 }, ID],
  ])('%s', async (_, refusal, requestId) => {
    expect(problem(await explain(withRefusal(refusal), requestId))).toEqual({ status: 404, code: 'not_found' });
  });
});

const EXPLAINED = {
  request_id: ID,
  at: '2026-12-01T09:59:59.000Z',
  status: 403,
  code: 'insufficient_scope',
  reason: 'insufficient_scope',
  check: 'scope',
  detail:
    'The call needs the scope clients:read, which the API key does not have: give the key that access in the Partner Hub, or send another key.',
  still_refused: true,
  seen: {
    credential: { type: 'api_key', id: KEY.keyId, name: 'ERP', verified: true },
    ip: '203.0.113.7',
    method: 'GET',
    path_partner_id: 'demoPA',
    required_scope: 'clients:read',
  },
  now: {
    partner: { id: 'demoPA', status: 'active', allowed_ips: [], legacy_token_enabled: true },
    api_key: { status: 'active', scopes: ['sharing:read'], allowed_ips: [], expires_at: null },
  },
};
const NARROW = { scopes: ['sharing:read'] } as const;

describe('GET /denials/{request_id}', () => {
  it.each([ID, encodeURIComponent(ID)])('explains a refusal by its request ID, sent as %s', async (requestId) => {
    const { status, json } = await explain(withRefusal({}, { key: NARROW }), requestId);
    expect({ status, json }).toEqual({ status: 200, json: EXPLAINED });
  });

  it('says that the call would be let through now', async () => {
    const { json } = await explain(withRefusal({}));
    expect(json).toMatchObject({ still_refused: false, now: { api_key: { scopes: ['*'] } } });
  });

  it('shows what the call is judged by now', async () => {
    const partner = { status: 'suspended', allowedIps: ['192.0.2.1'], legacyTokenOffAt: NOW } as const;
    const key = { status: 'disabled', allowedIps: ['192.0.2.2'], expiresAt: NOW + DAY } as const;
    const { json } = await explain(withRefusal({}, { partner, key }));
    expect(json.now).toEqual({
      partner: { id: 'demoPA', status: 'suspended', allowed_ips: ['192.0.2.1'], legacy_token_enabled: false },
      api_key: {
        status: 'disabled',
        scopes: ['*'],
        allowed_ips: ['192.0.2.2'],
        expires_at: '2026-12-02T10:00:00.000Z',
      },
    });
  });

  it.each<[string, Partial<ExplainableRefusal>, object]>([
    ['no credential', { reason: 'no_credential', credential: null, verified: false }, { credential: null }],
    [
      'a key that was not verified',
      { reason: 'api_key_unknown', verified: false },
      { credential: { type: 'api_key', id: KEY.keyId, name: null, verified: false } },
    ],
    [
      'a legacy token',
      { reason: 'token_expired', credential: { type: 'legacy_token', id: 'usr_0000000000000001' } },
      { credential: { type: 'legacy_token', id: 'usr_0000000000000001', name: 'owner@demo.example', verified: true } },
    ],
    [
      'a token of a removed user',
      { reason: 'token_revoked', credential: { type: 'legacy_token', id: 'removed' } },
      { credential: { type: 'legacy_token', id: 'removed', name: null, verified: true } },
    ],
    [
      'an unread call',
      {
        reason: 'no_credential',
        credential: null,
        ip: null,
        method: null,
        pathPartnerId: null,
        requiredScope: null,
      },
      { credential: null, ip: null, method: null, path_partner_id: null, required_scope: null },
    ],
  ])('explains a 401 with %s, and why', async (_, refusal, seen) => {
    const { json } = await explain(withRefusal({ code: 'unauthorized', ...refusal }));
    expect(json).toMatchObject({
      status: 401,
      code: 'unauthorized',
      reason: refusal.reason,
      check: 'credential',
      seen,
    });
    expect(json.now.api_key).toBeNull();
  });
});
