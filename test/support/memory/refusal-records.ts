import type { RefusalRecords } from '../../../lambdas/domain/refusals/explain-refusal.ts';
import type { ExplainableRefusal } from '../../../lambdas/domain/usage-counting/usage-counters.ts';
import type { MemoryRecords } from './records.ts';

const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

export class MemoryRefusalRecords implements RefusalRecords {
  readonly #records: MemoryRecords;
  readonly refusals: ExplainableRefusal[] = [];

  constructor(records: MemoryRecords) {
    this.#records = records;
  }

  async find(partnerId: string, requestId: string, nowMs: number) {
    await this.#records.reach();
    const refusal = this.refusals.find((one) => one.ofPartner === partnerId && one.requestId === requestId);
    return refusal === undefined || refusal.atMs + KEPT_MS <= nowMs ? null : refusal;
  }
}
