import type { AuditEvent } from '../../../lambdas/domain/model/audit-event.ts';
import type {
  ApiKeyDetails,
  ApiKeyRecord,
  LegacyTokenRecord,
  PartnerDetails,
  TokenGeneration,
  UserRecord,
} from '../../../lambdas/domain/model/records.ts';
import type { MutedNotices } from '../../../lambdas/domain/notices/mute-notices.ts';
import { NO_OTP_STATE, type OtpState } from '../../../lambdas/domain/one-time-codes/otp-state.ts';
import type { OtpConsumption } from '../../../lambdas/domain/one-time-codes/otp-store.ts';

/** An API key with what the authorizer reads of it and what partner staff see of it. */
export type StoredKey = ApiKeyRecord & Omit<ApiKeyDetails, 'status'> & { readonly partnerId: string };

/** The records table: what one port writes, the others read. */
export class MemoryRecords {
  readonly partners = new Map<string, PartnerDetails>();
  readonly users = new Map<string, UserRecord>();
  /** Of all partners: no user is of two. */
  readonly generations = new Map<string, TokenGeneration>();
  readonly keys = new Map<string, StoredKey>();
  /** By the SHA-256 of the token. */
  readonly tokens = new Map<string, LegacyTokenRecord>();
  readonly otpStates = new Map<string, OtpState>();
  readonly mutedNotices = new Map<string, MutedNotices>();
  /** Oldest first. */
  readonly events: { readonly partnerId: string; readonly event: AuditEvent }[] = [];
  /** What every port on these records throws; null: none does. */
  failure: Error | null = null;

  /** Throws the failure. Every method of a port begins with it. */
  async reach(): Promise<void> {
    if (this.failure !== null) throw this.failure;
  }

  findKey(partnerId: string, keyId: string): StoredKey | null {
    const key = this.keys.get(keyId);
    return key?.partnerId === partnerId ? key : null;
  }

  otpState(userId: string): OtpState {
    return this.otpStates.get(userId) ?? NO_OTP_STATE;
  }

  /** Whether the OTP state is the one that the new state was made from; always true without a new state. */
  allowsOtp(otp: OtpConsumption | null): boolean {
    return otp === null || this.otpState(otp.userId).version === otp.state.version;
  }

  /** Stores the OTP state and the event of a transaction whose conditions hold. */
  write(partnerId: string, otp: OtpConsumption | null, ...events: readonly AuditEvent[]): void {
    if (otp !== null) this.otpStates.set(otp.userId, { ...otp.state, version: otp.state.version + 1 });
    this.events.push(...events.map((event) => ({ partnerId, event })));
  }
}
