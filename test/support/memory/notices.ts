import { UnreadableRecordError } from '../../../lambdas/domain/base/dependency-error.ts';
import type { MailContent } from '../../../lambdas/domain/base/mail-content.ts';
import type { Mailer, MailResult } from '../../../lambdas/domain/base/mailer.ts';
import type { Delivery, NoticeLog } from '../../../lambdas/domain/notices/deliver.ts';
import type { NotifiableEvent, NotifiableEventParser } from '../../../lambdas/domain/notices/notifiable-event.ts';
import type { NoticedKeys } from '../../../lambdas/domain/notices/send-notice.ts';
import type { MemoryRecords } from './records.ts';

/** Images are events already; null is an item that is no notifiable event, and anything else is unreadable. */
export class MemoryNotifiableEventParser implements NotifiableEventParser {
  parse(image: unknown): NotifiableEvent | null {
    if (image === null) return null;
    if (typeof image === 'object' && 'source' in image) return image as NotifiableEvent;
    throw new UnreadableRecordError('PK');
  }
}

export class MemoryNoticeLog implements NoticeLog {
  readonly claims = new Map<string, number>();
  readonly results = new Map<string, MailResult>();
  failure: Error | null = null;

  async claim(delivery: Delivery, nowSeconds: number, untilSeconds: number) {
    if (this.failure !== null) throw this.failure;
    const name = nameOf(delivery);
    if (this.results.has(name)) return 'done';
    if ((this.claims.get(name) ?? 0) > nowSeconds) return 'held';
    this.claims.set(name, untilSeconds);
    return 'claimed';
  }

  async release(delivery: Delivery) {
    this.claims.delete(nameOf(delivery));
  }

  async finish(delivery: Delivery, result: MailResult) {
    this.claims.delete(nameOf(delivery));
    this.results.set(nameOf(delivery), result);
  }
}

export class MemoryNoticedKeys implements NoticedKeys {
  readonly #records: MemoryRecords;

  constructor(records: MemoryRecords) {
    this.#records = records;
  }

  async find(partnerId: string, keyId: string) {
    await this.#records.reach();
    return this.#records.findKey(partnerId, keyId);
  }
}

/** Keeps the e-mails that it accepted. */
export class MemoryMailer implements Mailer {
  readonly sent: (MailContent & { readonly to: string })[] = [];
  /** Addresses that accept no message, ever. */
  readonly rejects = new Set<string>();
  failure: Error | null = null;

  async send(to: string, content: MailContent) {
    if (this.failure !== null) throw this.failure;
    if (this.rejects.has(to)) return 'rejected';
    this.sent.push({ to, ...content });
    return 'sent';
  }
}

function nameOf({ partnerId, eventId, userId }: Delivery): string {
  return `${partnerId} ${eventId} ${userId}`;
}
