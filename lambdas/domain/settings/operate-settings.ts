import type { ApiKeyOperations } from '../api-keys/operate-api-keys.ts';
import { untilWritten } from '../base/until-written.ts';
import { isPartnerId } from '../model/api-key.ts';
import { OPERATOR, type PartnerUnknown } from '../model/operator.ts';
import type { PartnerSettings } from '../model/restrictions.ts';
import { type SettingsChanges, sameChanges } from '../one-time-codes/otp-action.ts';
import type { PartnerStaff } from '../partners/partner-staff.ts';
import { settingsOf } from './change-settings.ts';
import { settingsEvent } from './settings-event.ts';
import type { SettingsStore } from './settings-store.ts';

/** Needed for what an operator does with a partner's settings: without a code, and the event names the operator. */
export interface SettingsOperations {
  readonly settings: SettingsStore;
  readonly staff: Pick<PartnerStaff, 'findPartner'>;
}

/** Needed for everything that an operator can do with keys and settings. */
export interface OperatorControls extends ApiKeyOperations, SettingsOperations {}

/** Changes the settings and returns them. Writes nothing if nothing changes. */
export function changeSettingsOf(
  { settings, staff }: SettingsOperations,
  partnerId: string,
  changes: SettingsChanges,
): Promise<PartnerUnknown | { readonly outcome: 'changed' | 'unchanged'; readonly settings: PartnerSettings }> {
  return untilWritten('The settings', async () => {
    const partner = isPartnerId(partnerId) ? await staff.findPartner(partnerId) : null;
    if (partner === null) return { outcome: 'partner_unknown' };
    const before = settingsOf(partner);
    const after = { ...before, ...changes };
    if (sameChanges(before, after)) return { outcome: 'unchanged', settings: before };
    const event = settingsEvent({ actor: OPERATOR, ip: null, from: before, to: after, nowMs: Date.now() });
    const result = await settings.update(partner, after, null, event);
    return result === 'conflict' ? result : { outcome: 'changed', settings: after };
  });
}
