import type { GeneratedApiKey } from './model/api-key.ts';
import type { AuditEvent } from './model/audit-event.ts';
import type { ApiKeyDetails, PartnerDetails, UserRecord } from './model/records.ts';
import type { PartnerControls } from './model/restrictions.ts';
import type { NewKey } from './one-time-codes/otp-action.ts';
import type { CodeMessage } from './one-time-codes/otp-message.ts';
import type { OtpState } from './one-time-codes/otp-state.ts';

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

/** The state in which a challenge is used, to be written in the same transaction as the change that it was for. */
export interface KeyUse {
  readonly subject: string;
  readonly state: OtpState;
}

/**
 * Keys of a partner. Reads are strongly consistent; each change is one transaction with its event and the warnings of a
 * new end. `changed`: the key, the partner or the OTP state is not what it was read as; nothing is written then.
 */
export interface ApiKeyStore {
  /** All keys that are not deleted, in no order. */
  list(partnerId: string): Promise<readonly ApiKeyDetails[]>;
  find(partnerId: string, keyId: string): Promise<ApiKeyDetails | null>;
  /** Counts the key, too: `changed` also where the partner is not active, or has as many as it may. */
  create(key: GeneratedApiKey & NewKey, otp: KeyUse, event: AuditEvent): Promise<'created' | 'changed'>;
  /** Over the revision of `before`. */
  update(
    partnerId: string,
    before: ApiKeyDetails,
    after: ApiKeyDetails,
    otp: KeyUse | null,
    event: AuditEvent,
  ): Promise<'updated' | 'changed'>;
  /** The new key takes the old one's place in the count; the old one ends at the time given (epoch seconds). */
  rotate(
    outgoing: { readonly old: ApiKeyDetails; readonly endsAt: number },
    key: GeneratedApiKey & NewKey,
    otp: KeyUse,
    event: AuditEvent,
  ): Promise<'rotated' | 'changed'>;
  /** Takes the key off the count, unless a successor has its place already. */
  delete(
    partnerId: string,
    key: Pick<ApiKeyDetails, 'keyId' | 'rotatedTo'>,
    event: AuditEvent,
  ): Promise<'deleted' | 'changed'>;
}

/** What holds for all of a partner's credentials. */
export interface SettingsStore {
  /** One transaction with its event, over the revision of `partner`. false if that is another one by now, or the OTP state is. */
  update(partner: PartnerDetails, after: PartnerControls, otp: KeyUse | null, event: AuditEvent): Promise<boolean>;
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

export interface LegacyTokenPosition {
  readonly enabled: boolean;
  /** When it goes off by itself, epoch seconds; null if that is not scheduled. */
  readonly offAt: number | null;
}

/** One transaction with its event. `moved`: the switch is not in the position `from` any more, and nothing was done. */
export interface LegacyTokenSwitch {
  set(
    partnerId: string,
    change: { readonly from: LegacyTokenPosition; readonly to: LegacyTokenPosition },
    event: AuditEvent,
  ): Promise<'changed' | 'moved'>;
}

/** The events of a partner, newest first. */
export interface AuditLog {
  /** At most `limit` events before the one named, or the newest ones. */
  list(partnerId: string, before: string | null, limit: number): Promise<readonly AuditEvent[]>;
}
