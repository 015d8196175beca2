import { untilWritten } from '../base/until-written.ts';
import { type Actor, type AuditAction, type AuditDetail, auditEvent } from '../model/audit-event.ts';
import {
  acceptsLegacyTokens,
  broadensLegacyTokens,
  invalidOffAt,
  type LegacyTokenSetting,
} from '../model/legacy-token-state.ts';
import type { PartnerDetails } from '../model/records.ts';
import { sameChanges } from '../one-time-codes/otp-action.ts';
import type { OtpConsumption } from '../one-time-codes/otp-store.ts';
import {
  type CodePresentation,
  type CodeRefusal,
  type RedemptionOptions,
  redeemCode,
} from '../one-time-codes/redeem-code.ts';
import { partnerOf } from '../partners/partner-staff.ts';
import type { LegacyTokenSwitch } from './legacy-token-switch.ts';

interface Switched {
  readonly outcome: 'switched' | 'unchanged';
  readonly partner: PartnerDetails;
}

export type SwitchLegacyTokenResult =
  | Switched
  /** Only a time in the future can be scheduled, and only while legacy tokens are on. */
  | { readonly outcome: 'invalid_off_at'; readonly reason: 'past' | 'off' }
  | { readonly outcome: 'otp_required'; readonly widens: readonly ['legacy_token'] }
  | CodeRefusal;

export interface LegacyTokenOptions extends RedemptionOptions {
  readonly legacyToken: LegacyTokenSwitch;
}

type LegacyAction = Extract<AuditAction, `legacy_token.${string}`>;

/**
 * Turns Legacy Token Authentication on or off, now or at `offAt`, and returns the partner as it is then. It applies from the
 * next request on, in both directions; tokens themselves are not touched. The same setting again changes nothing and writes no
 * event; turning on without `offAt` cancels a schedule. Without a code, refuses what accepts legacy tokens for longer.
 */
export async function switchLegacyToken(
  actor: Actor,
  to: LegacyTokenSetting,
  presented: CodePresentation | null,
  options: LegacyTokenOptions,
): Promise<SwitchLegacyTokenResult> {
  const now = Math.floor(options.nowMs / 1000);
  const reason = invalidOffAt(to, now);
  if (reason !== null) return { outcome: 'invalid_off_at', reason };
  if (presented !== null) return switchWithCode(actor, to, presented, options);
  return untilWritten<SwitchLegacyTokenResult | 'conflict'>('The legacy token setting', async () => {
    const partner = await partnerOf(options.staff, actor);
    if (broadensLegacyTokens(partner, to, now)) {
      if (partner.status === 'suspended') return { outcome: 'partner_suspended' };
      return { outcome: 'otp_required', widens: ['legacy_token'] };
    }
    return write(actor, { partner, to, otp: null }, options);
  });
}

function switchWithCode(
  actor: Actor,
  to: LegacyTokenSetting,
  presented: CodePresentation,
  options: LegacyTokenOptions,
): Promise<SwitchLegacyTokenResult> {
  return redeemCode<'update_legacy_token', SwitchLegacyTokenResult>(
    actor,
    presented,
    {
      purpose: 'update_legacy_token',
      async check({ action }) {
        return sameChanges(action.changes, to) ? null : 'mismatch';
      },
      async perform({ partner }, otp) {
        return write(actor, { partner, to, otp }, options);
      },
    },
    options,
  );
}

interface Change {
  readonly partner: PartnerDetails;
  readonly to: LegacyTokenSetting;
  readonly otp: OtpConsumption | null;
}

async function write(actor: Actor, change: Change, options: LegacyTokenOptions): Promise<Switched | 'conflict'> {
  const { partner, to, otp } = change;
  const now = Math.floor(options.nowMs / 1000);
  const action = actionFor(partner, to, now);
  if (action === null) return leave(actor, change, options);
  const about = { actor: actor.email, target: null, ip: actor.ip, nowMs: options.nowMs };
  const event = auditEvent(action, about, detailOf(partner, to, now));
  const from = { enabled: partner.legacyTokenEnabled, offAt: partner.legacyTokenOffAt };
  const result = await options.legacyToken.set(actor.partnerId, { from, to }, otp, event);
  if (result === 'conflict') return result;
  const changed = { legacyTokenEnabled: to.enabled, legacyTokenOffAt: to.offAt };
  const changedBy = { legacyTokenChangedAt: event.at, legacyTokenChangedBy: event.actor };
  return { outcome: 'switched', partner: { ...partner, ...changed, ...changedBy } };
}

function detailOf(partner: PartnerDetails, to: LegacyTokenSetting, now: number): AuditDetail | undefined {
  if (to.offAt === null) return undefined;
  const offAt = new Date(to.offAt * 1000).toISOString();
  return broadensLegacyTokens(partner, to, now) ? { offAt, widens: ['legacy_token'] } : { offAt };
}

/** Consumes a code although nothing changes: a code that was accepted must not turn legacy tokens on later. */
async function leave(actor: Actor, { partner, otp }: Change, options: LegacyTokenOptions) {
  const result = otp === null ? 'written' : await options.otp.save(otp.userId, otp.state, actor.partnerId, []);
  return result === 'conflict' ? result : ({ outcome: 'unchanged', partner } as const);
}

/** Returns null if the setting would not change. */
function actionFor(partner: PartnerDetails, to: LegacyTokenSetting, now: number): LegacyAction | null {
  const on = acceptsLegacyTokens(partner, now);
  if (!to.enabled) return on ? 'legacy_token.disabled' : null;
  if (!on) return to.offAt === null ? 'legacy_token.enabled' : 'legacy_token.scheduled';
  if (partner.legacyTokenOffAt === to.offAt) return null;
  return to.offAt === null ? 'legacy_token.unscheduled' : 'legacy_token.scheduled';
}
