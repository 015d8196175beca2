import type { DueItem, DueWarnings } from '../../../lambdas/domain/notices/send-expiry-warnings.ts';
import type { MemoryRecords } from './records.ts';

export class MemoryDueWarnings implements DueWarnings {
  readonly #records: MemoryRecords;
  items: DueItem[] = [];

  constructor(records: MemoryRecords) {
    this.#records = records;
  }

  async list(date: string) {
    await this.#records.reach();
    return this.items.filter((item) => item.date === date);
  }

  async finish(item: DueItem) {
    await this.#records.reach();
    this.items = this.items.filter((one) => nameOf(one) !== nameOf(item));
  }
}

function nameOf({ date, partnerId, keyId, days }: DueItem): string {
  return `${date} ${partnerId} ${keyId} ${days}`;
}
