import type { Member } from '../model/records.ts';
import { type Audience, audienceOf, type NotifiableEvent } from './notifiable-event.ts';

/** Returns the members who are notified of the event: without those who have muted it, and each address once. */
export function recipientsOf(event: NotifiableEvent, members: readonly Member[]): readonly Member[] {
  const audience = audienceOf(event);
  return onePerAddress(members.filter((member) => isNotified(member, event, audience)));
}

/** Returns one of the members who share an address. */
export function onePerAddress(members: readonly Member[]): readonly Member[] {
  return members.filter(({ email }, index) => members.findIndex((one) => one.email === email) === index);
}

function isNotified({ email, mutedNotices }: Member, event: NotifiableEvent, audience: Audience): boolean {
  if (audience === null) return false;
  if (audience === 'own') return event.source === 'change' && email === event.auditEvent.target;
  // The codes may have been entered by somebody else, so the locked user cannot mute that.
  const isLocked = audience === 'otp_locked' && event.source === 'change' && email === event.auditEvent.actor;
  return isLocked || !mutedNotices.includes(audience);
}
