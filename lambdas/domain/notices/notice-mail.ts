import { type MailContent, type MailParts, mailContent } from '../base/mail-content.ts';
import { timeText } from '../base/time-text.ts';
import type { AuditDetail, AuditEvent } from '../model/audit-event.ts';
import { NOTICE_TITLES } from '../model/notice-kinds.ts';
import { lockEndOf } from '../one-time-codes/otp-state.ts';
import type { NotifiableEvent, RevokedKeyUse } from './notifiable-event.ts';

/** The e-mails of notices. Pure; nothing secret is at hand here. */

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

type Parts = Omit<MailParts, 'facts'> & { readonly facts?: MailParts['facts'] };
type Fact = MailParts['facts'][number];

const OPERATOR = 'operator';
const NOT_YOURS =
  'If nobody at your company meant to do that: somebody is signed in to the Partner Hub who should not be. Change the password of the user above, look at the activity in the Partner Hub, and delete the keys that you do not know.';
const NOT_EXPECTED = 'If you did not expect that, ask the operators of the platform.';
const MANAGE_NOTICES = 'Manage your notices in the Partner Hub.';
const MORE_THAN_BEFORE: Readonly<Record<NonNullable<AuditDetail['widens']>[number], string>> = {
  scopes: 'what it may do',
  allowed_ips: 'where it is usable from',
  expires_at: 'when it expires',
  status: 'it was disabled and is usable again',
};

/** Renders the notice of an event that has an audience. */
export function noticeMail(notice: Notice): MailContent {
  const { event, partnerId, partnerName } = notice;
  const {
    facts = [],
    closing,
    ...parts
  } = event.source === 'revoked_key' ? revokedKeyParts(notice, event) : changeParts(notice, event.auditEvent);
  const partner: Fact = ['Partner', `${partnerName} (${partnerId})`];
  return mailContent({ ...parts, facts: [...facts, partner, ...happened(event)], closing });
}

function changeParts(notice: Notice, event: AuditEvent): Parts {
  const about = keyFacts(notice, event.target);
  const closing = `${event.actor === OPERATOR ? NOT_EXPECTED : NOT_YOURS} ${MANAGE_NOTICES}`;
  switch (event.action) {
    case 'api_key.created':
      return {
        subject: 'An API key was generated',
        intro: 'There is a new API key for your data at the Partner API.',
        facts: about,
        closing,
      };
    case 'api_key.rotated':
      return {
        subject: 'An API key was rotated',
        intro: 'A new API key replaces the one below, which expires.',
        facts: [...about, ...expiryFacts(notice), ['New key', notice.apiKey?.rotatedTo ?? 'see the Partner Hub']],
        closing,
      };
    case 'api_key.updated':
    case 'api_key.enabled':
      return {
        subject: 'An API key may do more than before',
        intro: 'Calls with this API key that were refused before are now let through.',
        facts: [...about, ['Wider than before', widensText(event.detail)]],
        closing,
      };
    case 'api_key.disabled':
      return {
        subject: 'An API key was disabled',
        intro: 'Calls with this API key are refused until somebody enables it again.',
        facts: about,
        closing,
      };
    case 'api_key.deleted':
      return {
        subject: 'An API key was deleted',
        intro: 'Calls with this API key are refused from now on, for good.',
        facts: about,
        closing,
      };
    case 'otp.locked':
      return lockParts(notice, event);
    case 'notices.updated':
      return {
        subject: 'You will get fewer notices',
        intro: 'These notices of the Partner Hub are not sent to you any more.',
        facts: (event.detail?.mutes ?? []).map((kind) => ['Not when', NOTICE_TITLES[kind]] as const),
        closing:
          'If that was not you: somebody is signed in to the Partner Hub as you. Change your password, turn the notices on again, and look at the activity in the Partner Hub.',
      };
    default:
      return { ...legacyTexts(event), closing };
  }
}

function legacyTexts({ action, detail }: AuditEvent): Omit<Parts, 'closing'> {
  switch (action) {
    case 'legacy_token.enabled':
      return {
        subject: 'Legacy Token Authentication was turned on',
        intro: 'The Partner API accepts tokens of your users again, in addition to API keys.',
      };
    case 'legacy_token.disabled':
      return {
        subject: 'Legacy Token Authentication was turned off',
        intro: 'The Partner API refuses tokens of your users from now on. API keys keep working.',
      };
    case 'legacy_token.scheduled':
      return {
        subject: 'Legacy Token Authentication will be turned off',
        intro: 'From the time below on, the Partner API refuses tokens of your users. API keys keep working.',
        facts: [['Off from', detail?.offAt === undefined ? 'see the Partner Hub' : timeText(Date.parse(detail.offAt))]],
      };
    case 'legacy_token.unscheduled':
      return {
        subject: 'Legacy Token Authentication stays on',
        intro:
          'It was to be turned off, and that was taken back: the Partner API keeps accepting tokens of your users.',
      };
    default:
      throw new TypeError(`Nobody is notified of ${action}.`);
  }
}

function lockParts({ to }: Notice, { at, actor }: AuditEvent): Parts {
  const until: Fact = ['Locked until', timeText(lockEndOf(Date.parse(at)))];
  if (to === actor) {
    return {
      subject: 'Generating and widening API keys is locked for 24 hours',
      intro:
        'Wrong codes were entered ten times within 24 hours. You cannot generate, rotate or widen API keys in the Partner Hub until the time below. Existing keys keep working.',
      facts: [until],
      closing:
        'If that was not you: somebody is signed in to the Partner Hub as you. Change your password and tell an owner of your account.',
    };
  }
  return {
    subject: 'A user was locked after wrong codes',
    intro:
      'Wrong codes were entered ten times within 24 hours. The user below cannot generate, rotate or widen API keys in the Partner Hub until the time below. Existing keys keep working.',
    facts: [until],
    closing: `Ask the user: if it was somebody else, the password has to be changed. ${MANAGE_NOTICES}`,
  };
}

function revokedKeyParts(notice: Notice, { keyId }: RevokedKeyUse): Parts {
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

function keyFacts({ apiKey }: Notice, keyId: string | null): readonly Fact[] {
  if (apiKey === null) return [['API key', keyId ?? 'unknown']];
  return [
    ['API key', `${apiKey.name} (${keyId})`],
    ['Begins with', apiKey.hint],
  ];
}

function expiryFacts({ apiKey }: Notice): readonly Fact[] {
  return apiKey?.expiresAt == null ? [] : [['Expires', timeText(apiKey.expiresAt * 1000)]];
}

function widensText(detail: AuditDetail | undefined): string {
  return (detail?.widens ?? []).map((one) => MORE_THAN_BEFORE[one]).join(', ');
}

function fromText(ip: string | null): string {
  return ip ?? 'an unknown address';
}
