import { MissingRecordError } from '../base/dependency-error.ts';
import type { Actor } from '../model/audit-event.ts';
import type { PartnerDetails, UserRecord } from '../model/records.ts';

/**
 * Strongly consistent. Throws a DependencyError for whatever is not certain; null means that the record certainly does not
 * exist.
 */
export interface PartnerStaff {
  findUser(subject: string): Promise<UserRecord | null>;
  findPartner(partnerId: string): Promise<PartnerDetails | null>;
}

/** Throws a MissingRecordError if the partner of a user does not exist, which no operation leads to. */
export async function partnerOf(staff: PartnerStaff, { partnerId }: Actor): Promise<PartnerDetails> {
  const partner = await staff.findPartner(partnerId);
  if (partner === null) throw new MissingRecordError('The partner of a user');
  return partner;
}
