import type { Member } from '../model/records.ts';

/** The users of a partner. Strongly consistent; every method throws a DependencyError. */
export interface MemberStore {
  list(partnerId: string): Promise<readonly Member[]>;
  /** Returns null for somebody who is not, or no longer, a member. */
  find(partnerId: string, userId: string): Promise<Member | null>;
}
