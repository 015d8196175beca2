import { DependencyError } from '../base/dependency-error.ts';
import { type Actor, type AuditAction, type AuditEvent, auditEvent } from '../model/audit-event.ts';
import { acceptsLegacyTokens } from '../model/legacy-token-state.ts';
import type { PartnerDetails } from '../model/records.ts';
import { type PartnerStaff, partnerOf } from '../partners/partner-staff.ts';

export interface LegacyTokenSetting {
  readonly enabled: boolean;
  /** When it goes off by itself, epoch seconds; null if that is not scheduled. */
  readonly offAt: number | null;
}

/** One transaction with its event. `moved`: the switch is not in the position `from` any more, and nothing was done. */
export interface LegacyTokenSwitch {
  set(
    partnerId: string,
    change: { readonly from: LegacyTokenSetting; readonly to: LegacyTokenSetting },
    event: AuditEvent,
  ): Promise<'changed' | 'moved'>;
}

export type SwitchLegacyTokenResult =
  | { readonly outcome: 'switched' | 'unchanged'; readonly partner: PartnerDetails }
  /** An end can be scheduled only for what is to be on, and only in the future. */
  | { readonly outcome: 'invalid_off_at'; readonly reason: 'past' | 'off' };

type LegacyAction = Extract<AuditAction, `legacy_token.${string}`>;

/** Races for the same switch that are tried again before giving up. */
const MAX_ATTEMPTS = 8;

/**
 * Switches Legacy Token Authentication, now or at `offAt`, and answers the partner as it is then. It counts from the next
 * request on, in both directions; tokens themselves are not touched. The same position again changes nothing and writes no
 * event; switching on without `offAt` takes a scheduled end back.
 */
export async function switchLegacyToken(
  actor: Actor,
  to: LegacyTokenSetting,
  { staff, legacyToken, nowMs }: { staff: PartnerStaff; legacyToken: LegacyTokenSwitch; nowMs: number },
): Promise<SwitchLegacyTokenResult> {
  const now = Math.floor(nowMs / 1000);
  if (to.offAt !== null && !to.enabled) return { outcome: 'invalid_off_at', reason: 'off' };
  if (to.offAt !== null && to.offAt <= now) return { outcome: 'invalid_off_at', reason: 'past' };
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const partner = await partnerOf(staff, actor);
    const action = actionFor(partner, to, now);
    if (action === null) return { outcome: 'unchanged', partner };
    const event = auditEvent(
      action,
      { actor: actor.email, target: null, ip: actor.ip, nowMs },
      to.offAt === null ? undefined : { offAt: new Date(to.offAt * 1000).toISOString() },
    );
    const from = { enabled: partner.legacyTokenEnabled, offAt: partner.legacyTokenOffAt };
    if ((await legacyToken.set(actor.partnerId, { from, to }, event)) === 'changed') {
      const changed = { legacyTokenEnabled: to.enabled, legacyTokenOffAt: to.offAt };
      const who = { legacyTokenChangedAt: event.at, legacyTokenChangedBy: event.actor };
      return { outcome: 'switched', partner: { ...partner, ...changed, ...who } };
    }
    // Somebody else switched in between: what has to be done depends on where it stands now.
  }
  throw new DependencyError('records', 'The switch kept changing.');
}

/** null: it stands there already. */
function actionFor(partner: PartnerDetails, to: LegacyTokenSetting, now: number): LegacyAction | null {
  const on = acceptsLegacyTokens(partner, now);
  if (!to.enabled) return on ? 'legacy_token.disabled' : null;
  if (!on) return to.offAt === null ? 'legacy_token.enabled' : 'legacy_token.scheduled';
  if (partner.legacyTokenOffAt === to.offAt) return null;
  return to.offAt === null ? 'legacy_token.unscheduled' : 'legacy_token.scheduled';
}
