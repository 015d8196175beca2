import { describe, expect, it } from '@jest/globals';
import type { ApiKeyDetails, PartnerDetails } from '../../../../lambdas/domain/model/records.ts';
import { explainRefusal } from '../../../../lambdas/domain/refusals/explain-refusal.ts';
import { parseRefusalLine } from '../../../../lambdas/domain/usage-counting/refusal-log-line.ts';
import { refusalLine } from '../../../support/log-lines.ts';

const NOW_MS = Date.parse('2026-12-01T12:00:00.000Z');
const ACTOR = { userId: 'user', email: 'owner@demo.example', partnerId: 'demoPA', ip: null };
const PARTNER = {
  partnerId: 'demoPA',
  name: 'Demo',
  status: 'active',
  legacyTokenEnabled: true,
  legacyTokenOffAt: null,
  allowedIps: [],
} as unknown as PartnerDetails;
const KEY = {
  keyId: 'k3Jx81PqZr0B',
  name: 'ERP',
  status: 'active',
  scopes: ['*'],
  allowedIps: [],
  expiresAt: null,
} as unknown as ApiKeyDetails;

interface Now {
  readonly partner?: Partial<PartnerDetails>;
  /** null: deleted. */
  readonly key?: Partial<ApiKeyDetails> | null;
}

async function explain(line: Readonly<Record<string, unknown>>, { partner = {}, key = {} }: Now = {}) {
  const refusal = parseRefusalLine(refusalLine(line));
  if (typeof refusal === 'string') throw new Error(refusal);
  const asked: string[] = [];
  const explanation = await explainRefusal(ACTOR, refusal.requestId, {
    refusals: {
      find: async (partnerId, requestId) =>
        partnerId === 'demoPA' && requestId === refusal.requestId ? { ...refusal, ofPartner: partnerId } : null,
    },
    staff: { findUser: async () => null, findPartner: async () => ({ ...PARTNER, ...partner }) },
    keys: {
      find: async (_, keyId) => {
        asked.push(keyId);
        return key === null ? null : { ...KEY, ...key };
      },
    },
    members: {
      find: async (_, userId) =>
        userId === 'user' ? { userId, email: 'ana@demo.example', mutedNotices: [], noticesRevision: 0 } : null,
    },
    nowMs: NOW_MS,
  });
  if (explanation === null) throw new Error('There is no explanation.');
  return { ...explanation, asked };
}

const denied = (code: string, more: object = {}) => ({ code, reason: code, ...more });
const LEGACY = { credential_type: 'legacy_token', credential_id: 'user' };

describe('is refused still', () => {
  it.each<[string, Record<string, unknown>, Now]>([
    [
      'from an address that is on one list and not on the other',
      denied('ip_not_allowed'),
      { key: { allowedIps: ['203.0.113.7'] }, partner: { allowedIps: ['192.0.2.1'] } },
    ],
    [
      'from an address that nobody knows',
      denied('ip_not_allowed', { source_ip: null }),
      { key: { allowedIps: ['203.0.113.7'] } },
    ],
    ['without the scope', denied('insufficient_scope'), { key: { scopes: ['balance:read'] } }],
    ['disabled', denied('api_key_disabled'), { key: { status: 'disabled' } }],
    ['without the scope that is not known', denied('insufficient_scope', { required_scope: null }), {}],
    ...(['api_key_disabled', 'api_key_expired', 'insufficient_scope'] as const).map(
      (code) =>
        [`by ${code} where no key is known`, denied(code, { credential_id: null }), {}] satisfies [string, object, Now],
    ),
    ['at its end', denied('api_key_expired'), { key: { expiresAt: NOW_MS / 1000 } }],
    ['of a suspended partner', denied('partner_suspended'), { partner: { status: 'suspended' } }],
    [
      'with Bearer tokens from the very second of their end',
      denied('legacy_token_disabled', LEGACY),
      { partner: { legacyTokenOffAt: NOW_MS / 1000 } },
    ],
    ['with a key that was deleted since, whatever it was refused for', denied('ip_not_allowed'), { key: null }],
    ['for another partner', denied('partner_mismatch'), {}],
    ['with a header that only the gateway may set', denied('reserved_header'), {}],
    ['at a path that is not in normal form', denied('invalid_path'), {}],
    ['with a credential in the wrong header', denied('wrong_header'), {}],
    ['with a deleted key', { reason: 'api_key_deleted' }, { key: null }],
  ])('%s', async (_, line, now) => {
    expect((await explain(line, now)).stillRefused).toBe(true);
  });
});

describe('would be let through by the same check', () => {
  it.each<[string, Record<string, unknown>, Now]>([
    [
      'from an address that is on both lists',
      denied('ip_not_allowed'),
      { key: { allowedIps: ['203.0.113.0/24'] }, partner: { allowedIps: ['203.0.113.7'] } },
    ],
    [
      'with Bearer tokens from an address on the partner’s list',
      denied('ip_not_allowed', LEGACY),
      { partner: { allowedIps: ['203.0.113.7'] } },
    ],
    ['with the scope', denied('insufficient_scope'), { key: { scopes: ['clients:write'] } }],
    ['enabled', denied('api_key_disabled'), {}],
    ['with a later end', denied('api_key_expired'), { key: { expiresAt: NOW_MS / 1000 + 1 } }],
    ['without an end', denied('api_key_expired'), { key: { expiresAt: null } }],
    ['of a partner that is active again', denied('partner_suspended'), {}],
    [
      'with Bearer tokens until their end',
      denied('legacy_token_disabled', LEGACY),
      { partner: { legacyTokenOffAt: NOW_MS / 1000 + 1 } },
    ],
  ])('%s', async (_, line, now) => {
    expect((await explain(line, now)).stillRefused).toBe(false);
  });
});

// The ID of a key that only claims to be one must not bring up what the real one may do.
it('a key that was not verified is not looked up', async () => {
  expect(await explain({ reason: 'api_key_unknown' })).toMatchObject({ asked: [], apiKey: null, stillRefused: true });
});

it.each<[string, Record<string, unknown>, string | null]>([
  ['of a Bearer token', denied('ip_not_allowed', LEGACY), 'ana@demo.example'],
  ['who is removed', { reason: 'token_revoked', ...LEGACY, credential_id: 'gone' }, null],
  ['of no key', denied('ip_not_allowed'), null],
])('names the user %s', async (_, line, email) => {
  expect((await explain(line)).userEmail).toBe(email);
});

it.each([
  [denied('ip_not_allowed'), 'The call came from 203.0.113.7'],
  [denied('insufficient_scope'), 'needs the scope clients:read'],
  [denied('insufficient_scope', { required_scope: null }), 'needs Full access (the scope *)'],
  [denied('wrong_header'), 'in the wrong header'],
  [{ reason: 'api_key_deleted' }, 'was deleted'],
  [{ reason: 'token_expired', ...LEGACY }, 'is over'],
])('says what is wrong and what to do: %j', async (line, text) => {
  const { detail } = await explain(line);
  expect(detail).toContain(text);
  expect(detail).toMatch(/: .+\.$/);
});
