import { beforeEach, describe, expect, it } from '@jest/globals';
import { DependencyError } from '../../../../lambdas/domain/base/dependency-error.ts';
import { switchLegacyToken } from '../../../../lambdas/domain/legacy-tokens/switch-legacy-token.ts';
import type { AuditEvent } from '../../../../lambdas/domain/model/audit-event.ts';
import type { LegacyTokenSetting } from '../../../../lambdas/domain/model/legacy-token-state.ts';
import type { PartnerDetails } from '../../../../lambdas/domain/model/records.ts';
import { hashCode } from '../../../../lambdas/domain/one-time-codes/otp-code.ts';
import { NO_OTP_STATE, type OtpState } from '../../../../lambdas/domain/one-time-codes/otp-state.ts';

const NOW = 1_800_000_000;
const NOW_MS = NOW * 1000 + 999;
const PEPPER = 'pepper';
const ON: LegacyTokenSetting = { enabled: true, offAt: null };
const OFF: LegacyTokenSetting = { enabled: false, offAt: null };
const actor = { userId: 's', email: 'ana@demo.example', partnerId: 'demoPA', ip: null };
const CODE = { challengeId: 'challenge', code: '123456' };

let stored: LegacyTokenSetting;
let status: 'active' | 'suspended';
let otpState: OtpState;
let events: AuditEvent[];
let conflict: () => boolean;

beforeEach(() => {
  stored = ON;
  status = 'active';
  otpState = NO_OTP_STATE;
  events = [];
  conflict = () => false;
});

const onUntil = (offAt: number): LegacyTokenSetting => ({ enabled: true, offAt });

/** Leaves a code pending for exactly this setting. */
function codeFor(changes: LegacyTokenSetting): void {
  const binding = {
    id: CODE.challengeId,
    partnerId: 'demoPA',
    action: { purpose: 'update_legacy_token', changes },
  } as const;
  const challenge = {
    ...binding,
    channel: 'email' as const,
    codeHash: hashCode(PEPPER, CODE.code, { ...binding, userId: actor.userId }),
    pepperVersion: 'v1',
    attemptsLeft: 5,
    sentMs: NOW_MS,
    expiresMs: NOW_MS + 60_000,
  };
  otpState = { ...NO_OTP_STATE, version: 1, challenge };
}

function switchTo(to: LegacyTokenSetting, presented: typeof CODE | null = null, partnerExists = true) {
  const findPartner = async () => {
    const setting = { legacyTokenEnabled: stored.enabled, legacyTokenOffAt: stored.offAt };
    return partnerExists ? ({ partnerId: 'demoPA', status, ...setting } as PartnerDetails) : null;
  };
  const save = (state: OtpState) => {
    if (state.version !== otpState.version) return 'conflict' as const;
    otpState = { ...state, version: state.version + 1 };
    return 'written' as const;
  };
  return switchLegacyToken(actor, to, presented, {
    staff: { findUser: async () => null, findPartner },
    otp: { find: async () => otpState, save: async (_, state) => save(state) },
    pepper: { current: async () => ({ value: PEPPER, version: 'v1' }), ofVersion: async () => PEPPER },
    legacyToken: {
      async set(_, change, otp, event) {
        if (conflict()) return 'conflict';
        expect(change.from).toEqual(stored);
        if (otp !== null && save(otp.state) === 'conflict') return 'conflict';
        stored = change.to;
        events.push(event);
        return 'written';
      },
    },
    nowMs: NOW_MS,
  });
}

const BROADER: [string, LegacyTokenSetting, LegacyTokenSetting][] = [
  ['turning on', OFF, ON],
  ['turning on after the scheduled time', onUntil(NOW), ON],
  ['turning on until a scheduled time', OFF, onUntil(NOW + 1)],
  ['another time after the scheduled one', onUntil(NOW), onUntil(NOW + 60)],
  ['a later time', onUntil(NOW + 60), onUntil(NOW + 61)],
  ['canceling a schedule', onUntil(NOW + 60), ON],
];

describe.each(BROADER)('%s', (_, from, to) => {
  beforeEach(() => {
    stored = from;
  });

  it('is refused without a code', async () => {
    expect(await switchTo(to)).toEqual({ outcome: 'otp_required', widens: ['legacy_token'] });
    expect({ stored, events }).toEqual({ stored: from, events: [] });
  });

  it('is refused while the partner is suspended, even with a code', async () => {
    codeFor(to);
    status = 'suspended';
    for (const presented of [null, CODE]) {
      expect(await switchTo(to, presented)).toEqual({ outcome: 'partner_suspended' });
    }
    expect({ stored, events }).toEqual({ stored: from, events: [] });
  });

  it('is refused with a code for another setting', async () => {
    codeFor(onUntil(NOW + 3600));
    expect(await switchTo(to, CODE)).toEqual({ outcome: 'challenge_mismatch' });
    expect({ stored, events }).toEqual({ stored: from, events: [] });
  });

  it('is done with a code, which is good once', async () => {
    codeFor(to);
    expect((await switchTo(to, CODE)).outcome).toBe('switched');
    expect(stored).toEqual(to);
    stored = from;
    expect(await switchTo(to, CODE)).toEqual({ outcome: 'otp_expired' });
    expect({ stored, count: events.length }).toEqual({ stored: from, count: 1 });
  });
});

describe.each<[string, LegacyTokenSetting, LegacyTokenSetting]>([
  ['turning off', ON, OFF],
  ['turning off before the scheduled time', onUntil(NOW + 60), OFF],
  ['scheduling', ON, onUntil(NOW + 60)],
  ['an earlier time', onUntil(NOW + 60), onUntil(NOW + 59)],
])('%s takes no code', (_, from, to) => {
  it.each<[string, () => void]>([
    ['of an active partner', () => {}],
    ['of a suspended partner', () => (status = 'suspended')],
    ['while codes are locked', () => (otpState = { ...NO_OTP_STATE, lockedUntilMs: NOW_MS + 60_000 })],
  ])('%s', async (_, prepare) => {
    stored = from;
    prepare();
    expect((await switchTo(to)).outcome).toBe('switched');
    expect(stored).toEqual(to);
  });
});

describe('nothing changes', () => {
  it.each<[string, LegacyTokenSetting, 'past' | 'off']>([
    ['off at a scheduled time', { enabled: false, offAt: NOW + 60 }, 'off'],
    ['on until a time in the past', onUntil(NOW - 1), 'past'],
    ['on until this very second', onUntil(NOW), 'past'],
  ])('%s', async (_, to, reason) => {
    codeFor(to);
    for (const presented of [null, CODE]) {
      expect(await switchTo(to, presented)).toEqual({ outcome: 'invalid_off_at', reason });
    }
    expect(events).toEqual([]);
  });

  it.each<[string, LegacyTokenSetting, LegacyTokenSetting]>([
    ['on again', ON, ON],
    ['off again', OFF, OFF],
    ['off after the scheduled time', onUntil(NOW), OFF],
    ['on until the same scheduled time again', onUntil(NOW + 60), onUntil(NOW + 60)],
  ])('%s', async (_, from, to) => {
    stored = from;
    expect((await switchTo(to)).outcome).toBe('unchanged');
    expect(events).toEqual([]);
    expect(stored).toEqual(from);
  });

  // A colleague may have turned them on meanwhile. Left unused, the code could undo a later switch-off.
  it('on again with a code, which is used up', async () => {
    codeFor(ON);
    expect((await switchTo(ON, CODE)).outcome).toBe('unchanged');
    stored = OFF;
    expect(await switchTo(ON, CODE)).toEqual({ outcome: 'otp_expired' });
    expect({ stored, events }).toEqual({ stored: OFF, events: [] });
  });

  it('for a partner without a record', async () => {
    await expect(switchTo(OFF, null, false)).rejects.toThrow(DependencyError);
  });

  it('when others keep writing first', async () => {
    conflict = () => true;
    await expect(switchTo(OFF)).rejects.toThrow(DependencyError);
  });
});

describe('the event says what changed', () => {
  it.each<[LegacyTokenSetting, LegacyTokenSetting, string, 'legacy_token'[] | null]>([
    [ON, OFF, 'legacy_token.disabled', null],
    [onUntil(NOW + 60), OFF, 'legacy_token.disabled', null],
    [OFF, ON, 'legacy_token.enabled', null],
    [onUntil(NOW), ON, 'legacy_token.enabled', null],
    [OFF, onUntil(NOW + 1), 'legacy_token.scheduled', ['legacy_token']],
    [ON, onUntil(NOW + 60), 'legacy_token.scheduled', null],
    [onUntil(NOW), onUntil(NOW + 60), 'legacy_token.scheduled', ['legacy_token']],
    [onUntil(NOW + 60), onUntil(NOW + 90), 'legacy_token.scheduled', ['legacy_token']],
    [onUntil(NOW + 60), onUntil(NOW + 30), 'legacy_token.scheduled', null],
    [onUntil(NOW + 60), ON, 'legacy_token.unscheduled', null],
  ])('from %j to %j: %s', async (from, to, action, widens) => {
    stored = from;
    codeFor(to);
    const at = new Date(NOW_MS).toISOString();
    expect(await switchTo(to, CODE)).toEqual({
      outcome: 'switched',
      partner: {
        partnerId: 'demoPA',
        status: 'active',
        legacyTokenEnabled: to.enabled,
        legacyTokenOffAt: to.offAt,
        legacyTokenChangedAt: at,
        legacyTokenChangedBy: actor.email,
      },
    });
    expect(stored).toEqual(to);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ action, actor: actor.email, at });
    // Nobody may mute the notice of what gives more access than before.
    const offAt = to.offAt === null ? null : new Date(to.offAt * 1000).toISOString();
    expect(events[0]?.detail).toEqual(offAt === null ? undefined : { offAt, ...(widens === null ? {} : { widens }) });
  });
});

describe('after a conflict, the change is compared with what the other has written', () => {
  const otherWrites = (to: LegacyTokenSetting) => {
    conflict = () => {
      conflict = () => false;
      stored = to;
      return true;
    };
  };

  it('with a code', async () => {
    stored = onUntil(NOW + 60);
    codeFor(ON);
    otherWrites(OFF);
    expect((await switchTo(ON, CODE)).outcome).toBe('switched');
    expect(events).toMatchObject([{ action: 'legacy_token.enabled' }]);
  });

  // Otherwise an end that was only brought forward would turn on what a colleague has just turned off.
  it('without one', async () => {
    stored = onUntil(NOW + 90);
    otherWrites(OFF);
    expect(await switchTo(onUntil(NOW + 60))).toEqual({ outcome: 'otp_required', widens: ['legacy_token'] });
    expect({ stored, events }).toEqual({ stored: OFF, events: [] });
  });
});
