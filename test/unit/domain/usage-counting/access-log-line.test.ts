import { describe, expect, it } from '@jest/globals';
import { parseAccessLogLine } from '../../../../lambdas/domain/usage-counting/access-log-line.ts';
import { accessLine, NOBODY } from '../../../support/log-lines.ts';

const parsed = (line: string) => {
  const call = parseAccessLogLine(line);
  if (typeof call === 'string') throw new Error(call);
  return call;
};

describe('a path cannot pass for anything else', () => {
  // If one of these failed, a client could put calls on another partner's account, or hide its own.
  it.each([
    '/dev/api/v2/partners/demoPA/x","partner_id":"victimPA","path":"/x',
    '/dev/api/v2/partners/demoPA/x","status":"200","credential_id":"other',
    '/dev/api/v2/partners/demoPA/"}',
    '/dev/api/v2/partners/demoPA/\\',
  ])('%s', (path) => {
    const call = parsed(accessLine({ path, status: 403, 'authorizer.code': 'ip_not_allowed' }));
    expect(call).toMatchObject({ partnerId: 'demoPA', credential: { id: 'k3Jx81PqZr0B' }, status: 403 });
  });

  it('and no other value can bring a field of its own', () => {
    expect(parseAccessLogLine(accessLine({ requestId: 'x","partner_id":"victimPA' }))).toBe('malformed');
    expect(parseAccessLogLine(accessLine({ requestId: 'x","path":"y' }))).toBe('malformed');
    expect(parseAccessLogLine(accessLine({ httpMethod: 'GET","caller_ip":"192.0.2.9' }))).toBe('malformed');
    expect(parseAccessLogLine(accessLine({ httpMethod: 'GE\\T' }))).toBe('malformed');
  });
});

describe('counts for nobody', () => {
  it.each([
    ['no context: throttled, unrouted, /token', { ...NOBODY, status: 429 }],
    ['a 401, which counts from the authorizer', { ...NOBODY, status: 401 }],
    [
      'a refusal without a credential',
      { 'authorizer.partner_id': 'none', 'authorizer.credential_id': 'none', status: 403 },
    ],
  ])('%s', (_, changes) => {
    expect(parseAccessLogLine(accessLine(changes))).toBe('not_attributable');
  });
});

it("counts the upstream's own 401 for the credential that was allowed", () => {
  expect(parsed(accessLine({ status: 401 }))).toMatchObject({ partnerId: 'demoPA', status: 401, refusedFor: null });
});

describe('malformed', () => {
  it.each([
    ['empty', ''],
    ['no object', '"path":"/"'],
    ['JSON with spaces', '{"extended_request_id": "abcdefgh", "path":"/"}'],
    ['without its end', accessLine().slice(0, 80)],
    ['without its last bracket', accessLine().slice(0, -1)],
    ['cut off within the path', accessLine().slice(0, -4)],
    ['without a request', accessLine({ extendedRequestId: null })],
    ['without a status', accessLine({ status: null })],
    ['a status that is none', accessLine({ status: 99 })],
    ['a status below those of a response', accessLine({ status: 199 })],
    ['a status above those of a response', accessLine({ status: 600 })],
    ['a status between two', accessLine({ status: 200.5 })],
    ['without a time', accessLine({ requestTimeEpoch: null })],
    ['a time of another unit', accessLine({ requestTimeEpoch: 1_764_583_200 })],
    ['a time of a finer unit', accessLine({ requestTimeEpoch: 1_764_583_200_000_000 })],
    ['a time of another century', accessLine({ requestTimeEpoch: Date.UTC(2100, 0) })],
    ['a partner that can be none', accessLine({ 'authorizer.partner_id': 'a#b' })],
    ['a credential that would stand for others', accessLine({ 'authorizer.credential_id': '*all' })],
    ['a credential that would end its key', accessLine({ 'authorizer.credential_id': 'k3Jx#2026-12-01' })],
    ['a credential of no type', accessLine({ 'authorizer.credential_type': 'none' })],
    ['without a code', accessLine({ 'authorizer.code': null })],
  ])('%s', (_, line) => {
    expect(parseAccessLogLine(line)).toBe('malformed');
  });
});

describe('counts', () => {
  it('an allowed call, with everything that figures are made of', () => {
    const line = accessLine({ extendedRequestId: 'JKJ_g3abc=' });
    expect(parsed(`${line}\n`)).toEqual({
      requestId: 'JKJ_g3abc=',
      partnerId: 'demoPA',
      credential: { type: 'api_key', id: 'k3Jx81PqZr0B' },
      atMs: Date.parse('2026-12-01T10:00:00.000Z'),
      status: 200,
      refusedFor: null,
      resource: 'clients',
      ip: '203.0.113.7',
      latencyMs: 40,
    });
  });

  it.each([200, 599])('a call with the status %i', (status) => {
    expect(parsed(accessLine({ status })).status).toBe(status);
  });

  it('a refusal with its code', () => {
    const call = parsed(accessLine({ 'authorizer.code': 'ip_not_allowed', status: 403 }));
    expect(call).toMatchObject({ refusedFor: 'ip_not_allowed', status: 403 });
  });

  it.each([
    ['/dev/api/v2/partners/demoPA', 'partner'],
    ['/api/v2/partners/demoPA/clients/c1/info/balance', 'balance'],
    ['/base/path/api/v2/partners/demoPA/channels/c/api_keys/', 'channel_keys'],
    ['/dev/api/v2/partners/demoPA/new%20things', 'other'],
    ['/dev/api/v2/partners/demoPA/..', 'other'],
    ['/elsewhere', 'other'],
  ])('%s as %s', (path, resource) => {
    expect(parsed(accessLine({ path })).resource).toBe(resource);
  });

  it('whoami by its route', () => {
    expect(parsed(accessLine({ resourcePath: '/api/v2/whoami', path: '/dev/api/v2/whoami' })).resource).toBe('whoami');
  });

  it('addresses in their normal form, the CDN naming the caller before the peer', () => {
    expect(parsed(accessLine({ 'identity.sourceIp': '2001:DB8:0:0::1' })).ip).toBe('2001:db8::1');
    expect(parsed(accessLine({ 'identity.sourceIp': null })).ip).toBeNull();
    expect(parsed(accessLine({ 'authorizer.caller_ip': '198.51.100.4' })).ip).toBe('198.51.100.4');
    expect(parsed(accessLine({ 'authorizer.caller_ip': 'none' })).ip).toBeNull();
  });

  // Lines of a format from before a deployment come for a while.
  it.each(['caller_ip', 'response_latency', 'method', 'partner_id', 'credential_id'])(
    'a line without the field %s as one where it is absent',
    (name) => {
      const line = accessLine();
      const without = line.replace(new RegExp(`"${name}":"[^"]*",`), '');
      expect(without).not.toBe(line);
      const absent = line.replace(new RegExp(`"${name}":"[^"]*",`), `"${name}":"-",`);
      expect(parseAccessLogLine(without)).toEqual(parseAccessLogLine(absent));
    },
  );

  it('without a latency where there is none', () => {
    expect(parsed(accessLine({ responseLatency: null })).latencyMs).toBeNull();
  });
});
