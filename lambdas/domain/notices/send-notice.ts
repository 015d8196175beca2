import type { Member } from '../model/records.ts';
import type { MemberStore } from '../partners/member-store.ts';
import type { PartnerStaff } from '../partners/partner-staff.ts';
import type { Notice, NoticedKey } from './notice-mail.ts';
import { audienceOf, keyIdOf, type Occurrence, occurrenceId } from './notifiable-event.ts';

/** What one user is told of one occurrence. */
export interface Delivery {
  readonly partnerId: string;
  /** See occurrence.ts. */
  readonly occurrenceId: string;
  readonly subject: string;
}

/** Who has been told. Every method throws a DependencyError. */
export interface NoticeLog {
  /**
   * Keeps a delivery to this run until then (epoch seconds). `held`: another run has it. Of any number of runs at once
   * one gets it.
   */
  claim(delivery: Delivery, nowSeconds: number, untilSeconds: number): Promise<'claimed' | 'held' | 'done'>;
  /** Gives it back, for the next run to claim at once. */
  release(delivery: Delivery): Promise<void>;
  finish(delivery: Delivery, outcome: 'sent' | 'rejected'): Promise<void>;
}

/** What is read for a notice. Strongly consistent; throws a DependencyError. */
export interface NoticeRecords {
  /** Also a key that is deleted. null if its record is gone. */
  findKey(partnerId: string, keyId: string): Promise<NoticedKey | null>;
}

export interface Notifier {
  /** `rejected`: this message will not be accepted, however often it is tried. Throws a DependencyError for everything else. */
  sendNotice(notice: Notice): Promise<'sent' | 'rejected'>;
}

export interface NoticeOptions {
  readonly log: NoticeLog;
  readonly records: NoticeRecords;
  readonly members: Pick<MemberStore, 'list'>;
  readonly staff: Pick<PartnerStaff, 'findPartner'>;
  readonly notifier: Notifier;
  readonly report: (what: 'notice_not_sent' | 'notice_rejected' | 'notice_not_recorded', error: unknown) => void;
  readonly nowMs: number;
}

/** Longer than the function may run. */
export const CLAIM_SECONDS = 5 * 60;

/**
 * Tells everybody of one occurrence who has not been told yet. false: somebody is still to be told, so it has to come again
 * (docs/adr/0012-notices.md says what happens where a step fails).
 */
export async function sendNotice(occurrence: Occurrence, options: NoticeOptions): Promise<boolean> {
  const { partnerId } = occurrence;
  const audience = audienceOf(occurrence);
  if (audience === null) return true;
  const keyId = keyIdOf(occurrence);
  const [recipients, partner, apiKey] = await Promise.all([
    options.members.list(partnerId),
    options.staff.findPartner(partnerId),
    keyId === null ? null : options.records.findKey(partnerId, keyId),
  ]);
  // Nobody is left to be told.
  if (partner === null) return true;
  let complete = true;
  for (const { subject, email } of recipientsOf(occurrence, recipients)) {
    const delivery = { partnerId, occurrenceId: occurrenceId(occurrence), subject };
    const notice = { to: email, partnerId, partnerName: partner.name, occurrence, apiKey };
    // One who cannot be reached must not keep the others from theirs.
    if (!(await deliver(delivery, notice, options))) complete = false;
  }
  return complete;
}

/** Without those who have muted it, and one of those who share an address. */
export function recipientsOf(occurrence: Occurrence, recipients: readonly Member[]): readonly Member[] {
  const audience = audienceOf(occurrence);
  const wanted = recipients.filter(({ email, mutedNotices }) => {
    if (occurrence.source === 'change') {
      const { actor, target } = occurrence.event;
      if (audience === 'own') return email === target;
      // Wrong codes are often somebody else's: whose they seem to be cannot mute that.
      if (audience === 'otp_locked' && email === actor) return true;
    }
    return audience !== null && audience !== 'own' && !mutedNotices.includes(audience);
  });
  return wanted.filter(({ email }, index) => wanted.findIndex((one) => one.email === email) === index);
}

async function deliver(delivery: Delivery, notice: Notice, options: NoticeOptions): Promise<boolean> {
  const { log, notifier, report } = options;
  const now = Math.floor(options.nowMs / 1000);
  try {
    const claim = await log.claim(delivery, now, now + CLAIM_SECONDS);
    // Held by a run that may still die.
    if (claim !== 'claimed') return claim === 'done';
  } catch (error) {
    report('notice_not_sent', error);
    return false;
  }
  let outcome: 'sent' | 'rejected';
  try {
    outcome = await notifier.sendNotice(notice);
  } catch (error) {
    report('notice_not_sent', error);
    // Otherwise the claim lapses by itself.
    await log.release(delivery).catch((second: unknown) => report('notice_not_recorded', second));
    return false;
  }
  if (outcome === 'rejected') report('notice_rejected', null);
  // It has gone out: to have it come again would only send it twice.
  await log.finish(delivery, outcome).catch((error: unknown) => report('notice_not_recorded', error));
  return true;
}
