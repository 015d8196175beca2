import { describe, expect, it } from '@jest/globals';
import {
  callOf,
  type LoggedRefusal,
  parseRefusalLine,
} from '../../../../lambdas/domain/usage-counting/refusal-log-line.ts';
import { refusalLine } from '../../../support/log-lines.ts';

const parsed = (changes: Readonly<Record<string, unknown>> = {}): LoggedRefusal => {
  const refusal = parseRefusalLine(refusalLine(changes));
  if (typeof refusal === 'string') throw new Error(refusal);
  return refusal;
};

const UNKNOWN = { partner_id: null, credential_type: null, credential_id: null };

describe('malformed', () => {
  it.each([
    ['no JSON', '{"level":"info","message":"refused"'],
    ['no object', '[]'],
    ['without a request', refusalLine({ request_id: null })],
    ['without a time', refusalLine({ time: null })],
    ['a reason of another version', refusalLine({ reason: 'api_key_stolen' })],
    ['a code of another version', refusalLine({ code: 'too_late', reason: 'too_late' })],
    ['a code with another reason', refusalLine({ code: 'ip_not_allowed', reason: 'api_key_deleted' })],
  ])('%s', (_, line) => {
    expect(parseRefusalLine(line)).toBe('malformed');
  });

  it('but a line about something else is not_attributable', () => {
    expect(parseRefusalLine(refusalLine({ message: 'check_failed' }))).toBe('not_attributable');
  });
});

describe('counts not', () => {
  it.each([
    ['a refusal with context, which the access log has', { code: 'ip_not_allowed', reason: 'ip_not_allowed' }],
    ['no credential', { reason: 'no_credential', ...UNKNOWN }],
    ['an unknown token', { reason: 'token_unknown', ...UNKNOWN }],
    // A record that says so of a partner which is gone; nobody is there to be told.
    ['an unknown token of a known user', { reason: 'token_unknown', credential_type: 'legacy_token' }],
    ['a partner that can be none', { partner_id: 'a#b' }],
    ['a credential that would stand for others', { credential_id: '*all' }],
  ])('%s', (_, changes) => {
    expect(callOf(parsed(changes))).toBeNull();
  });
});

describe('counts', () => {
  it.each([
    ['api_key_deleted', 'api_key'],
    ['token_revoked', 'legacy_token'],
    ['token_expired', 'legacy_token'],
  ])('%s for its credential', (reason, type) => {
    const refusal = parsed({ reason, credential_type: type });
    expect(refusal.verified).toBe(true);
    expect(callOf(refusal)).toEqual({
      requestId: refusal.requestId,
      partnerId: 'demoPA',
      credential: { type, id: 'k3Jx81PqZr0B' },
      atMs: Date.parse('2026-12-01T10:00:00.000Z'),
      status: 401,
      refusedFor: reason,
      resource: 'clients',
      ip: '203.0.113.7',
      latencyMs: null,
    });
  });

  it.each(['api_key_unknown', 'api_key_environment'])('%s for no credential', (reason) => {
    const refusal = parsed({ reason });
    expect(refusal).toMatchObject({ verified: false, partnerId: 'demoPA', credential: { id: 'k3Jx81PqZr0B' } });
    expect(callOf(refusal)).toMatchObject({ partnerId: 'demoPA', credential: null, refusedFor: reason });
  });

  it('whoami, which takes no scope', () => {
    expect(callOf(parsed({ required_scope: null, path_partner_id: null }))).toMatchObject({ resource: 'whoami' });
  });
});

it('says what was asked', () => {
  const changes = { code: 'partner_mismatch', reason: 'partner_mismatch', method: 'POST', path_partner_id: 'otherPA' };
  expect(parsed(changes)).toMatchObject({
    code: 'partner_mismatch',
    verified: true,
    method: 'POST',
    pathPartnerId: 'otherPA',
    requiredScope: 'clients:read',
    ip: '203.0.113.7',
  });
  expect(parsed({ method: 'G T', path_partner_id: 'a/b', required_scope: 'all', source_ip: 'x' })).toMatchObject({
    method: null,
    pathPartnerId: null,
    requiredScope: null,
    ip: null,
  });
});
