import { DependencyError } from '../base/dependency-error.ts';
import { partnerOf } from '../legacy-tokens/switch-legacy-token.ts';
import type { KeyUse, SettingsStore } from '../management-ports.ts';
import { type Actor, auditEvent } from '../model/audit-event.ts';
import type { PartnerDetails } from '../model/records.ts';
import { type PartnerControls, type SettingsWidening, settingsWidenings } from '../model/restrictions.ts';
import { type SettingsChanges, sameChanges } from '../one-time-codes/otp-action.ts';
import {
  type CodePresentation,
  type CodeRefusal,
  type RedemptionOptions,
  redeemCode,
} from '../one-time-codes/redeem-code.ts';

export type SettingsUpdate =
  | { readonly outcome: 'updated'; readonly settings: PartnerControls }
  | { readonly outcome: 'otp_required'; readonly widens: readonly SettingsWidening[] }
  | CodeRefusal;

export interface SettingsOptions extends RedemptionOptions {
  readonly settings: SettingsStore;
}

const MAX_RACES = 20;

/** Changes what holds for all of a partner's credentials. Without a code only what widens nothing. */
export async function changeSettings(
  actor: Actor,
  changes: SettingsChanges,
  presented: CodePresentation | null,
  options: SettingsOptions,
): Promise<SettingsUpdate> {
  if (presented !== null) return changeWithCode(actor, changes, presented, options);
  for (let race = 0; race < MAX_RACES; race++) {
    const partner = await partnerOf(options.staff, actor);
    const before = settingsOf(partner);
    const after = { ...before, ...changes };
    if (sameChanges(before, after)) return { outcome: 'updated', settings: before };
    const widens = settingsWidenings(before, after);
    if (widens.length > 0) return { outcome: 'otp_required', widens };
    if (await write(actor, partner, after, null, options)) return { outcome: 'updated', settings: after };
  }
  throw new DependencyError('dynamodb', 'The settings kept changing.');
}

function changeWithCode(
  actor: Actor,
  changes: SettingsChanges,
  presented: CodePresentation,
  options: SettingsOptions,
): Promise<SettingsUpdate> {
  return redeemCode<'update_settings', SettingsUpdate>(
    actor,
    presented,
    {
      purpose: 'update_settings',
      async check(_, action) {
        return sameChanges(action.changes, changes) ? null : 'mismatch';
      },
      async perform(partner, _, state) {
        const after = { ...settingsOf(partner), ...changes };
        const written = await write(actor, partner, after, { subject: actor.subject, state }, options);
        return written ? { outcome: 'updated', settings: after } : null;
      },
    },
    options,
  );
}

export function settingsOf({ allowedIps, maxKeyLifetimeDays }: PartnerDetails): PartnerControls {
  return { allowedIps, maxKeyLifetimeDays };
}

function write(
  actor: Actor,
  partner: PartnerDetails,
  after: PartnerControls,
  otp: KeyUse | null,
  { settings, nowMs }: SettingsOptions,
): Promise<boolean> {
  const event = auditEvent('settings.updated', { actor: actor.email, target: null, ip: actor.ip, nowMs });
  return settings.update(partner, after, otp, event);
}
