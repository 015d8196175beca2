import type { WriteResult } from '../base/until-written.ts';
import type { GeneratedApiKey } from '../model/api-key.ts';
import type { AuditEvent } from '../model/audit-event.ts';
import type { ApiKeyDetails } from '../model/records.ts';
import type { NewKey } from '../one-time-codes/otp-action.ts';
import type { OtpConsumption } from '../one-time-codes/otp-store.ts';

/**
 * Keys of a partner. Reads are strongly consistent; each change is one transaction with its event and the warnings of a new
 * expiry. `conflict`: the key, the partner or the OTP state is not as it was read. Every method throws a DependencyError.
 */
export interface ApiKeyStore {
  /** All keys that are not deleted, in no order. */
  list(partnerId: string): Promise<readonly ApiKeyDetails[]>;
  find(partnerId: string, keyId: string): Promise<ApiKeyDetails | null>;
  /** Counts the key, too: also a conflict if the partner is not active or has reached its limit. */
  create(key: GeneratedApiKey & NewKey, otp: OtpConsumption, event: AuditEvent): Promise<WriteResult>;
  /** A conflict unless the stored key has the revision of `before`. */
  update(
    partnerId: string,
    before: ApiKeyDetails,
    after: ApiKeyDetails,
    otp: OtpConsumption | null,
    event: AuditEvent,
  ): Promise<WriteResult>;
  /** The new key takes the old one's place in the count; the old one expires at the time given (epoch seconds). */
  rotate(
    outgoing: { readonly old: ApiKeyDetails; readonly expiresAt: number },
    key: GeneratedApiKey & NewKey,
    otp: OtpConsumption,
    event: AuditEvent,
  ): Promise<WriteResult>;
  /** Takes the key off the count, unless its successor is counted instead. */
  delete(partnerId: string, key: Pick<ApiKeyDetails, 'keyId' | 'rotatedTo'>, event: AuditEvent): Promise<WriteResult>;
}
