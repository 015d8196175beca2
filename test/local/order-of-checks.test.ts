import { describe, test } from '@jest/globals';
import type { Header } from '../../tools/client/http.ts';
import { withWrongChecksum } from '../support/api-key.ts';
import { request } from '../support/local-run.ts';
import { echoPath, WHOAMI, withKey, withToken } from '../support/partner-calls.ts';
import {
  type Changes,
  createApiKey,
  createLegacyToken,
  createPartner,
  DELETED,
  DISABLED,
  ELSEWHERE,
  EXPIRED,
  LEGACY_DISABLED,
  NARROW,
  REVOKED,
  SUSPENDED,
} from '../support/records.ts';
import { expectRefusal, REFUSALS } from '../support/refusal.ts';

/** What is wrong with a call; each fault is independent of the others. */
interface Faults {
  readonly reservedHeader?: true;
  readonly path?: 'abnormal' | 'foreign' | 'whoami';
  readonly partner?: Changes;
  /** Of the record of the credential. */
  readonly record?: Changes;
  readonly present: 'nothing' | 'key' | 'malformed key' | 'key twice' | 'key as Bearer' | 'token';
}

type Row = readonly [what: string, winner: keyof typeof REFUSALS, faults: Faults];

const TABLE: readonly Row[] = [
  ['1 before 2: reserved header, path', 'reserved_header', { reservedHeader: true, path: 'abnormal', present: 'key' }],
  ['1 before 3: reserved header, no credential', 'reserved_header', { reservedHeader: true, present: 'nothing' }],
  ['1 before 3: reserved header, wrong header', 'reserved_header', { reservedHeader: true, present: 'key as Bearer' }],
  ['1 before 4: reserved header, malformed key', 'reserved_header', { reservedHeader: true, present: 'malformed key' }],
  [
    '1 before 4: reserved header, deleted',
    'reserved_header',
    { reservedHeader: true, record: DELETED, present: 'key' },
  ],
  [
    '1 before 5: reserved header, mismatch',
    'reserved_header',
    { reservedHeader: true, path: 'foreign', present: 'key' },
  ],
  [
    '1 before 5: reserved header, suspended',
    'reserved_header',
    { reservedHeader: true, partner: SUSPENDED, present: 'key' },
  ],
  ['2 before 3: path, no credential', 'invalid_path', { path: 'abnormal', present: 'nothing' }],
  ['2 before 3: path, key twice', 'invalid_path', { path: 'abnormal', present: 'key twice' }],
  ['2 before 3: path, wrong header', 'invalid_path', { path: 'abnormal', present: 'key as Bearer' }],
  ['2 before 4: path, malformed key', 'invalid_path', { path: 'abnormal', present: 'malformed key' }],
  ['2 before 4: path, revoked token', 'invalid_path', { path: 'abnormal', record: REVOKED, present: 'token' }],
  ['2 before 5: path, suspended', 'invalid_path', { path: 'abnormal', partner: SUSPENDED, present: 'key' }],
  ['2 before 5: path, legacy off', 'invalid_path', { path: 'abnormal', partner: LEGACY_DISABLED, present: 'token' }],
  ['3 before 5: no credential, suspended', 'unauthorized', { partner: SUSPENDED, present: 'nothing' }],
  ['3 before 5: key twice, mismatch', 'unauthorized', { path: 'foreign', present: 'key twice' }],
  ['3 before 4: wrong header, deleted', 'wrong_header', { record: DELETED, present: 'key as Bearer' }],
  ['3 before 5: wrong header, mismatch', 'wrong_header', { path: 'foreign', present: 'key as Bearer' }],
  ['3 before 5: wrong header, suspended', 'wrong_header', { partner: SUSPENDED, present: 'key as Bearer' }],
  ['3 before 5: wrong header, legacy off', 'wrong_header', { partner: LEGACY_DISABLED, present: 'key as Bearer' }],
  ['4 before 5: malformed key, suspended', 'unauthorized', { partner: SUSPENDED, present: 'malformed key' }],
  ['4 before 5: malformed key, mismatch', 'unauthorized', { path: 'foreign', present: 'malformed key' }],
  ['4 before 5: deleted, mismatch', 'unauthorized', { record: DELETED, path: 'foreign', present: 'key' }],
  ['4 before 5: deleted, suspended', 'unauthorized', { record: DELETED, partner: SUSPENDED, present: 'key' }],
  ['4 before 5: deleted, key expired', 'unauthorized', { record: { ...DELETED, ...EXPIRED }, present: 'key' }],
  ['4 before 5: revoked token, mismatch', 'unauthorized', { record: REVOKED, path: 'foreign', present: 'token' }],
  ['4 before 5: revoked token, suspended', 'unauthorized', { record: REVOKED, partner: SUSPENDED, present: 'token' }],
  [
    '4 before 5: revoked token, legacy off',
    'unauthorized',
    { record: REVOKED, partner: LEGACY_DISABLED, present: 'token' },
  ],
  ['4 before 5: expired token, mismatch', 'unauthorized', { record: EXPIRED, path: 'foreign', present: 'token' }],
  [
    '4 before 5: expired token, legacy off',
    'unauthorized',
    { record: EXPIRED, partner: LEGACY_DISABLED, present: 'token' },
  ],
  ['in 5: mismatch, suspended, by key', 'partner_mismatch', { path: 'foreign', partner: SUSPENDED, present: 'key' }],
  [
    'in 5: mismatch, suspended, by token',
    'partner_mismatch',
    { path: 'foreign', partner: SUSPENDED, present: 'token' },
  ],
  ['in 5: mismatch, legacy off', 'partner_mismatch', { path: 'foreign', partner: LEGACY_DISABLED, present: 'token' }],
  ['in 5: mismatch, key expired', 'partner_mismatch', { path: 'foreign', record: EXPIRED, present: 'key' }],
  [
    'in 5: suspended, legacy off',
    'partner_suspended',
    { partner: { ...SUSPENDED, ...LEGACY_DISABLED }, present: 'token' },
  ],
  ['in 5: suspended, key expired', 'partner_suspended', { partner: SUSPENDED, record: EXPIRED, present: 'key' }],
  [
    'in 5, on /whoami: suspended, legacy off',
    'partner_suspended',
    { path: 'whoami', partner: { ...SUSPENDED, ...LEGACY_DISABLED }, present: 'token' },
  ],
  [
    'in 5, on /whoami: suspended, key expired',
    'partner_suspended',
    { path: 'whoami', partner: SUSPENDED, record: EXPIRED, present: 'key' },
  ],
  ['4 before 5: deleted, from elsewhere', 'unauthorized', { record: { ...ELSEWHERE, ...DELETED }, present: 'key' }],
  [
    '4 before 5: revoked token, from elsewhere',
    'unauthorized',
    { record: REVOKED, partner: ELSEWHERE, present: 'token' },
  ],
  ['in 5: mismatch, disabled', 'partner_mismatch', { path: 'foreign', record: DISABLED, present: 'key' }],
  ['in 5: mismatch, from elsewhere', 'partner_mismatch', { path: 'foreign', record: ELSEWHERE, present: 'key' }],
  ['in 5: mismatch, lacking a scope', 'partner_mismatch', { path: 'foreign', record: NARROW, present: 'key' }],
  ['in 5: suspended, disabled', 'partner_suspended', { partner: SUSPENDED, record: DISABLED, present: 'key' }],
  [
    'in 5: suspended, from elsewhere, by key',
    'partner_suspended',
    { partner: { ...SUSPENDED, ...ELSEWHERE }, record: { ...ELSEWHERE, ...NARROW }, present: 'key' },
  ],
  [
    'in 5: suspended, from elsewhere, by token',
    'partner_suspended',
    { partner: { ...SUSPENDED, ...ELSEWHERE }, present: 'token' },
  ],
  [
    'in 5: legacy off, from elsewhere',
    'legacy_token_disabled',
    { partner: { ...LEGACY_DISABLED, ...ELSEWHERE }, present: 'token' },
  ],
  ['in 5: disabled, expired', 'api_key_disabled', { record: { ...DISABLED, ...EXPIRED }, present: 'key' }],
  ['in 5: disabled, from elsewhere', 'api_key_disabled', { record: { ...DISABLED, ...ELSEWHERE }, present: 'key' }],
  [
    'in 5: disabled, partner called from elsewhere',
    'api_key_disabled',
    { record: DISABLED, partner: ELSEWHERE, present: 'key' },
  ],
  ['in 5: disabled, lacking a scope', 'api_key_disabled', { record: { ...DISABLED, ...NARROW }, present: 'key' }],
  ['in 5: expired, from elsewhere', 'api_key_expired', { record: { ...EXPIRED, ...ELSEWHERE }, present: 'key' }],
  [
    'in 5: expired, partner called from elsewhere',
    'api_key_expired',
    { record: EXPIRED, partner: ELSEWHERE, present: 'key' },
  ],
  ['in 5: expired, lacking a scope', 'api_key_expired', { record: { ...EXPIRED, ...NARROW }, present: 'key' }],
  ['in 5: from elsewhere, lacking a scope', 'ip_not_allowed', { record: { ...ELSEWHERE, ...NARROW }, present: 'key' }],
  [
    'in 5: partner called from elsewhere, key lacking a scope',
    'ip_not_allowed',
    { record: NARROW, partner: ELSEWHERE, present: 'key' },
  ],
  [
    'in 5, on /whoami: disabled, from elsewhere',
    'api_key_disabled',
    { path: 'whoami', record: { ...DISABLED, ...ELSEWHERE }, present: 'key' },
  ],
];

async function pathOf(faults: Faults, partnerId: string): Promise<string> {
  const { path } = faults;
  switch (path) {
    case 'abnormal':
      return `${echoPath(partnerId)}/%2e%2e/echo`;
    case 'foreign':
      return echoPath(await createPartner());
    case 'whoami':
      return WHOAMI;
    default:
      return echoPath(partnerId);
  }
}

async function credentialOf(faults: Faults, partnerId: string): Promise<Header[]> {
  const { present } = faults;
  if (present === 'nothing') return [];
  if (present === 'token') return [withToken((await createLegacyToken(partnerId, faults.record)).token)];
  const { key } = await createApiKey(partnerId, faults.record);
  switch (present) {
    case 'key':
      return [withKey(key)];
    case 'malformed key':
      return [withKey(withWrongChecksum(key))];
    case 'key twice':
      return [withKey(key), withKey(key)];
    case 'key as Bearer':
      return [withToken(key)];
  }
}

// If the order changes, refusals tell things about records to callers who have not proven who they are.
describe('of two faults the earlier check decides:', () => {
  test.each(TABLE)('%s: %s', async (_what, winner, faults) => {
    const partnerId = await createPartner(faults.partner);
    const path = await pathOf(faults, partnerId);
    const headers = await credentialOf(faults, partnerId);
    if (faults.reservedHeader) headers.push(['X-Credential-Id', 'somebody']);

    const response = await request({ path, headers });

    expectRefusal(response, REFUSALS[winner]);
  });

  test('before all of them: a path that the API does not have', async () => {
    const headers: Header[] = [['x-partner-id', 'somebody'], withToken('none'), withToken('none')];

    const response = await request({ path: '/api/v2/unknown', headers });

    expectRefusal(response, REFUSALS.not_found);
  });
});
