import type { DenialRecords } from '../../../lambdas/domain/refusals/explain-refusal.ts';
import type { Denial } from '../../../lambdas/domain/usage-counting/usage-counters.ts';
import type { MemoryRecords } from './records.ts';

const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

export class MemoryDenialRecords implements DenialRecords {
  readonly #records: MemoryRecords;
  readonly denials: Denial[] = [];

  constructor(records: MemoryRecords) {
    this.#records = records;
  }

  async find(partnerId: string, requestId: string, nowMs: number) {
    await this.#records.reach();
    const denial = this.denials.find((one) => one.ofPartner === partnerId && one.requestId === requestId);
    return denial === undefined || denial.atMs + KEPT_MS <= nowMs ? null : denial;
  }
}
