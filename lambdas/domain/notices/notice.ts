import type { MailParts } from '../base/mail-content.ts';
import { quotedName } from '../base/quoted-name.ts';
import type { AuditDetail, AuditEvent } from '../model/audit-event.ts';
import type { NoticeKind } from '../model/notice-kinds.ts';
import { OPERATOR } from '../model/operator.ts';
import type { NotifiableEvent } from './notifiable-event.ts';

export interface Notice {
  readonly to: string;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly event: NotifiableEvent;
  /** null if the event is about no key, or the key's record is gone. */
  readonly apiKey: NoticedKey | null;
}

/** A key as it is when the notice is sent; it may be deleted. */
export interface NoticedKey {
  readonly name: string;
  readonly hint: string;
  /** Epoch seconds; null: never. */
  readonly expiresAt: number | null;
  readonly rotatedTo: string | null;
}

/** `own`: for the user alone whose e-mail address is the event's target. null: nobody is notified. */
export type Audience = NoticeKind | 'own' | null;

/** The notice of one action of audit events. */
export interface ChangeNotice {
  /** A function where it depends on the event. */
  readonly audience: Audience | ((detail: AuditDetail) => Audience);
  readonly parts: (notice: Notice, event: AuditEvent) => NoticeParts;
}

/** What an e-mail says besides who, when and from where. */
export type NoticeParts = Omit<MailParts, 'facts'> & { readonly facts?: readonly Fact[] };
export type Fact = MailParts['facts'][number];

export const MANAGE_NOTICES = 'Manage your notices in the Partner Hub.';
export const NOT_EXPECTED = 'If you did not expect that, ask the operators of the platform.';
const NOT_YOURS =
  'If nobody at your company meant to do that: somebody is signed in to the Partner Hub who should not be. Change the password of the user above, look at the activity in the Partner Hub, and delete the keys that you do not know.';

/** Says what to do if nobody meant to make the change. */
export function closingOf({ actor }: AuditEvent): string {
  return `${actor === OPERATOR ? NOT_EXPECTED : NOT_YOURS} ${MANAGE_NOTICES}`;
}

export function keyFacts({ apiKey }: Notice, keyId: string | null): readonly Fact[] {
  if (apiKey === null) return [['API key', keyId ?? 'unknown']];
  return [
    ['API key', `${quotedName(apiKey.name)} (${keyId})`],
    ['Begins with', apiKey.hint],
  ];
}
