import { untilWritten } from '../base/until-written.ts';
import type { Actor } from '../model/audit-event.ts';
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
import { settingsEvent } from './settings-event.ts';
import type { SettingsStore } from './settings-store.ts';

export type ChangeSettingsResult =
  | { readonly outcome: 'updated'; readonly settings: PartnerSettings }
  | { readonly outcome: 'otp_required'; readonly widens: readonly SettingsBroadening[] }
  | CodeRefusal;

export interface SettingsOptions extends RedemptionOptions {
  readonly settings: SettingsStore;
}

/** Changes what applies to all of a partner's credentials. Without a code, refuses what broadens it. */
export function changeSettings(
  actor: Actor,
  changes: SettingsChanges,
  presented: CodePresentation | null,
  options: SettingsOptions,
): Promise<ChangeSettingsResult> {
  if (presented !== null) return changeWithCode(actor, changes, presented, options);
  return untilWritten<ChangeSettingsResult | 'conflict'>('The settings', async () => {
    const partner = await partnerOf(options.staff, actor);
    const before = settingsOf(partner);
    const after = { ...before, ...changes };
    if (sameChanges(before, after)) return { outcome: 'updated', settings: before };
    const widens = settingsBroadenings(before, after);
    if (widens.length > 0) return { outcome: 'otp_required', widens };
    return write(actor, { partner, after, otp: null }, options);
  });
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
      async check({ action }) {
        return sameChanges(action.changes, changes) ? null : 'mismatch';
      },
      async perform({ partner }, otp) {
        return write(actor, { partner, after: { ...settingsOf(partner), ...changes }, otp }, options);
      },
    },
    options,
  );
}

export function settingsOf({ allowedIps, maxKeyLifetimeDays }: PartnerDetails): PartnerSettings {
  return { allowedIps, maxKeyLifetimeDays };
}

async function write(
  actor: Actor,
  change: { readonly partner: PartnerDetails; readonly after: PartnerSettings; readonly otp: OtpConsumption | null },
  { settings, nowMs }: SettingsOptions,
): Promise<{ readonly outcome: 'updated'; readonly settings: PartnerSettings } | 'conflict'> {
  const { email, ip } = actor;
  const event = settingsEvent({ actor: email, ip, from: settingsOf(change.partner), to: change.after, nowMs });
  const result = await settings.update(change.partner, change.after, change.otp, event);
  return result === 'conflict' ? result : { outcome: 'updated', settings: change.after };
}
