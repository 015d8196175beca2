import { describe, expect, it } from '@jest/globals';
import { createUsageHandler } from '../../lambdas/handlers/usage.ts';
import { dayFigures, ipFigures } from '../support/usage-reader.ts';
import { managementCall, problem } from './management-call.ts';
import { type ManagementPorts, managementPorts } from './management-ports.ts';
import { observeFunctions } from './observed.ts';
import { KEY, NOW_MS } from './records-of-a-partner.ts';

observeFunctions();

const report = (ports: ManagementPorts, query: Record<string, string> = {}, accept?: string) =>
  managementCall(createUsageHandler(ports), {
    route: '/usage',
    query,
    headers: accept === undefined ? {} : { Accept: accept },
  });
const TWO_DAYS = { from: '2026-11-30', to: '2026-12-01' };
const NO_CALLS = { total: 0, success: 0, client_error: 0, server_error: 0, refused: {} };

/** Calls of all credentials on one day, and of one key on another. */
function withCalls(): ManagementPorts {
  const ports = managementPorts();
  const refused = { ip_not_allowed: 2, api_key_expired: 1 };
  const resources = { clients: 4, whoami: 6 };
  const otherAddresses = { total: 3, success: 2 };
  const more = { success: 5, clientError: 4, serverError: 1, refused, resources, otherAddresses };
  ports.usage.set('*all', {
    days: [dayFigures('2026-11-30', 10, more)],
    addresses: [ipFigures('203.0.113.7', 3), ipFigures('2001:db8::7', 4, { lastSeenMs: NOW_MS })],
    complete: false,
  });
  ports.usage.set(KEY.keyId, { days: [dayFigures('2026-12-01', 2)] });
  return ports;
}

const RANGE = 'Must be from 2000-01-01 to 2099-12-31.';

describe('GET /usage refuses', () => {
  it.each<[string, Record<string, string>, object]>([
    ['what is no date', { from: '1.12.2026' }, { pointer: '/from', detail: expect.stringContaining('2026-12-01') }],
    ['a day that is none', { to: '2026-02-30' }, { pointer: '/to', detail: expect.stringContaining('2026-12-01') }],
    ['a day before there were calls', { from: '1999-12-31' }, { pointer: '/from', detail: RANGE }],
    ['a day beyond all records', { to: '2100-01-01' }, { pointer: '/to', detail: RANGE }],
    [
      'an end before the beginning',
      { from: '2026-12-01', to: '2026-11-30' },
      { pointer: '/from', detail: 'Is after the last day: choose an earlier from, or a later to.' },
    ],
    [
      'more than a year',
      { from: '2025-11-30', to: '2026-12-01' },
      { pointer: '/from', detail: 'The period has more than 366 days: choose a shorter one.' },
    ],
    [
      'figures of something else',
      { credential_id: '*none' },
      { pointer: '/credential_id', detail: 'Must be the ID of a key or of a user, *all, *legacy or *unknown.' },
    ],
    ['an unknown parameter', { key: 'x' }, { pointer: '/key', detail: 'Is no known field: remove it.' }],
  ])('%s', async (_, query, error) => {
    expect(problem(await report(withCalls(), query))).toEqual({
      status: 400,
      code: 'invalid_request',
      errors: [error],
    });
  });
});

describe('GET /usage', () => {
  it('returns the calls of all credentials', async () => {
    const { status, json } = await report(withCalls(), TWO_DAYS);
    expect({ status, json }).toEqual({
      status: 200,
      json: {
        days: [
          {
            date: '2026-11-30',
            total: 10,
            success: 5,
            client_error: 4,
            server_error: 1,
            refused: { ip_not_allowed: 2, api_key_expired: 1 },
          },
          { date: '2026-12-01', ...NO_CALLS },
        ],
        resources: [
          { resource: 'whoami', total: 6 },
          { resource: 'clients', total: 4 },
        ],
        addresses: [
          { ip: '2001:db8::7', total: 4, last_seen_at: '2026-12-01T10:00:00.000Z' },
          { ip: '203.0.113.7', total: 3, last_seen_at: null },
        ],
        other_addresses: 3,
        addresses_complete: false,
        updated_at: '2026-11-30T12:00:00.000Z',
      },
    });
  });

  it('returns the calls of one credential', async () => {
    const { json } = await report(withCalls(), { ...TWO_DAYS, credential_id: KEY.keyId });
    expect(json.days).toMatchObject([
      { date: '2026-11-30', total: 0 },
      { date: '2026-12-01', total: 2 },
    ]);
  });

  it('returns the last 30 days unless it is told which, also without any calls', async () => {
    const { json } = await report(managementPorts());
    expect(json.days).toHaveLength(30);
    expect(json.days[0]).toEqual({ date: '2026-11-02', ...NO_CALLS });
    expect(json).toMatchObject({ resources: [], addresses: [], addresses_complete: true, updated_at: null });
  });

  it.each([
    ['text/csv;q=0.9', 'text/csv; charset=utf-8'],
    [' Text/CSV', 'text/csv; charset=utf-8'],
    ['application/json, text/csv', 'application/json'],
    ['text/csvx', 'application/json'],
    ['*/*', 'application/json'],
  ])('answers Accept: %s with %s', async (accept, type) => {
    const { headers } = await report(withCalls(), TWO_DAYS, accept);
    expect(headers['content-type']).toBe(type);
  });

  it('returns a file of the days, with a column for each code, where CSV is asked for', async () => {
    const { status, headers, body } = await report(withCalls(), TWO_DAYS, 'text/csv');
    expect({ status, body, name: headers['content-disposition'] }).toEqual({
      status: 200,
      body: [
        'date,total,success,client_error,server_error,refused_api_key_expired,refused_ip_not_allowed\r\n',
        '2026-11-30,10,5,4,1,1,2\r\n',
        '2026-12-01,0,0,0,0,0,0\r\n',
      ].join(''),
      name: 'attachment; filename="usage-2026-11-30-2026-12-01.csv"',
    });
  });
});
