import type { ExpiryNotice } from './expiry-mail.ts';
import { dateOf } from './key-lifetime.ts';
import type { ApiKeyStore, PartnerStaff } from './management-ports.ts';
import type { ApiKeyDetails, PartnerDetails } from './records.ts';

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
  /** E-mail addresses of the partner's users. */
  listRecipients(partnerId: string): Promise<readonly string[]>;
}

/** Throws a DependencyError unless the message was accepted. */
export interface ExpiryNotifier {
  notifyExpiry(notice: ExpiryNotice): Promise<void>;
}

export interface ExpiryWarningsOptions {
  readonly due: DueWarnings;
  readonly keys: Pick<ApiKeyStore, 'find'>;
  readonly staff: Pick<PartnerStaff, 'findPartner'>;
  readonly notifier: ExpiryNotifier;
  readonly report: (error: unknown) => void;
  readonly nowMs: number;
}

/** A warning that could not be sent on its day is sent on one of the next two; then the next one is near. */
const DAYS_BACK = [0, 1, 2];
const DAY_SECONDS = 24 * 60 * 60;
const CLAIM_SECONDS = 10 * 60;

/**
 * Sends what is due to every user of the partner, once: who has got it is written down after each message, so only a run
 * that dies in between makes a message come twice. What fails stays due. Answers how many messages were sent and failed.
 */
export async function sendExpiryWarnings(
  options: ExpiryWarningsOptions,
): Promise<{ readonly sent: number; readonly failed: number }> {
  const now = Math.floor(options.nowMs / 1000);
  const total = { sent: 0, failed: 0 };
  for (const back of DAYS_BACK) {
    for (const item of await options.due.list(dateOf(now - back * DAY_SECONDS))) {
      try {
        total.sent += await send(item, now, options);
      } catch (error) {
        total.failed++;
        options.report(error);
      }
    }
  }
  return total;
}

async function send(
  item: DueItem,
  now: number,
  { due, keys, staff, notifier }: ExpiryWarningsOptions,
): Promise<number> {
  if (!(await due.claim(item, now, now + CLAIM_SECONDS))) return 0;
  const [apiKey, partner] = await Promise.all([
    keys.find(item.partnerId, item.keyId),
    staff.findPartner(item.partnerId),
  ]);
  let sent = 0;
  if (apiKey !== null && partner !== null && isStillMeant(item, apiKey, now)) {
    for (const to of await due.listRecipients(item.partnerId)) {
      if (item.sentTo.includes(to)) continue;
      await notifier.notifyExpiry(noticeOf(to, item, apiKey, partner));
      await due.recordSent(item, to);
      sent++;
    }
  }
  await due.finish(item);
  return sent;
}

/** Not for a key that got another end, has ended, or is being replaced anyway. */
function isStillMeant({ expiresAt }: DueItem, apiKey: ApiKeyDetails, now: number): boolean {
  return apiKey.expiresAt === expiresAt && expiresAt > now && apiKey.rotatedTo === null;
}

function noticeOf(to: string, { expiresAt }: DueItem, apiKey: ApiKeyDetails, partner: PartnerDetails): ExpiryNotice {
  const { partnerId, name: partnerName } = partner;
  return { to, partnerId, partnerName, keyName: apiKey.name, hint: apiKey.hint, expiresAtMs: expiresAt * 1000 };
}
