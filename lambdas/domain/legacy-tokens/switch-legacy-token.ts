import { untilWritten, type WriteResult } from '../base/until-written.ts';
import { type Actor, type AuditAction, type AuditEvent, auditEvent } from '../model/audit-event.ts';
import { acceptsLegacyTokens } from '../model/legacy-token-state.ts';
import type { PartnerDetails } from '../model/records.ts';
import { type PartnerStaff, partnerOf } from '../partners/partner-staff.ts';

/** Whether a partner's legacy tokens are accepted. */
export interface LegacyTokenSetting {
  readonly enabled: boolean;
  /** When they are scheduled to turn off, epoch seconds; null if they are not. */
  readonly offAt: number | null;
}

/** One transaction with its event. A conflict if the setting is not `from` any more. Throws a DependencyError. */
export interface LegacyTokenSwitch {
  set(
    partnerId: string,
    change: { readonly from: LegacyTokenSetting; readonly to: LegacyTokenSetting },
    event: AuditEvent,
  ): Promise<WriteResult>;
}

export type SwitchLegacyTokenResult =
  | { readonly outcome: 'switched' | 'unchanged'; readonly partner: PartnerDetails }
  /** Only a time in the future can be scheduled, and only while legacy tokens are on. */
  | { readonly outcome: 'invalid_off_at'; readonly reason: 'past' | 'off' };

type LegacyAction = Extract<AuditAction, `legacy_token.${string}`>;

/**
 * Turns Legacy Token Authentication on or off, now or at `offAt`, and returns the partner as it is then. It applies from the
 * next request on, in both directions; tokens themselves are not touched. The same setting again changes nothing and writes no
 * event; turning on without `offAt` cancels a schedule.
 */
export async function switchLegacyToken(
  actor: Actor,
  to: LegacyTokenSetting,
  { staff, legacyToken, nowMs }: { staff: PartnerStaff; legacyToken: LegacyTokenSwitch; nowMs: number },
): Promise<SwitchLegacyTokenResult> {
  const now = Math.floor(nowMs / 1000);
  if (to.offAt !== null && !to.enabled) return { outcome: 'invalid_off_at', reason: 'off' };
  if (to.offAt !== null && to.offAt <= now) return { outcome: 'invalid_off_at', reason: 'past' };
  return untilWritten<SwitchLegacyTokenResult | 'conflict'>('The legacy token setting', async () => {
    const partner = await partnerOf(staff, actor);
    const action = actionFor(partner, to, now);
    if (action === null) return { outcome: 'unchanged', partner };
    const event = auditEvent(
      action,
      { actor: actor.email, target: null, ip: actor.ip, nowMs },
      to.offAt === null ? undefined : { offAt: new Date(to.offAt * 1000).toISOString() },
    );
    const from = { enabled: partner.legacyTokenEnabled, offAt: partner.legacyTokenOffAt };
    const result = await legacyToken.set(actor.partnerId, { from, to }, event);
    if (result === 'conflict') return result;
    const changed = { legacyTokenEnabled: to.enabled, legacyTokenOffAt: to.offAt };
    const changedBy = { legacyTokenChangedAt: event.at, legacyTokenChangedBy: event.actor };
    return { outcome: 'switched', partner: { ...partner, ...changed, ...changedBy } };
  });
}

/** Returns null if the setting would not change. */
function actionFor(partner: PartnerDetails, to: LegacyTokenSetting, now: number): LegacyAction | null {
  const on = acceptsLegacyTokens(partner, now);
  if (!to.enabled) return on ? 'legacy_token.disabled' : null;
  if (!on) return to.offAt === null ? 'legacy_token.enabled' : 'legacy_token.scheduled';
  if (partner.legacyTokenOffAt === to.offAt) return null;
  return to.offAt === null ? 'legacy_token.unscheduled' : 'legacy_token.scheduled';
}
