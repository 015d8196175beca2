import type { Member } from '../model/records.ts';

/** Who belongs to a partner. Strongly consistent; throws a DependencyError. */
export interface MemberStore {
  list(partnerId: string): Promise<readonly Member[]>;
  /** null for somebody who is no member, or not any more. */
  find(partnerId: string, subject: string): Promise<Member | null>;
}
