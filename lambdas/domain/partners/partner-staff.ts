import { MissingRecordError } from '../base/dependency-error.ts';
import type { Actor } from '../model/audit-event.ts';
import type { PartnerDetails, UserRecord } from '../model/records.ts';

/**
 * Finds users and partners. Strongly consistent: null means that the record does not exist. Every method throws a
 * DependencyError.
 */
export interface PartnerStaff {
  findUser(userId: string): Promise<UserRecord | null>;
  findPartner(partnerId: string): Promise<PartnerDetails | null>;
}

/** Returns the partner of a user. Throws a MissingRecordError if it does not exist: no operation deletes partners. */
export async function partnerOf(staff: PartnerStaff, { partnerId }: Actor): Promise<PartnerDetails> {
  const partner = await staff.findPartner(partnerId);
  if (partner === null) throw new MissingRecordError('The partner of a user');
  return partner;
}
