import { describe, expect, it } from '@jest/globals';
import { CALL_RESOURCES } from '../../../../lambdas/domain/model/call-resource.ts';
import { parseAccessLogLine } from '../../../../lambdas/domain/usage-counting/access-log-line.ts';
import { accessLine, NOBODY } from '../../../support/log-lines.ts';

const parsed = (line: string) => {
  const call = parseAccessLogLine(line);
  if (typeof call === 'string') throw new Error(call);
  return call;
};

// If one of these failed, somebody who got hold of a field could put calls on another partner's account, or hide their own.
describe('is malformed if a value brings a field of its own', () => {
  it.each([
    ['again', { 'identity.sourceIp': '192.0.2.9","partner_id":"victimPA' }],
    ['as an escape', { 'authorizer.method': 'GE\\T' }],
    ['on a line of its own', { 'authorizer.method': 'GET\n' }],
  ])('%s', (_, changes) => {
    expect(parseAccessLogLine(accessLine(changes))).toBe('malformed');
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
    ['no object', '"status":"200"'],
    ['an empty object', '{}'],
    ['JSON with spaces', accessLine().replaceAll('":"', '": "')],
    ['with a comma at its end', accessLine().replace('"}', '",}')],
    ['without a comma', accessLine().replace('","', '""')],
    ['followed by another object', `${accessLine()}${accessLine()}`],
    ['without its end', accessLine().slice(0, 80)],
    ['without its last bracket', accessLine().slice(0, -1)],
    ['cut off within its last value', accessLine().slice(0, -4)],
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

  it.each(CALL_RESOURCES)('a call of the resource %s', (resource) => {
    expect(parsed(accessLine({ 'authorizer.resource': resource })).resource).toBe(resource);
  });

  it.each(['none', 'made_up', null])('a call of the resource %s as other', (resource) => {
    expect(parsed(accessLine({ 'authorizer.resource': resource })).resource).toBe('other');
  });

  it('addresses in their normal form, the CDN naming the caller before the peer', () => {
    expect(parsed(accessLine({ 'identity.sourceIp': '2001:DB8:0:0::1' })).ip).toBe('2001:db8::1');
    expect(parsed(accessLine({ 'identity.sourceIp': null })).ip).toBeNull();
    expect(parsed(accessLine({ 'authorizer.caller_ip': '198.51.100.4' })).ip).toBe('198.51.100.4');
    expect(parsed(accessLine({ 'authorizer.caller_ip': 'none' })).ip).toBeNull();
  });

  // Lines of a format from before a deployment come for a while.
  it.each(['caller_ip', 'response_latency', 'resource', 'partner_id', 'credential_id'])(
    'a line without the field %s as one where it is absent',
    (name) => {
      const line = accessLine();
      const without = line.replace(new RegExp(`"${name}":"[^"]*",`), '');
      expect(without).not.toBe(line);
      const absent = line.replace(new RegExp(`"${name}":"[^"]*",`), `"${name}":"-",`);
      expect(parseAccessLogLine(without)).toEqual(parseAccessLogLine(absent));
      const empty = line.replace(new RegExp(`"${name}":"[^"]*",`), `"${name}":"",`);
      expect(parseAccessLogLine(empty)).toEqual(parseAccessLogLine(absent));
    },
  );

  it('without a latency where there is none', () => {
    expect(parsed(accessLine({ responseLatency: null })).latencyMs).toBeNull();
  });
});
