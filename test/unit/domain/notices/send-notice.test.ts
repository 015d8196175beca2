import { beforeEach, describe, expect, test } from '@jest/globals';
import { NOTIFIABLE_ACTIONS } from '../../../../lambdas/contract/notifiable-actions.ts';
import type { AuditAction, AuditDetail } from '../../../../lambdas/domain/model/audit-event.ts';
import { MUTABLE_NOTICE_KINDS, NOTICE_KINDS } from '../../../../lambdas/domain/model/notice-kinds.ts';
import type { Member, PartnerDetails } from '../../../../lambdas/domain/model/records.ts';
import { audienceOf } from '../../../../lambdas/domain/notices/audience.ts';
import { CLAIM_SECONDS, type Delivery } from '../../../../lambdas/domain/notices/deliver.ts';
import type { Change, NotifiableEvent } from '../../../../lambdas/domain/notices/notifiable-event.ts';
import { recipientsOf } from '../../../../lambdas/domain/notices/recipients.ts';
import { sendNotice } from '../../../../lambdas/domain/notices/send-notice.ts';

const OWNER = { userId: 'owner', email: 'owner@demo.example', mutedNotices: [], noticesRevision: 0 };
const COLLEAGUE = { userId: 'colleague', email: 'colleague@demo.example', mutedNotices: [], noticesRevision: 0 };
const NOW_MS = Date.parse('2026-11-24T08:00:00Z');

const change = (action: AuditAction, detail?: AuditDetail): NotifiableEvent => ({
  source: 'change',
  partnerId: 'demoPA',
  auditEvent: {
    id: 'ULID',
    at: '2026-11-24T07:00:00.000Z',
    action,
    actor: OWNER.email,
    target: 'abcDEF123456',
    ip: null,
    ...(detail === undefined ? {} : { detail }),
  },
});
const revokedKeyUse: NotifiableEvent = {
  source: 'revoked_key',
  partnerId: 'demoPA',
  keyId: 'abcDEF123456',
  at: '2026-11-24T07:00:00.000Z',
  ip: null,
};

describe('nobody is notified of', () => {
  test.each<[AuditAction]>([['partner.created'], ['api_key.renamed'], ['otp.failed']])('%s', (action) =>
    expect(audienceOf(change(action, { widens: ['scopes'], narrows: ['scopes'], mutes: ['otp_locked'] }))).toBeNull(),
  );

  test.each<[AuditAction]>([['api_key.updated'], ['api_key.enabled'], ['settings.updated'], ['notices.updated']])(
    '%s that neither broadens nor narrows nor mutes',
    (action) => expect(audienceOf(change(action))).toBeNull(),
  );
});

const BROADENS = { widens: ['allowed_ips'], narrows: ['allowed_ips'] } as const;
const NARROWS = { narrows: ['allowed_ips'] } as const;

describe('the kind of', () => {
  test.each<[AuditAction, AuditDetail | undefined, string]>([
    ['api_key.created', undefined, 'api_key_created'],
    ['api_key.rotated', undefined, 'api_key_rotated'],
    ['api_key.updated', BROADENS, 'api_key_widened'],
    ['api_key.updated', NARROWS, 'api_key_narrowed'],
    ['api_key.enabled', { widens: ['status'] }, 'api_key_widened'],
    ['api_key.disabled', { narrows: ['status'] }, 'api_key_disabled'],
    // Otherwise muting what disables a key would hide that it was broadened first.
    ['api_key.disabled', { widens: ['scopes'], narrows: ['status'] }, 'api_key_widened'],
    ['api_key.deleted', undefined, 'api_key_deleted'],
    ['settings.updated', BROADENS, 'settings_broadened'],
    ['settings.updated', NARROWS, 'settings_narrowed'],
    ['legacy_token.enabled', undefined, 'legacy_token_on'],
    ['legacy_token.unscheduled', undefined, 'legacy_token_on'],
    ['legacy_token.disabled', undefined, 'legacy_token_off'],
    ['legacy_token.scheduled', undefined, 'legacy_token_off'],
    ['legacy_token.scheduled', { widens: ['legacy_token'] }, 'legacy_token_on'],
    ['user.signed_out', undefined, 'own'],
    ['user.password_reset', undefined, 'own'],
    ['user.added', undefined, 'user_added'],
    ['user.removed', undefined, 'user_removed'],
    ['partner.suspended', undefined, 'partner_suspended'],
    ['partner.reactivated', undefined, 'partner_reactivated'],
    ['otp.locked', undefined, 'otp_locked'],
    ['notices.updated', { mutes: ['otp_locked'] }, 'own'],
  ])('%s with %j is %s', (action, detail, kind) => expect(audienceOf(change(action, detail))).toBe(kind));

  test('every notifiable action is one of the kinds, and every kind has an action', () => {
    const audiences = NOTIFIABLE_ACTIONS.flatMap((action) => [
      audienceOf(change(action, { ...NARROWS, mutes: ['otp_locked'] })),
      audienceOf(change(action, { ...BROADENS, mutes: ['otp_locked'] })),
    ]);

    expect(new Set([...audiences, audienceOf(revokedKeyUse)])).toEqual(new Set([...NOTICE_KINDS, 'own', null]));
  });
});

describe('who is notified', () => {
  const userIds = (event: NotifiableEvent, ...recipients: Member[]) =>
    recipientsOf(event, recipients).map(({ userId }) => userId);

  test('not who has muted the kind; other mutes change nothing', () => {
    const muting = { ...OWNER, mutedNotices: ['api_key_disabled'] as const };

    expect(userIds(change('api_key.disabled'), muting, COLLEAGUE)).toEqual(['colleague']);
    expect(userIds(change('api_key.deleted'), muting, COLLEAGUE)).toEqual(['owner', 'colleague']);
  });

  // Else whoever has taken over a session could try codes without its owner being notified.
  test('a lock: who is locked, whatever is muted', () => {
    const [owner, colleague] = [OWNER, COLLEAGUE].map((one) => ({ ...one, mutedNotices: MUTABLE_NOTICE_KINDS }));

    expect(userIds(change('otp.locked'), owner as Member, colleague as Member)).toEqual(['owner']);
  });

  test('a mute: who has muted, and nobody else', () => {
    const event = change('notices.updated', { mutes: ['otp_locked'] }) as Change;
    const own = { ...event, auditEvent: { ...event.auditEvent, target: OWNER.email } };

    expect(userIds(own, { ...OWNER, mutedNotices: MUTABLE_NOTICE_KINDS }, COLLEAGUE)).toEqual(['owner']);
  });

  // Whoever takes over a session could otherwise mute what gives more access, and then use it.
  test.each<[AuditAction, AuditDetail]>([
    ['api_key.created', {}],
    ['api_key.rotated', {}],
    ['api_key.updated', BROADENS],
    ['api_key.enabled', { widens: ['status'] }],
    ['settings.updated', BROADENS],
    ['legacy_token.enabled', {}],
    ['legacy_token.unscheduled', {}],
    ['legacy_token.scheduled', { widens: ['legacy_token'] }],
    ['user.added', {}],
    ['partner.reactivated', {}],
  ])('everybody, whatever is muted, of %s with %j', (action, detail) => {
    const muting = { ...OWNER, mutedNotices: MUTABLE_NOTICE_KINDS };

    expect(userIds(change(action, detail), muting)).toEqual(['owner']);
  });

  describe('a removed user:', () => {
    const removal = (target: string | null) => {
      const event = change('user.removed') as Change;
      return { ...event, auditEvent: { ...event.auditEvent, target } };
    };
    const addresses = (target: string | null, ...members: Member[]) =>
      recipientsOf(removal(target), members).map(({ email }) => email);

    test('who remains and has not muted that, and the removed user', () => {
      const muting = { ...COLLEAGUE, mutedNotices: ['user_removed'] as const };

      expect(addresses('gone@demo.example', OWNER, muting)).toEqual([OWNER.email, 'gone@demo.example']);
      expect(addresses('gone@demo.example')).toEqual(['gone@demo.example']);
      expect(addresses(null, OWNER)).toEqual([OWNER.email]);
    });

    test('once, if the user was added again or has another account', () => {
      expect(addresses(OWNER.email, OWNER, COLLEAGUE)).toEqual([OWNER.email, COLLEAGUE.email]);
    });
  });

  test('one address once, also if two accounts have it and one has muted', () => {
    const second = { ...OWNER, userId: 'second' };

    expect(userIds(change('api_key.disabled'), OWNER, second)).toEqual(['owner']);
    expect(userIds(change('api_key.disabled'), { ...OWNER, mutedNotices: ['api_key_disabled'] }, second)).toEqual([
      'second',
    ]);
  });
});

describe('sending', () => {
  const state = {
    claims: new Map<string, number | 'done'>(),
    sent: [] as string[],
    reports: [] as string[],
    failures: new Map<string, Error | 'rejected'>(),
    failing: new Set<string>(),
    recipients: [OWNER, COLLEAGUE] as Member[],
    partner: { partnerId: 'demoPA', name: 'Demo' } as PartnerDetails | null,
  };
  const nameOf = ({ partnerId, eventId, userId }: Delivery) => `${partnerId} ${eventId} ${userId}`;
  const failIf = (step: string) => {
    if (state.failing.has(step)) throw new Error(`no ${step}`);
  };
  const send = (event: NotifiableEvent = change('api_key.created'), nowMs = NOW_MS) =>
    sendNotice(event, {
      nowMs,
      report: (what) => state.reports.push(what),
      staff: { findPartner: async () => state.partner },
      members: {
        list: async () => {
          failIf('recipients');
          return state.recipients;
        },
      },
      keys: { find: async () => null },
      log: {
        claim: async (delivery, now, until) => {
          failIf('claim');
          const held = state.claims.get(nameOf(delivery));
          if (held === 'done') return 'done';
          if (held !== undefined && held > now) return 'held';
          state.claims.set(nameOf(delivery), until);
          return 'claimed';
        },
        release: async (delivery) => {
          failIf('release');
          state.claims.delete(nameOf(delivery));
        },
        finish: async (delivery) => {
          failIf('finish');
          state.claims.set(nameOf(delivery), 'done');
        },
      },
      mailer: {
        send: async (to) => {
          const failure = state.failures.get(to);
          if (failure === 'rejected') return 'rejected';
          if (failure !== undefined) throw failure;
          state.sent.push(to);
          return 'sent';
        },
      },
    });

  beforeEach(() => {
    state.claims.clear();
    state.failures.clear();
    state.failing.clear();
    Object.assign(state, { sent: [], reports: [], recipients: [OWNER, COLLEAGUE] });
    state.partner = { partnerId: 'demoPA', name: 'Demo' } as PartnerDetails;
  });

  test('notifies everybody once, however often the event is delivered', async () => {
    for (let time = 0; time < 3; time++) expect(await send()).toBe(true);

    expect(state.sent).toEqual([OWNER.email, COLLEAGUE.email]);
  });

  test('notifies everybody once, if three runs have the event at once', async () => {
    await Promise.all([send(), send(), send()]);

    expect(state.sent.toSorted()).toEqual([COLLEAGUE.email, OWNER.email]);
  });

  test('a failing message keeps nobody else from theirs, and comes again', async () => {
    state.failures.set(OWNER.email, new Error('busy'));
    expect(await send()).toBe(false);
    expect(state.sent).toEqual([COLLEAGUE.email]);

    state.failures.clear();
    expect(await send()).toBe(true);
    expect(state.sent).toEqual([COLLEAGUE.email, OWNER.email]);
  });

  test('a rejected message is reported, and does not come again', async () => {
    state.failures.set(OWNER.email, 'rejected');
    expect(await send()).toBe(true);
    state.failures.clear();
    expect(await send()).toBe(true);

    expect(state.sent).toEqual([COLLEAGUE.email]);
    expect(state.reports).toEqual(['rejected']);
  });

  test('what another run holds comes again until that run is done, or has died', async () => {
    const claim = Math.floor(NOW_MS / 1000) + CLAIM_SECONDS;
    for (const { userId } of [OWNER, COLLEAGUE]) state.claims.set(`demoPA ULID ${userId}`, claim);
    expect(await send()).toBe(false);
    expect(await send(undefined, NOW_MS + (CLAIM_SECONDS - 1) * 1000)).toBe(false);
    expect(state.sent).toEqual([]);

    expect(await send(undefined, NOW_MS + CLAIM_SECONDS * 1000)).toBe(true);
    expect(state.sent).toHaveLength(2);
  });

  // Claimed or not, a message that went out must not go out again because of what came after it.
  test('a message that cannot be written down does not come again by itself', async () => {
    state.failing.add('finish');
    expect(await send()).toBe(true);
    state.failing.clear();
    await send();

    expect(state.sent).toHaveLength(2);
    expect(state.reports).toEqual(['not_recorded', 'not_recorded']);
  });

  test('a claim that cannot be given back lapses', async () => {
    state.failing.add('release');
    state.failures.set(OWNER.email, new Error('busy'));
    expect(await send()).toBe(false);
    state.failing.clear();
    state.failures.clear();
    expect(await send()).toBe(false);
    expect(await send(undefined, NOW_MS + CLAIM_SECONDS * 1000)).toBe(true);

    expect(state.sent).toEqual([COLLEAGUE.email, OWNER.email]);
  });

  test.each(['claim', 'recipients'])('nothing is sent, and it comes again, where there is no %s', async (step) => {
    state.failing.add(step);
    const outcome = await send().catch(() => false);

    expect(outcome).toBe(false);
    expect(state.sent).toEqual([]);
  });

  test('users who were removed by then are not notified', async () => {
    state.recipients = [COLLEAGUE];
    await send();
    expect(state.sent).toEqual([COLLEAGUE.email]);
  });

  test('a partner that is gone has nobody to notify', async () => {
    state.partner = null;
    expect(await send()).toBe(true);
    expect(state.sent).toEqual([]);
  });

  test('the use of a deleted key is notified of once a day', async () => {
    const at = (time: string): NotifiableEvent => ({ ...revokedKeyUse, at: time }) as NotifiableEvent;
    await send(at('2026-11-24T07:00:00.000Z'));
    await send(at('2026-11-24T23:59:59.999Z'));
    expect(state.sent).toHaveLength(2);
    await send(at('2026-11-25T00:00:00.000Z'));
    expect(state.sent).toHaveLength(4);
  });
});
