import type { WriteResult } from '../base/until-written.ts';
import type { AuditEvent } from '../model/audit-event.ts';
import type { PartnerDetails } from '../model/records.ts';
import type { PartnerSettings } from '../model/restrictions.ts';
import type { OtpConsumption } from '../one-time-codes/otp-store.ts';

/** What holds for all of a partner's credentials. */
export interface SettingsStore {
  /** One transaction with its event, over the revision of `partner`. A conflict if that, or the OTP state, is not as it was read. */
  update(
    partner: PartnerDetails,
    after: PartnerSettings,
    otp: OtpConsumption | null,
    event: AuditEvent,
  ): Promise<WriteResult>;
}
