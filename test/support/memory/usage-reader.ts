import type { UsagePeriod } from '../../../lambdas/domain/usage-figures/usage-period.ts';
import type { UsageReader } from '../../../lambdas/domain/usage-figures/usage-reader.ts';
import { type Figures, usageReaderOf } from '../usage-reader.ts';
import type { MemoryRecords } from './records.ts';

export class MemoryUsageReader implements UsageReader {
  readonly #records: MemoryRecords;
  readonly #figures: Record<string, Figures> = {};
  readonly #reader: UsageReader;

  constructor(records: MemoryRecords, partnerId: string) {
    this.#records = records;
    this.#reader = usageReaderOf(partnerId, this.#figures);
  }

  set(credentialId: string, figures: Figures): void {
    this.#figures[credentialId] = figures;
  }

  async listDays(partnerId: string, credentialId: string, period: UsagePeriod) {
    await this.#records.reach();
    return this.#reader.listDays(partnerId, credentialId, period);
  }

  async listIps(partnerId: string, credentialId: string, period: UsagePeriod) {
    await this.#records.reach();
    return this.#reader.listIps(partnerId, credentialId, period);
  }

  async findLastUses(partnerId: string, credentialIds: readonly string[]) {
    await this.#records.reach();
    return this.#reader.findLastUses(partnerId, credentialIds);
  }
}
