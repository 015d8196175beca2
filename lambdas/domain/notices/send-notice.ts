import type { MemberStore } from '../partners/member-store.ts';
import type { PartnerStaff } from '../partners/partner-staff.ts';
import { audienceOf } from './audience.ts';
import { type DeliveryOptions, deliver, isSettled } from './deliver.ts';
import type { NoticedKey } from './notice.ts';
import { noticeMail } from './notice-mail.ts';
import { eventIdOf, keyIdOf, type NotifiableEvent } from './notifiable-event.ts';
import { recipientsOf } from './recipients.ts';

/** Keys as notices describe them. Strongly consistent; throws a DependencyError. */
export interface NoticedKeys {
  /** Finds deleted keys, too. null if the record is gone. */
  find(partnerId: string, keyId: string): Promise<NoticedKey | null>;
}

export interface NoticeOptions extends DeliveryOptions {
  readonly keys: NoticedKeys;
  readonly members: Pick<MemberStore, 'list'>;
  readonly staff: Pick<PartnerStaff, 'findPartner'>;
}

/** Notifies everybody of one event who has not been notified yet. Returns false if the event has to be processed again. */
export async function sendNotice(event: NotifiableEvent, options: NoticeOptions): Promise<boolean> {
  const { partnerId } = event;
  if (audienceOf(event) === null) return true;
  const keyId = keyIdOf(event);
  const [members, partner, apiKey] = await Promise.all([
    options.members.list(partnerId),
    options.staff.findPartner(partnerId),
    keyId === null ? null : options.keys.find(partnerId, keyId),
  ]);
  if (partner === null) return true;
  let complete = true;
  for (const { userId, email: to } of recipientsOf(event, members)) {
    const content = noticeMail({ to, partnerId, partnerName: partner.name, event, apiKey });
    // One failed delivery must not stop the others.
    const result = await deliver({ partnerId, eventId: eventIdOf(event), userId }, { to, content }, options);
    if (!isSettled(result)) complete = false;
  }
  return complete;
}
