import type { ExpiryNotice } from '../../../lambdas/domain/notices/expiry-mail.ts';
import type { DueItem, DueWarnings, ExpiryNotifier } from '../../../lambdas/domain/notices/send-expiry-warnings.ts';
import type { MemoryRecords } from './records.ts';

export class MemoryDueWarnings implements DueWarnings {
  readonly #records: MemoryRecords;
  readonly #claims = new Map<string, number>();
  items: DueItem[] = [];

  constructor(records: MemoryRecords) {
    this.#records = records;
  }

  async list(date: string) {
    await this.#records.reach();
    return this.items.filter((item) => item.date === date);
  }

  async claim(item: DueItem, nowSeconds: number, untilSeconds: number) {
    await this.#records.reach();
    const name = nameOf(item);
    const isThere = this.items.some((one) => nameOf(one) === name);
    if (!isThere || (this.#claims.get(name) ?? 0) > nowSeconds) return false;
    this.#claims.set(name, untilSeconds);
    return true;
  }

  async recordSent(item: DueItem, email: string) {
    await this.#records.reach();
    this.items = this.items.map((one) =>
      nameOf(one) === nameOf(item) ? { ...one, sentTo: [...one.sentTo, email] } : one,
    );
  }

  async finish(item: DueItem) {
    await this.#records.reach();
    this.items = this.items.filter((one) => nameOf(one) !== nameOf(item));
  }
}

/** Keeps the warnings that it accepted. */
export class MemoryExpiryNotifier implements ExpiryNotifier {
  readonly sent: ExpiryNotice[] = [];
  failure: Error | null = null;

  async notifyExpiry(notice: ExpiryNotice) {
    if (this.failure !== null) throw this.failure;
    this.sent.push(notice);
  }
}

function nameOf({ date, partnerId, keyId, days }: DueItem): string {
  return `${date} ${partnerId} ${keyId} ${days}`;
}
