import { DependencyError } from '../base/dependency-error.ts';
import { type Actor, auditEvent } from '../model/audit-event.ts';
import type { PartnerDetails } from '../model/records.ts';
import { type PartnerSettings, type SettingsBroadening, settingsBroadenings } from '../model/restrictions.ts';
import { type SettingsChanges, sameChanges } from '../one-time-codes/otp-action.ts';
import type { OtpConsumption } from '../one-time-codes/otp-store.ts';
import {
  type CodePresentation,
  type CodeRefusal,
  type RedemptionOptions,
  redeemCode,
} from '../one-time-codes/redeem-code.ts';
import { partnerOf } from '../partners/partner-staff.ts';
import type { SettingsStore } from './settings-store.ts';

export type ChangeSettingsResult =
  | { readonly outcome: 'updated'; readonly settings: PartnerSettings }
  | { readonly outcome: 'otp_required'; readonly widens: readonly SettingsBroadening[] }
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
): Promise<ChangeSettingsResult> {
  if (presented !== null) return changeWithCode(actor, changes, presented, options);
  for (let race = 0; race < MAX_RACES; race++) {
    const partner = await partnerOf(options.staff, actor);
    const before = settingsOf(partner);
    const after = { ...before, ...changes };
    if (sameChanges(before, after)) return { outcome: 'updated', settings: before };
    const widens = settingsBroadenings(before, after);
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
): Promise<ChangeSettingsResult> {
  return redeemCode<'update_settings', ChangeSettingsResult>(
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

export function settingsOf({ allowedIps, maxKeyLifetimeDays }: PartnerDetails): PartnerSettings {
  return { allowedIps, maxKeyLifetimeDays };
}

function write(
  actor: Actor,
  partner: PartnerDetails,
  after: PartnerSettings,
  otp: OtpConsumption | null,
  { settings, nowMs }: SettingsOptions,
): Promise<boolean> {
  const event = auditEvent('settings.updated', { actor: actor.email, target: null, ip: actor.ip, nowMs });
  return settings.update(partner, after, otp, event);
}
