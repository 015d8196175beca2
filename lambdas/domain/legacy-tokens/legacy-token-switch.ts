import type { WriteResult } from '../base/until-written.ts';
import type { AuditEvent } from '../model/audit-event.ts';
import type { LegacyTokenSetting } from '../model/legacy-token-state.ts';
import type { OtpConsumption } from '../one-time-codes/otp-store.ts';

/** The legacy token setting of partners. */
export interface LegacyTokenSwitch {
  /**
   * One transaction with its event. A conflict if the setting is not `from` any more; with a code, also if the partner is
   * suspended or the OTP state has changed. Throws a DependencyError.
   */
  set(
    partnerId: string,
    change: { readonly from: LegacyTokenSetting; readonly to: LegacyTokenSetting },
    otp: OtpConsumption | null,
    event: AuditEvent,
  ): Promise<WriteResult>;
}
