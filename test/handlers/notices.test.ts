import { describe, expect, it } from '@jest/globals';
import { FIXED_NOTICE_KINDS, type MutableNoticeKind, NOTICE_KINDS } from '../../lambdas/domain/model/notice-kinds.ts';
import { createNoticesHandler } from '../../lambdas/handlers/notices.ts';
import { itRefusesBadBodies } from './bad-bodies.ts';
import { managementCall, problem } from './management-call.ts';
import { type ManagementPorts, managementPorts } from './management-ports.ts';
import { observeFunctions } from './observed.ts';
import { ACTOR, USER } from './records-of-a-partner.ts';

const { logged } = observeFunctions();

const get = (ports: ManagementPorts, actor = ACTOR) =>
  managementCall(createNoticesHandler(ports), { route: '/notices', actor });
const choose = (ports: ManagementPorts, body: unknown) =>
  managementCall(createNoticesHandler(ports), { method: 'PATCH', route: '/notices', body });
const shown = (...muted: MutableNoticeKind[]) => ({
  email: 'owner@demo.example',
  notices: Object.fromEntries(NOTICE_KINDS.map((kind) => [kind, !muted.some((one) => one === kind)])),
});

describe('PATCH /notices refuses', () => {
  itRefusesBadBodies((body) => choose(managementPorts(), body));

  it.each<[string, object, object]>([
    ['no choice', {}, { pointer: '/notices', detail: 'Is missing.' }],
    ['an empty choice', { notices: {} }, { pointer: '/notices', detail: 'Must hold at least one change.' }],
    [
      'an unknown kind',
      { notices: { otp_locked: true, all: true } },
      { pointer: '/notices/all', detail: 'Is no known field: remove it.' },
    ],
    ['a text', { notices: { otp_locked: 'no' } }, { pointer: '/notices/otp_locked', detail: 'Must be true or false.' }],
  ])('%s', async (_, body, error) => {
    const response = await choose(managementPorts(), body);
    expect(problem(response)).toEqual({ status: 400, code: 'invalid_request', errors: [error] });
  });
});

// Whoever takes over a session would turn these off first.
it.each(FIXED_NOTICE_KINDS)('PATCH /notices does not turn off %s', async (kind) => {
  const ports = managementPorts();
  const response = await choose(ports, { notices: { [kind]: false, otp_locked: false } });
  const detail = 'Cannot be turned off: the notice is about more access than before.';
  expect(problem(response)).toEqual({
    status: 400,
    code: 'invalid_request',
    errors: [{ pointer: `/notices/${kind}`, detail }],
  });
  expect(ports.records.events).toEqual([]);
  expect((await choose(ports, { notices: { [kind]: true } })).json).toEqual(shown());
});

describe('PATCH /notices', () => {
  it('changes the kinds that it names, and no others', async () => {
    const ports = managementPorts();
    ports.records.mutedNotices.set(USER.userId, { muted: ['otp_locked', 'api_key_deleted'], revision: 1 });
    const { status, json } = await choose(ports, { notices: { otp_locked: true, api_key_narrowed: false } });
    expect({ status, json }).toEqual({ status: 200, json: shown('api_key_narrowed', 'api_key_deleted') });
    expect((await get(ports)).json).toEqual(shown('api_key_narrowed', 'api_key_deleted'));
    expect(ports.records.events).toMatchObject([
      { event: { action: 'notices.updated', detail: { mutes: ['api_key_narrowed'] } } },
    ]);
    expect(logged()).toMatchObject([{ message: 'management_call', method: 'PATCH', status: 200 }]);
  });

  it('changes nothing for the choice that is stored', async () => {
    const ports = managementPorts();
    expect((await choose(ports, { notices: { otp_locked: true } })).json).toEqual(shown());
    expect(ports.records.events).toEqual([]);
  });
});

describe('GET /notices', () => {
  it('is unavailable to whoever is no member any more', async () => {
    const response = await get(managementPorts(), { ...ACTOR, userId: 'removed' });
    expect(problem(response)).toEqual({ status: 503, code: 'temporarily_unavailable', retryAfter: '5' });
  });

  it('returns a choice for every kind, and where notices go', async () => {
    const { status, json } = await get(managementPorts());
    expect({ status, json }).toEqual({ status: 200, json: shown() });
  });
});
