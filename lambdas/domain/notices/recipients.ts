import type { Member } from '../model/records.ts';
import { audienceOf } from './audience.ts';
import type { Audience } from './notice.ts';
import type { NotifiableEvent } from './notifiable-event.ts';

/** Who gets a message, and by which userId its delivery is remembered. */
export type Recipient = Pick<Member, 'userId' | 'email'>;

/** No user has this userId: `*` also marks what is no credential in usage figures. */
const REMOVED_USER = '*removed';

/**
 * Returns who is notified of the event: the members without those who have muted it, each address once, and a removed user, who
 * is no member any more.
 */
export function recipientsOf(event: NotifiableEvent, members: readonly Member[]): readonly Recipient[] {
  const audience = audienceOf(event);
  const notified = members.filter((member) => isNotified(member, event, audience));
  return onePerAddress([...notified, ...removedUserOf(event)]);
}

/** Returns one of the recipients who share an address. */
export function onePerAddress<T extends Recipient>(recipients: readonly T[]): readonly T[] {
  return recipients.filter(({ email }, index) => recipients.findIndex((one) => one.email === email) === index);
}

function isNotified({ email, mutedNotices }: Member, event: NotifiableEvent, audience: Audience): boolean {
  if (audience === null) return false;
  if (audience === 'own') return event.source === 'change' && email === event.auditEvent.target;
  // The codes may have been entered by somebody else, so the locked user cannot mute that.
  const isLocked = audience === 'otp_locked' && event.source === 'change' && email === event.auditEvent.actor;
  return isLocked || !mutedNotices.some((kind) => kind === audience);
}

function removedUserOf(event: NotifiableEvent): readonly Recipient[] {
  if (event.source !== 'change') return [];
  const { action, target } = event.auditEvent;
  return action === 'user.removed' && target !== null ? [{ userId: REMOVED_USER, email: target }] : [];
}
