import { describe, expect, test } from '@jest/globals';
import { checkSteps, refusalTitle } from '../../../dashboard/refusals/checks.ts';
import { refusingLists, remediesFor } from '../../../dashboard/refusals/remedies.ts';
import type { ApiKey } from '../../../lambdas/http/management-api/schemas/api-keys.ts';
import type { Denial } from '../../../lambdas/http/management-api/schemas/denials.ts';

const KEY_ID = 'k3Jx81PqZr0B';
const KEY = { type: 'api_key', id: KEY_ID, name: 'ERP', verified: true } as const;
const LEGACY = { type: 'legacy_token', id: 'subject', name: 'ana@demo.example', verified: true } as const;

interface Case extends Partial<Omit<Denial, 'seen' | 'now'>> {
  readonly seen?: Partial<Denial['seen']>;
  readonly partner?: Partial<Denial['now']['partner']>;
  /** null: there is none. */
  readonly key?: Partial<NonNullable<Denial['now']['api_key']>> | null;
}

function refusal({ seen, partner, key = {}, ...more }: Case): Denial {
  return {
    request_id: 'JJbxmF0VoAMFbnA=',
    at: '2026-12-01T12:00:00.000Z',
    status: 403,
    code: 'ip_not_allowed',
    reason: 'ip_not_allowed',
    check: 'address',
    detail: 'The call came from 203.0.113.7.',
    still_refused: true,
    ...more,
    seen: {
      credential: KEY,
      ip: '203.0.113.7',
      method: 'GET',
      path_partner_id: 'demoPA',
      required_scope: 'clients:read',
      ...seen,
    },
    now: {
      partner: { id: 'demoPA', status: 'active', allowed_ips: [], legacy_token_enabled: true, ...partner },
      api_key: key && { status: 'active', scopes: ['*'], allowed_ips: [], expires_at: null, ...key },
    },
  };
}

const links = (of: Denial, apiKey: Partial<ApiKey> | null = null) =>
  remediesFor(of, apiKey as ApiKey | null).map(({ link }) => link?.href);
const ofReason = (reason: string, more: Case = {}) => refusal({ code: reason, reason, ...more });

describe('the checks stand in their order', () => {
  const marks = (of: Denial) => checkSteps(of).map(({ check, result }) => `${check} ${result}`);

  test('up to the one that failed, and those of the credential alone', () => {
    expect(marks(refusal({}))).toEqual([
      'request_form passed',
      'credential passed',
      'partner passed',
      'key_status passed',
      'expiry passed',
      'address failed',
      'scope not_reached',
    ]);
    expect(marks(refusal({ check: 'legacy_switch', seen: { credential: LEGACY } }))).toEqual([
      'request_form passed',
      'credential passed',
      'partner passed',
      'legacy_switch failed',
      'address not_reached',
    ]);
  });

  test('all of them where there was no credential', () => {
    expect(marks(refusal({ check: 'credential', seen: { credential: null } }))).toHaveLength(8);
  });
});

test('a reason that is not known has a title, too', () => {
  expect(refusalTitle({ reason: 'of_tomorrow' })).toBe('The call was refused');
  expect(remediesFor(ofReason('of_tomorrow'), null)).toEqual([]);
});

describe('the place to mend it is', () => {
  test.each<[string, Denial, readonly (string | undefined)[]]>([
    ['the key’s list', refusal({ key: { allowed_ips: ['192.0.2.0/24'] } }), [`/api-keys/${KEY_ID}/change`]],
    ['the partner’s list', refusal({ partner: { allowed_ips: ['192.0.2.1'] } }), ['/security']],
    [
      'both',
      refusal({ partner: { allowed_ips: ['192.0.2.1'] }, key: { allowed_ips: ['192.0.2.0/24'] } }),
      ['/security', `/api-keys/${KEY_ID}/change`],
    ],
    [
      'the one that does not have it',
      refusal({ partner: { allowed_ips: ['203.0.113.0/24'] }, key: { allowed_ips: ['192.0.2.0/24'] } }),
      [`/api-keys/${KEY_ID}/change`],
    ],
    [
      'the partner’s, for a legacy token',
      refusal({ partner: { allowed_ips: ['192.0.2.1'] }, key: null, seen: { credential: LEGACY } }),
      ['/security'],
    ],
    ['the key’s access', ofReason('insufficient_scope'), [`/api-keys/${KEY_ID}/change`]],
    ['the question whether to enable', ofReason('api_key_disabled'), [`/api-keys/${KEY_ID}/enable`]],
    ['the key’s end', ofReason('api_key_expired'), [`/api-keys/${KEY_ID}/change`]],
    ['the switch', ofReason('legacy_token_disabled', { seen: { credential: LEGACY } }), ['/api-keys', '/integration']],
    ['the Partner ID', ofReason('partner_mismatch'), ['/integration']],
    ['nowhere', ofReason('partner_suspended'), [undefined]],
    ['what still sends it', ofReason('api_key_deleted', { key: null }), ['/api-keys', `/usage/${KEY_ID}`]],
    ['the same for one deleted since', refusal({ key: null }), ['/api-keys', `/usage/${KEY_ID}`]],
  ])('%s', (_, of, expected) => {
    expect(links(of)).toEqual(expected);
  });

  test('the new key, where the end is final', () => {
    expect(links(ofReason('api_key_expired'), { rotated_to: 'another00000' })).toEqual(['/api-keys']);
  });
});

test('a key that has only the ID of one of ours is distinguished from an unknown one', () => {
  const forged = ofReason('api_key_unknown', {
    seen: { credential: { ...KEY, name: null, verified: false } },
    key: null,
  });

  expect(remediesFor(forged, { name: 'ERP' } as ApiKey)[0]?.text).toContain('“ERP” has this ID');
  expect(remediesFor(forged, null)[0]?.text).not.toContain('this ID');
});

test.each([
  ['an address that nobody knows is on no list', null, ['192.0.2.1'], ['key']],
  ['a list that cannot be read is not blamed', '203.0.113.7', ['of tomorrow'], []],
])('%s', (_, ip, allowed_ips, expected) => {
  expect(refusingLists(refusal({ seen: { ip }, key: { allowed_ips } }))).toEqual(expected);
});
