import type { GeneratedApiKey } from './api-key.ts';
import type { AuditEvent } from './audit-event.ts';
import type { CodeMessage, LockNotice } from './otp-message.ts';
import type { OtpState } from './otp-state.ts';
import type { ApiKeyDetails, PartnerDetails, UserRecord } from './records.ts';

/** What a method cannot be certain of, it throws as a DependencyError; null means that the record certainly does not exist. */

/** Who calls, by an ID token. */
export interface IdTokenVerifier {
  /** null for anything but a valid ID token of the hub's client. */
  verify(token: string): Promise<{ readonly subject: string } | null>;
}

/** Whether a value proves that a request came through the hub's distribution. */
export interface OriginProof {
  accepts(value: string): Promise<boolean>;
}

/** Strongly consistent. */
export interface PartnerStaff {
  findUser(subject: string): Promise<UserRecord | null>;
  findPartner(partnerId: string): Promise<PartnerDetails | null>;
}

/** Keys of a partner. Reads are strongly consistent; each change is one transaction with its event. */
export interface ApiKeyStore {
  /** All active keys, expired ones among them, in no order. */
  list(partnerId: string): Promise<readonly ApiKeyDetails[]>;
  find(partnerId: string, keyId: string): Promise<ApiKeyDetails | null>;
  /**
   * Stores the key and, in the same transaction, the state in which its challenge is used. `otp_changed`: the state is not
   * what it was read as. `partner_refuses`: not active, or at the limit of keys. Nothing is written then.
   */
  create(
    key: GeneratedApiKey & { readonly name: string },
    otp: { readonly subject: string; readonly state: OtpState },
    event: AuditEvent,
  ): Promise<'created' | 'otp_changed' | 'partner_refuses'>;
  rename(partnerId: string, keyId: string, name: string, event: AuditEvent): Promise<'renamed' | 'not_found'>;
  delete(partnerId: string, keyId: string, event: AuditEvent): Promise<'deleted' | 'not_found'>;
}

/** The OTP state of users. Strongly consistent. */
export interface OtpStore {
  find(subject: string): Promise<OtpState>;
  /** Stores the state, which says what version it was made from, with the events. false if the version is another one by now. */
  save(subject: string, state: OtpState, partnerId: string, events: readonly AuditEvent[]): Promise<boolean>;
}

/** The secret that codes are hashed with. */
export interface Pepper {
  current(): Promise<{ readonly value: string; readonly version: string }>;
  /** Also one that was current when a pending challenge was made. */
  ofVersion(version: string): Promise<string>;
}

/** Sends codes by one channel. Throws a DependencyError unless the message was accepted. */
export interface CodeSender {
  send(message: CodeMessage): Promise<void>;
}

/** Tells a user of the lock, by e-mail. Throws a DependencyError unless the message was accepted. */
export interface LockNotifier {
  notify(notice: LockNotice): Promise<void>;
}

/** One transaction with its event. `unchanged`: the switch was in this position already. */
export interface LegacyTokenSwitch {
  set(partnerId: string, enabled: boolean, event: AuditEvent): Promise<'changed' | 'unchanged'>;
}

/** The events of a partner, newest first. */
export interface AuditLog {
  /** At most `limit` events before the one named, or the newest ones. */
  list(partnerId: string, before: string | null, limit: number): Promise<readonly AuditEvent[]>;
}
