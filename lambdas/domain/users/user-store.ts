import type { WriteResult } from '../base/until-written.ts';
import type { AuditEvent } from '../model/audit-event.ts';
import type { Identity, TokenGenerations, UserRecord } from '../model/records.ts';
import type { GenerationChange } from './token-generations.ts';

export interface NewUser {
  readonly userId: string;
  readonly partnerId: string;
  /** In its normal form. */
  readonly email: string;
  readonly phone: string | null;
  readonly role: 'owner' | 'member';
  /** null: linked at the first sign-in. */
  readonly identity: Identity | null;
}

/** The times that a user record gets when the user's access ends, epoch seconds. */
export interface AccessTimes {
  readonly sessionsValidAfter: number;
  readonly passwordResetAt: number | null;
}

/** Users and their identities. Reads are strongly consistent, each change is one transaction; throws a DependencyError. */
export interface UserStore {
  partnerExists(partnerId: string): Promise<boolean>;
  findUser(userId: string): Promise<UserRecord | null>;
  findByIdentity(identity: Identity): Promise<UserRecord | null>;
  /** @param email - in its normal form */
  findByEmail(email: string): Promise<UserRecord | null>;
  /** Throws a MissingRecordError if there is no such partner. */
  findGenerations(partnerId: string): Promise<TokenGenerations>;
  /** `exists`: the e-mail address is a user's. `identity_taken`: the account is another user's. */
  add(user: NewUser, event: AuditEvent): Promise<'added' | 'exists' | 'identity_taken' | 'partner_unknown'>;
  /** Links an identity. A conflict if it is linked already, or the user has changed since it was read, or is gone. */
  link(user: UserRecord, identity: Identity, linkedAt: string): Promise<WriteResult>;
  /** Removes the user with everything that leads to it. A conflict if user or entries have changed since they were read. */
  remove(user: UserRecord, change: GenerationChange, event: AuditEvent): Promise<WriteResult>;
  /** Keeps the user. A conflict as above. */
  endAccess(user: UserRecord, change: GenerationChange, times: AccessTimes, event: AuditEvent): Promise<WriteResult>;
}

export type SignInStore = Pick<UserStore, 'findByIdentity' | 'findByEmail' | 'link'>;
