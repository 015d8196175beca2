import { beforeEach, describe, expect, it } from '@jest/globals';
import { DependencyError } from '../../../../lambdas/domain/base/dependency-error.ts';
import {
  type LegacyTokenSetting,
  switchLegacyToken,
} from '../../../../lambdas/domain/legacy-tokens/switch-legacy-token.ts';
import type { AuditEvent } from '../../../../lambdas/domain/model/audit-event.ts';
import type { PartnerDetails } from '../../../../lambdas/domain/model/records.ts';

const NOW = 1_800_000_000;
const ON: LegacyTokenSetting = { enabled: true, offAt: null };
const OFF: LegacyTokenSetting = { enabled: false, offAt: null };
const actor = { userId: 's', email: 'ana@demo.example', partnerId: 'demoPA', ip: null };

let stored: LegacyTokenSetting;
let events: AuditEvent[];
let conflict: () => boolean;

beforeEach(() => {
  stored = ON;
  events = [];
  conflict = () => false;
});

const onUntil = (offAt: number): LegacyTokenSetting => ({ enabled: true, offAt });

function switchTo(to: LegacyTokenSetting, partnerExists = true) {
  const findPartner = async () => {
    const partner = { partnerId: 'demoPA', legacyTokenEnabled: stored.enabled, legacyTokenOffAt: stored.offAt };
    return partnerExists ? (partner as PartnerDetails) : null;
  };
  return switchLegacyToken(actor, to, {
    staff: { findUser: async () => null, findPartner },
    legacyToken: {
      async set(_, change, event) {
        if (conflict()) return 'conflict';
        expect(change.from).toEqual(stored);
        stored = change.to;
        events.push(event);
        return 'written';
      },
    },
    nowMs: NOW * 1000 + 999,
  });
}

describe('nothing changes', () => {
  it.each<[string, LegacyTokenSetting, 'past' | 'off']>([
    ['off at a scheduled time', { enabled: false, offAt: NOW + 60 }, 'off'],
    ['on until a time in the past', onUntil(NOW - 1), 'past'],
    ['on until this very second', onUntil(NOW), 'past'],
  ])('%s', async (_, to, reason) => {
    expect(await switchTo(to)).toEqual({ outcome: 'invalid_off_at', reason });
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

  it('for a partner without a record', async () => {
    await expect(switchTo(OFF, false)).rejects.toThrow(DependencyError);
  });

  it('when others keep writing first', async () => {
    conflict = () => true;
    await expect(switchTo(OFF)).rejects.toThrow(DependencyError);
  });
});

describe('the event says what changed', () => {
  it.each<[LegacyTokenSetting, LegacyTokenSetting, string]>([
    [ON, OFF, 'legacy_token.disabled'],
    [onUntil(NOW + 60), OFF, 'legacy_token.disabled'],
    [OFF, ON, 'legacy_token.enabled'],
    [onUntil(NOW), ON, 'legacy_token.enabled'],
    [OFF, onUntil(NOW + 1), 'legacy_token.scheduled'],
    [ON, onUntil(NOW + 60), 'legacy_token.scheduled'],
    [onUntil(NOW), onUntil(NOW + 60), 'legacy_token.scheduled'],
    [onUntil(NOW + 60), onUntil(NOW + 90), 'legacy_token.scheduled'],
    [onUntil(NOW + 60), ON, 'legacy_token.unscheduled'],
  ])('from %j to %j: %s', async (from, to, action) => {
    stored = from;
    const at = new Date(NOW * 1000 + 999).toISOString();
    expect(await switchTo(to)).toEqual({
      outcome: 'switched',
      partner: {
        partnerId: 'demoPA',
        legacyTokenEnabled: to.enabled,
        legacyTokenOffAt: to.offAt,
        legacyTokenChangedAt: at,
        legacyTokenChangedBy: actor.email,
      },
    });
    expect(stored).toEqual(to);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ action, actor: actor.email, at });
    expect(events[0]?.detail).toEqual(
      to.offAt === null ? undefined : { offAt: new Date(to.offAt * 1000).toISOString() },
    );
  });

  it('after a conflict, compared with what the other has written', async () => {
    stored = onUntil(NOW + 60);
    conflict = () => {
      conflict = () => false;
      stored = OFF;
      return true;
    };
    expect((await switchTo(ON)).outcome).toBe('switched');
    expect(events).toMatchObject([{ action: 'legacy_token.enabled' }]);
  });
});
