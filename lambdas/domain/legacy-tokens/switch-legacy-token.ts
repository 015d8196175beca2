import { DependencyError } from '../base/dependency-error.ts';
import type { LegacyTokenPosition, LegacyTokenSwitch, PartnerStaff } from '../management-ports.ts';
import { type Actor, type AuditAction, auditEvent } from '../model/audit-event.ts';
import { acceptsLegacyTokens } from '../model/legacy-token-state.ts';
import type { PartnerDetails } from '../model/records.ts';

export type LegacyTokenSwitching =
  | { readonly outcome: 'switched' | 'unchanged'; readonly partner: PartnerDetails }
  /** An end can be scheduled only for what is to be on, and only in the future. */
  | { readonly outcome: 'invalid_off_at'; readonly reason: 'past' | 'off' };

type LegacyAction = Extract<AuditAction, `legacy_token.${string}`>;

/** Races for the same switch that are tried again before giving up. */
const MAX_ATTEMPTS = 8;

/** Throws a DependencyError if the partner of a user is not there, which no operation leads to. */
export async function partnerOf(staff: PartnerStaff, { partnerId }: Actor): Promise<PartnerDetails> {
  const partner = await staff.findPartner(partnerId);
  if (partner === null) throw new DependencyError('records', 'The partner of a user is missing.');
  return partner;
}

/**
 * Switches Legacy Token Authentication, now or at `offAt`, and answers the partner as it is then. It counts from the next
 * request on, in both directions; tokens themselves are not touched. The same position again changes nothing and writes no
 * event; switching on without `offAt` takes a scheduled end back.
 */
export async function switchLegacyToken(
  actor: Actor,
  to: LegacyTokenPosition,
  { staff, legacyToken, nowMs }: { staff: PartnerStaff; legacyToken: LegacyTokenSwitch; nowMs: number },
): Promise<LegacyTokenSwitching> {
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
function actionFor(partner: PartnerDetails, to: LegacyTokenPosition, now: number): LegacyAction | null {
  const on = acceptsLegacyTokens(partner, now);
  if (!to.enabled) return on ? 'legacy_token.disabled' : null;
  if (!on) return to.offAt === null ? 'legacy_token.enabled' : 'legacy_token.scheduled';
  if (partner.legacyTokenOffAt === to.offAt) return null;
  return to.offAt === null ? 'legacy_token.unscheduled' : 'legacy_token.scheduled';
}
