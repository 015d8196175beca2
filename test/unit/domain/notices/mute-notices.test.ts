import { expect, test } from '@jest/globals';
import type { AuditEvent } from '../../../../lambdas/domain/model/audit-event.ts';
import {
  FIXED_NOTICE_KINDS,
  type MutableNoticeKind,
  NOTICE_KINDS,
} from '../../../../lambdas/domain/model/notice-kinds.ts';
import { chooseNotices, type NoticeSettings, noticeChoice } from '../../../../lambdas/domain/notices/mute-notices.ts';

const ACTOR = { userId: 's', email: 'owner@demo.example', partnerId: 'demoPA', ip: '203.0.113.9' };
const ALL = Object.fromEntries(NOTICE_KINDS.map((kind) => [kind, true]));

function stored(...muted: MutableNoticeKind[]) {
  const events: AuditEvent[] = [];
  const state = {
    muted: muted as readonly MutableNoticeKind[],
    revision: 0,
    between: null as readonly MutableNoticeKind[] | null,
  };
  const notices: NoticeSettings = {
    find: async () => ({ muted: state.muted, revision: state.revision }),
    update: async (_, revision, after, event) => {
      if (state.between !== null) Object.assign(state, { muted: state.between, revision: revision + 1, between: null });
      if (revision !== state.revision) return 'conflict';
      Object.assign(state, { muted: after, revision: revision + 1 });
      events.push(event);
      return 'written';
    },
  };
  return { state, events, options: { notices, nowMs: 0 } };
}

test('kinds about more access are always sent, whatever a record says', async () => {
  const { state, options } = stored();
  state.muted = FIXED_NOTICE_KINDS as readonly string[] as readonly MutableNoticeKind[];

  expect(await noticeChoice(options.notices, ACTOR)).toEqual(ALL);
});

test('what is so already is not written', async () => {
  const { events, options } = stored('otp_locked');

  expect(await chooseNotices(ACTOR, { otp_locked: false, api_key_narrowed: true }, options)).toEqual({
    ...ALL,
    otp_locked: false,
  });
  expect(await chooseNotices(ACTOR, { otp_locked: undefined }, options)).toMatchObject({ otp_locked: false });
  expect(events).toEqual([]);
});

test('only the kinds that are named change, and the event names what is muted', async () => {
  const { state, events, options } = stored('otp_locked');

  const choice = await chooseNotices(ACTOR, { api_key_narrowed: false, api_key_deleted: false }, options);

  expect(choice).toEqual({ ...ALL, otp_locked: false, api_key_narrowed: false, api_key_deleted: false });
  expect(await noticeChoice(options.notices, ACTOR)).toEqual(choice);
  expect(state.muted).toEqual(['api_key_narrowed', 'api_key_deleted', 'otp_locked']);
  expect(events).toEqual([
    expect.objectContaining({
      action: 'notices.updated',
      actor: ACTOR.email,
      target: ACTOR.email,
      detail: { mutes: ['api_key_narrowed', 'api_key_deleted'] },
    }),
  ]);
});

test('turning one on again mutes nothing', async () => {
  const { events, options } = stored('otp_locked');
  await chooseNotices(ACTOR, { otp_locked: true }, options);
  expect(events).toEqual([expect.not.objectContaining({ detail: expect.anything() })]);
});

test('two choices at once both hold', async () => {
  const { state, options } = stored();
  state.between = ['otp_locked'];

  expect(await chooseNotices(ACTOR, { api_key_narrowed: false }, options)).toEqual({
    ...ALL,
    otp_locked: false,
    api_key_narrowed: false,
  });
});
