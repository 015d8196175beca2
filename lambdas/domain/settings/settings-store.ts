import type { WriteResult } from '../base/until-written.ts';
import type { AuditEvent } from '../model/audit-event.ts';
import type { PartnerDetails } from '../model/records.ts';
import type { PartnerSettings } from '../model/restrictions.ts';
import type { OtpConsumption } from '../one-time-codes/otp-store.ts';

/** Settings apply to all of a partner's credentials. */
export interface SettingsStore {
  /** One transaction with its event. A conflict unless the settings' revision and the OTP state are as they were read. */
  update(
    partner: PartnerDetails,
    after: PartnerSettings,
    otp: OtpConsumption | null,
    event: AuditEvent,
  ): Promise<WriteResult>;
}
