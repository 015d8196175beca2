import { UnreadableRecordError } from '../../../lambdas/domain/base/dependency-error.ts';
import type { Notice } from '../../../lambdas/domain/notices/notice-mail.ts';
import type { NoticeStream } from '../../../lambdas/domain/notices/notice-stream.ts';
import type { Occurrence } from '../../../lambdas/domain/notices/notifiable-event.ts';
import type { Delivery, NoticeLog, NoticeRecords, Notifier } from '../../../lambdas/domain/notices/send-notice.ts';
import type { MemoryRecords } from './records.ts';

/** Images are occurrences already; null is an item that nobody is notified of, and anything else is unreadable. */
export class MemoryNoticeStream implements NoticeStream {
  read(image: unknown): Occurrence | null {
    if (image === null) return null;
    if (typeof image === 'object' && 'source' in image) return image as Occurrence;
    throw new UnreadableRecordError('PK');
  }
}

export class MemoryNoticeLog implements NoticeLog {
  readonly claims = new Map<string, number>();
  readonly outcomes = new Map<string, 'sent' | 'rejected'>();
  failure: Error | null = null;

  async claim(delivery: Delivery, nowSeconds: number, untilSeconds: number) {
    if (this.failure !== null) throw this.failure;
    const name = nameOf(delivery);
    if (this.outcomes.has(name)) return 'done';
    if ((this.claims.get(name) ?? 0) > nowSeconds) return 'held';
    this.claims.set(name, untilSeconds);
    return 'claimed';
  }

  async release(delivery: Delivery) {
    this.claims.delete(nameOf(delivery));
  }

  async finish(delivery: Delivery, outcome: 'sent' | 'rejected') {
    this.claims.delete(nameOf(delivery));
    this.outcomes.set(nameOf(delivery), outcome);
  }
}

export class MemoryNoticeRecords implements NoticeRecords {
  readonly #records: MemoryRecords;

  constructor(records: MemoryRecords) {
    this.#records = records;
  }

  async findKey(partnerId: string, keyId: string) {
    await this.#records.reach();
    return this.#records.findKey(partnerId, keyId);
  }
}

/** Keeps the notices that it accepted. */
export class MemoryNotifier implements Notifier {
  readonly sent: Notice[] = [];
  /** Addresses that accept no message, ever. */
  readonly rejects = new Set<string>();
  failure: Error | null = null;

  async sendNotice(notice: Notice) {
    if (this.failure !== null) throw this.failure;
    if (this.rejects.has(notice.to)) return 'rejected';
    this.sent.push(notice);
    return 'sent';
  }
}

function nameOf({ partnerId, occurrenceId, subject }: Delivery): string {
  return `${partnerId} ${occurrenceId} ${subject}`;
}
