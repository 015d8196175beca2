import { type Actor, auditEvent } from './audit-event.ts';
import { DependencyError } from './dependency-error.ts';
import type { LegacyTokenSwitch, PartnerStaff } from './management-ports.ts';
import type { PartnerDetails } from './records.ts';

/** Throws a DependencyError if the partner of a user is not there, which no operation leads to. */
export async function partnerOf(staff: PartnerStaff, { partnerId }: Actor): Promise<PartnerDetails> {
  const partner = await staff.findPartner(partnerId);
  if (partner === null) throw new DependencyError('records', 'The partner of a user is missing.');
  return partner;
}

/**
 * Switches Legacy Token Authentication and answers the partner as it is then. It counts from the next request on, in
 * both directions; tokens themselves are not touched. The same position again changes nothing and writes no event.
 */
export async function switchLegacyToken(
  actor: Actor,
  enabled: boolean,
  { staff, legacyToken, nowMs }: { staff: PartnerStaff; legacyToken: LegacyTokenSwitch; nowMs: number },
): Promise<PartnerDetails> {
  const partner = await partnerOf(staff, actor);
  if (partner.legacyTokenEnabled === enabled) return partner;
  const action = enabled ? 'legacy_token.enabled' : 'legacy_token.disabled';
  const event = auditEvent(action, { actor: actor.email, target: null, ip: actor.ip, nowMs });
  const outcome = await legacyToken.set(actor.partnerId, enabled, event);
  if (outcome === 'unchanged') return partnerOf(staff, actor);
  return {
    ...partner,
    legacyTokenEnabled: enabled,
    legacyTokenChangedAt: event.at,
    legacyTokenChangedBy: event.actor,
  };
}
