import { type MailContent, mailContent } from '../base/mail-content.ts';
import { quotedName } from '../base/quoted-name.ts';
import { timeText } from '../base/time-text.ts';
import type { AuditEvent } from '../model/audit-event.ts';
import { OPERATOR } from '../model/operator.ts';
import { changeNotice } from './change-notices.ts';
import { type Fact, keyFacts, MANAGE_NOTICES, type Notice, type NoticeParts } from './notice.ts';
import type { NotifiableEvent, RevokedKeyUse } from './notifiable-event.ts';

/** The e-mails of notices. Pure; nothing secret is at hand here. */

/** Renders the notice of an event that has an audience. */
export function noticeMail(notice: Notice): MailContent {
  const { event, partnerId, partnerName } = notice;
  const {
    facts = [],
    closing,
    ...parts
  } = event.source === 'revoked_key' ? revokedKeyParts(notice, event) : changeParts(notice, event.auditEvent);
  const partner: Fact = ['Partner', `${quotedName(partnerName)} (${partnerId})`];
  return mailContent({ ...parts, facts: [...facts, partner, ...happened(event)], closing });
}

function changeParts(notice: Notice, event: AuditEvent): NoticeParts {
  const change = changeNotice(event.action);
  if (change === null) throw new TypeError(`Nobody is notified of ${event.action}.`);
  return change.parts(notice, event);
}

function revokedKeyParts(notice: Notice, { keyId }: RevokedKeyUse): NoticeParts {
  return {
    subject: 'A deleted API key is used again',
    intro: 'The Partner API was called with an API key that you have deleted. Such calls are refused.',
    facts: keyFacts(notice, keyId),
    closing: `If it is a system of yours, give it a key that is valid. If not, someone has a copy of the key; it no longer works. There is at most one such notice a day for each key. ${MANAGE_NOTICES}`,
  };
}

function happened(event: NotifiableEvent): readonly Fact[] {
  if (event.source === 'revoked_key') {
    return [
      ['First such call today', timeText(Date.parse(event.at))],
      ['From', fromText(event.ip)],
    ];
  }
  const { actor, at, ip } = event.auditEvent;
  const by = actor === OPERATOR ? 'the operators of the platform' : actor;
  return [
    ['By', by],
    ['At', timeText(Date.parse(at))],
    ...(actor === OPERATOR ? [] : [['From', fromText(ip)] as const]),
  ];
}

function fromText(ip: string | null): string {
  return ip ?? 'an unknown address';
}
