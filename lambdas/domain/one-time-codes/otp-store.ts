import type { WriteResult } from '../base/until-written.ts';
import type { AuditEvent } from '../model/audit-event.ts';
import type { OtpState } from './otp-state.ts';

/** The state after a challenge is consumed. It is written in the same transaction as the change that the code confirms. */
export interface OtpConsumption {
  readonly userId: string;
  readonly state: OtpState;
}

/** The OTP state of users. Strongly consistent. */
export interface OtpStore {
  find(userId: string): Promise<OtpState>;
  /** Stores the state and the events in one transaction. A conflict unless the stored state has the version of `state`. */
  save(userId: string, state: OtpState, partnerId: string, events: readonly AuditEvent[]): Promise<WriteResult>;
}
