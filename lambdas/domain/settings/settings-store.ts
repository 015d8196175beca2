import type { AuditEvent } from '../model/audit-event.ts';
import type { PartnerDetails } from '../model/records.ts';
import type { PartnerSettings } from '../model/restrictions.ts';
import type { OtpConsumption } from '../one-time-codes/otp-store.ts';

/** What holds for all of a partner's credentials. */
export interface SettingsStore {
  /** One transaction with its event, over the revision of `partner`. false if that is another one by now, or the OTP state is. */
  update(
    partner: PartnerDetails,
    after: PartnerSettings,
    otp: OtpConsumption | null,
    event: AuditEvent,
  ): Promise<boolean>;
}
