import type { ApiKeyStore } from '../api-keys/api-key-store.ts';
import { dateOf } from '../base/time-text.ts';
import type { ApiKeyDetails, PartnerDetails } from '../model/records.ts';
import type { MemberStore } from '../partners/member-store.ts';
import type { PartnerStaff } from '../partners/partner-staff.ts';
import { type DeliveryOptions, deliver, isSettled } from './deliver.ts';
import { expiryMail } from './expiry-mail.ts';
import { onePerAddress } from './recipients.ts';

/** A warning that is due on its date. */
export interface DueItem {
  readonly date: string;
  readonly partnerId: string;
  readonly keyId: string;
  readonly days: number;
  /** Epoch seconds; the key's expiry when this was written. */
  readonly expiresAt: number;
}

/** Warnings by day. Every method throws a DependencyError. */
export interface DueWarnings {
  /** Lists those of one day (UTC). */
  list(date: string): Promise<readonly DueItem[]>;
  finish(item: DueItem): Promise<void>;
}

export interface ExpiryWarningsOptions extends DeliveryOptions {
  readonly due: DueWarnings;
  readonly keys: Pick<ApiKeyStore, 'find'>;
  readonly members: Pick<MemberStore, 'list'>;
  readonly staff: Pick<PartnerStaff, 'findPartner'>;
}

interface Count {
  sent: number;
  failed: number;
}

/** A warning that could not be sent on its day is sent on one of the next two; then the next one is near. */
const DAYS_BACK = [0, 1, 2];
const DAY_SECONDS = 24 * 60 * 60;

/**
 * Sends the warnings that are due to every user of the partner, once, by the same deliveries as notices. A warning stays due
 * until it is settled for everybody. Returns how many messages were sent and failed.
 */
export async function sendExpiryWarnings(options: ExpiryWarningsOptions): Promise<Readonly<Count>> {
  const now = Math.floor(options.nowMs / 1000);
  const count: Count = { sent: 0, failed: 0 };
  for (const back of DAYS_BACK) {
    for (const item of await options.due.list(dateOf(now - back * DAY_SECONDS))) {
      try {
        await processItem(item, now, count, options);
      } catch (error) {
        count.failed++;
        options.report('not_sent', error);
      }
    }
  }
  return count;
}

async function processItem(item: DueItem, now: number, count: Count, options: ExpiryWarningsOptions): Promise<void> {
  const { partnerId, keyId } = item;
  const [apiKey, partner] = await Promise.all([
    options.keys.find(partnerId, keyId),
    options.staff.findPartner(partnerId),
  ]);
  const isNeeded = apiKey !== null && partner !== null && isStillValid(item, apiKey, now);
  if (!isNeeded || (await warnMembers(item, apiKey, partner, count, options))) await options.due.finish(item);
}

/** Returns whether the warning is settled for all users of the partner. */
async function warnMembers(
  { partnerId, keyId, days, expiresAt }: DueItem,
  { name: keyName, hint }: ApiKeyDetails,
  { name: partnerName }: PartnerDetails,
  count: Count,
  options: ExpiryWarningsOptions,
): Promise<boolean> {
  const content = expiryMail({ partnerId, partnerName, keyName, hint, expiresAtMs: expiresAt * 1000 });
  const eventId = `${keyId}#${expiresAt}#${days}`;
  let complete = true;
  for (const { userId, email: to } of onePerAddress(await options.members.list(partnerId))) {
    // One failed delivery must not stop the others.
    const result = await deliver({ partnerId, eventId, userId }, { to, content }, options);
    if (result === 'sent') count.sent++;
    if (result === 'failed') count.failed++;
    if (!isSettled(result)) complete = false;
  }
  return complete;
}

/** False for a key whose expiry changed, that has expired, or that is being replaced anyway. */
function isStillValid({ expiresAt }: DueItem, apiKey: ApiKeyDetails, now: number): boolean {
  return apiKey.expiresAt === expiresAt && expiresAt > now && apiKey.rotatedTo === null;
}
