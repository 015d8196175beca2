import type { MailContent } from '../base/mail-content.ts';
import type { Mailer, MailResult } from '../base/mailer.ts';

/** One message to one user. */
export interface Delivery {
  readonly partnerId: string;
  /** What the message is about; unique within the partner. */
  readonly eventId: string;
  readonly userId: string;
}

/** Remembers deliveries, so that a message that was sent is not sent again. Every method throws a DependencyError. */
export interface NoticeLog {
  /**
   * Reserves a delivery for this run until then (epoch seconds). `held`: another run has it. Of any number of runs at once
   * one gets it.
   */
  claim(delivery: Delivery, nowSeconds: number, untilSeconds: number): Promise<'claimed' | 'held' | 'done'>;
  /** Gives the claim back, so that the next run can claim at once. */
  release(delivery: Delivery): Promise<void>;
  finish(delivery: Delivery, result: MailResult): Promise<void>;
}

/** What goes wrong with a delivery; `error` is null for `rejected`. */
export type ReportDelivery = (what: 'not_sent' | 'rejected' | 'not_recorded', error: unknown) => void;

export interface DeliveryOptions {
  readonly log: NoticeLog;
  readonly mailer: Mailer;
  readonly report: ReportDelivery;
  /** Start of the run. */
  readonly nowMs: number;
}

/** `done`: by an earlier run. `held`: by another run, which may still die. */
export type DeliveryResult = MailResult | 'done' | 'held' | 'failed';

/** Longer than any of the functions may run, so that a claim never lapses while its run lives. */
export const CLAIM_SECONDS = 10 * 60;

/** Sends a message unless it was sent before. docs/adr/0012-notices.md says what happens where a step fails. */
export async function deliver(
  delivery: Delivery,
  mail: { readonly to: string; readonly content: MailContent },
  { log, mailer, report, nowMs }: DeliveryOptions,
): Promise<DeliveryResult> {
  const now = Math.floor(nowMs / 1000);
  try {
    const claim = await log.claim(delivery, now, now + CLAIM_SECONDS);
    if (claim !== 'claimed') return claim;
  } catch (error) {
    report('not_sent', error);
    return 'failed';
  }
  let result: MailResult;
  try {
    result = await mailer.send(mail.to, mail.content);
  } catch (error) {
    report('not_sent', error);
    // Otherwise the claim expires.
    await log.release(delivery).catch((second: unknown) => report('not_recorded', second));
    return 'failed';
  }
  if (result === 'rejected') report('rejected', null);
  // The message has gone out: a retry would only send it twice.
  await log.finish(delivery, result).catch((error: unknown) => report('not_recorded', error));
  return result;
}

/** Whether the message needs no other run. */
export function isSettled(result: DeliveryResult): boolean {
  return result !== 'held' && result !== 'failed';
}
