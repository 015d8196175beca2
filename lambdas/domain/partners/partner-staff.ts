import { DependencyError } from '../base/dependency-error.ts';
import type { Actor } from '../model/audit-event.ts';
import type { PartnerDetails, UserRecord } from '../model/records.ts';

/** Strongly consistent. A method throws a DependencyError for what it cannot be certain of; null means that the record certainly does not exist. */
export interface PartnerStaff {
  findUser(subject: string): Promise<UserRecord | null>;
  findPartner(partnerId: string): Promise<PartnerDetails | null>;
}

/** Throws a DependencyError if the partner of a user is not there, which no operation leads to. */
export async function partnerOf(staff: PartnerStaff, { partnerId }: Actor): Promise<PartnerDetails> {
  const partner = await staff.findPartner(partnerId);
  if (partner === null) throw new DependencyError('records', 'The partner of a user is missing.');
  return partner;
}
