import type { PartnerData } from './records.ts';
import { seedPartner } from './seed-partner.ts';

/** Any partner exists from its first call on: whether it may call at all is the gateway's decision. */
export class Partners {
  readonly #byId = new Map<string, PartnerData>();

  get(partnerId: string): PartnerData {
    let data = this.#byId.get(partnerId);
    if (data === undefined) {
      data = seedPartner(partnerId);
      this.#byId.set(partnerId, data);
    }
    return data;
  }
}
