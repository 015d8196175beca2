import type { WriteResult } from '../base/until-written.ts';
import type { AuditEvent } from '../model/audit-event.ts';
import type { OtpState } from './otp-state.ts';

/** The state in which a challenge is used up, to be written in the same transaction as the change that it was for. */
export interface OtpConsumption {
  readonly subject: string;
  readonly state: OtpState;
}

/** The OTP state of users. Strongly consistent. */
export interface OtpStore {
  find(subject: string): Promise<OtpState>;
  /** Stores the state, which says what version it was made from, with the events. A conflict if there is another version by now. */
  save(subject: string, state: OtpState, partnerId: string, events: readonly AuditEvent[]): Promise<WriteResult>;
}
