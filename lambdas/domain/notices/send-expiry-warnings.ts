import type { ApiKeyStore } from '../api-keys/api-key-store.ts';
import { dateOf } from '../base/time-text.ts';
import type { ApiKeyDetails, PartnerDetails } from '../model/records.ts';
import type { MemberStore } from '../partners/member-store.ts';
import type { PartnerStaff } from '../partners/partner-staff.ts';
import type { ExpiryNotice } from './expiry-mail.ts';

/** A warning whose day has come. */
export interface DueItem {
  readonly date: string;
  readonly partnerId: string;
  readonly keyId: string;
  readonly days: number;
  /** Epoch seconds; the key's end when this was written. */
  readonly expiresAt: number;
  /** E-mail addresses that have got it. */
  readonly sentTo: readonly string[];
}

/** Warnings by day. Every method throws a DependencyError. */
export interface DueWarnings {
  /** All of one day (UTC); no other is read. */
  list(date: string): Promise<readonly DueItem[]>;
  /** Keeps the item to this run until then (epoch seconds). false if another run has it, or it is done. */
  claim(item: DueItem, nowSeconds: number, untilSeconds: number): Promise<boolean>;
  recordSent(item: DueItem, email: string): Promise<void>;
  finish(item: DueItem): Promise<void>;
}

/** Throws a DependencyError unless the message was accepted. */
export interface ExpiryNotifier {
  notifyExpiry(notice: ExpiryNotice): Promise<void>;
}

export interface ExpiryWarningsOptions {
  readonly due: DueWarnings;
  readonly keys: Pick<ApiKeyStore, 'find'>;
  readonly members: Pick<MemberStore, 'list'>;
  readonly staff: Pick<PartnerStaff, 'findPartner'>;
  readonly notifier: ExpiryNotifier;
  readonly report: (error: unknown) => void;
  readonly nowMs: number;
}

interface Count {
  sent: number;
  failed: number;
}

/** A warning that could not be sent on its day is sent on one of the next two; then the next one is near. */
const DAYS_BACK = [0, 1, 2];
const DAY_SECONDS = 24 * 60 * 60;
const CLAIM_SECONDS = 10 * 60;

/**
 * Sends what is due to every user of the partner, once: who has got it is written down after each message, so only a run
 * that dies in between makes a message come twice. What fails stays due. Answers how many messages were sent and failed.
 */
export async function sendExpiryWarnings(options: ExpiryWarningsOptions): Promise<Readonly<Count>> {
  const now = Math.floor(options.nowMs / 1000);
  const count: Count = { sent: 0, failed: 0 };
  for (const back of DAYS_BACK) {
    for (const item of await options.due.list(dateOf(now - back * DAY_SECONDS))) {
      await orReport(count, options, () => workOff(item, now, count, options));
    }
  }
  return count;
}

async function workOff(item: DueItem, now: number, count: Count, options: ExpiryWarningsOptions): Promise<void> {
  const { due, keys, members, staff, notifier } = options;
  if (!(await due.claim(item, now, now + CLAIM_SECONDS))) return;
  const [apiKey, partner] = await Promise.all([
    keys.find(item.partnerId, item.keyId),
    staff.findPartner(item.partnerId),
  ]);
  const { failed } = count;
  if (apiKey !== null && partner !== null && isStillMeant(item, apiKey, now)) {
    for (const { email: to } of await members.list(item.partnerId)) {
      if (item.sentTo.includes(to)) continue;
      // An address that takes no mail must not keep the others from theirs.
      await orReport(count, options, async () => {
        await notifier.notifyExpiry(noticeOf(to, item, apiKey, partner));
        count.sent++;
        await due.recordSent(item, to);
      });
    }
  }
  if (count.failed === failed) await due.finish(item);
}

async function orReport(count: Count, { report }: ExpiryWarningsOptions, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    count.failed++;
    report(error);
  }
}

/** Not for a key that got another end, has ended, or is being replaced anyway. */
function isStillMeant({ expiresAt }: DueItem, apiKey: ApiKeyDetails, now: number): boolean {
  return apiKey.expiresAt === expiresAt && expiresAt > now && apiKey.rotatedTo === null;
}

function noticeOf(to: string, { expiresAt }: DueItem, apiKey: ApiKeyDetails, partner: PartnerDetails): ExpiryNotice {
  const { partnerId, name: partnerName } = partner;
  return { to, partnerId, partnerName, keyName: apiKey.name, hint: apiKey.hint, expiresAtMs: expiresAt * 1000 };
}
