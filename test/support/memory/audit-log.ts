import type { AuditLog } from '../../../lambdas/domain/activity/list-activity.ts';
import type { AuditEvent } from '../../../lambdas/domain/model/audit-event.ts';
import type { MemoryRecords } from './records.ts';

export class MemoryAuditLog implements AuditLog {
  readonly #records: MemoryRecords;

  constructor(records: MemoryRecords) {
    this.#records = records;
  }

  async list(partnerId: string, before: string | null, limit: number) {
    await this.#records.reach();
    return this.#records.events
      .filter((one) => one.partnerId === partnerId && (before === null || one.event.id < before))
      .map(({ event }) => withoutDetail(event))
      .toSorted((a, b) => (a.id < b.id ? 1 : -1))
      .slice(0, limit);
  }
}

/** The detail is stored for notices and is not read for the activity. */
function withoutDetail({ detail, ...event }: AuditEvent): AuditEvent {
  return event;
}
