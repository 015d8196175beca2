import { timeText } from '../base/time-text.ts';
import type { AuditDetail, AuditEvent } from '../model/audit-event.ts';
import type { Broadening } from '../model/restrictions.ts';
import { type ChangeNotice, closingOf, type Fact, keyFacts, type Notice, type NoticeParts } from './notice.ts';

/** Notices of changes to one API key. */
export const KEY_NOTICES = {
  'api_key.created': {
    audience: 'api_key_created',
    parts: (notice, event) => ({
      subject: 'An API key was generated',
      intro: 'There is a new API key for your data at the Partner API.',
      facts: keyFacts(notice, event.target),
      closing: closingOf(event),
    }),
  },
  'api_key.rotated': {
    audience: 'api_key_rotated',
    parts: (notice, event) => ({
      subject: 'An API key was rotated',
      intro: 'A new API key replaces the one below, which expires.',
      facts: [
        ...keyFacts(notice, event.target),
        ...expiryFacts(notice),
        ['New key', notice.apiKey?.rotatedTo ?? 'see the Partner Hub'],
      ],
      closing: closingOf(event),
    }),
  },
  'api_key.updated': {
    audience: (detail) => broadenedOr(detail, detail.narrows === undefined ? null : 'api_key_narrowed'),
    parts: (notice, event) => (event.detail?.widens === undefined ? narrowed(notice, event) : broadened(notice, event)),
  },
  'api_key.enabled': { audience: (detail) => broadenedOr(detail, null), parts: broadened },
  'api_key.disabled': {
    // A key that is disabled can be broadened in the same change.
    audience: (detail) => broadenedOr(detail, 'api_key_disabled'),
    parts: (notice, event) => ({
      subject: 'An API key was disabled',
      intro: 'Calls with this API key are refused until somebody enables it again.',
      facts: [...keyFacts(notice, event.target), ...changeFacts({ ...event.detail, narrows: undefined })],
      closing: closingOf(event),
    }),
  },
  'api_key.deleted': {
    audience: 'api_key_deleted',
    parts: (notice, event) => ({
      subject: 'An API key was deleted',
      intro: 'Calls with this API key are refused from now on, for good.',
      facts: keyFacts(notice, event.target),
      closing: closingOf(event),
    }),
  },
} as const satisfies Record<string, ChangeNotice>;

const WORDS: Readonly<Record<Broadening, string>> = {
  scopes: 'what it may do',
  allowed_ips: 'where it is usable from',
  expires_at: 'when it expires',
  status: 'it was disabled and is usable again',
  max_key_lifetime_days: 'how long it may live',
  legacy_token: 'whether legacy tokens are accepted',
};

function broadenedOr<T>({ widens }: AuditDetail, otherwise: T): T | 'api_key_widened' {
  return widens === undefined ? otherwise : 'api_key_widened';
}

function broadened(notice: Notice, event: AuditEvent): NoticeParts {
  return {
    subject: 'An API key may do more than before',
    intro: 'Calls with this API key that were refused before are now let through.',
    facts: [...keyFacts(notice, event.target), ...changeFacts(event.detail)],
    closing: closingOf(event),
  };
}

function narrowed(notice: Notice, event: AuditEvent): NoticeParts {
  return {
    subject: 'An API key may do less than before',
    intro:
      'Calls with this API key that were let through before may be refused now. Check that the systems that use it still work.',
    facts: [...keyFacts(notice, event.target), ...changeFacts(event.detail)],
    closing: closingOf(event),
  };
}

interface Change {
  readonly widens?: readonly Broadening[] | undefined;
  readonly narrows?: readonly Broadening[] | undefined;
}

function changeFacts({ widens, narrows }: Change = {}): readonly Fact[] {
  return [
    ...(widens === undefined ? [] : [['More than before', wordsOf(widens)] as const]),
    ...(narrows === undefined ? [] : [['Less than before', wordsOf(narrows)] as const]),
  ];
}

function wordsOf(restrictions: readonly Broadening[]): string {
  return restrictions.map((one) => WORDS[one]).join(', ');
}

function expiryFacts({ apiKey }: Notice): readonly Fact[] {
  return apiKey?.expiresAt == null ? [] : [['Expires', timeText(apiKey.expiresAt * 1000)]];
}
