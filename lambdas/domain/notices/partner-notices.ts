import { type ChangeNotice, closingOf, MANAGE_NOTICES, NOT_EXPECTED } from './notice.ts';

/** Notices of who has access for a partner: its users, and whether it is suspended. */
export const PARTNER_NOTICES = {
  'user.added': {
    audience: 'user_added',
    parts: ({ to }, event) =>
      to === event.target
        ? {
            subject: 'You can use the Partner Hub',
            intro:
              'You were added as a user. You can sign in to the Partner Hub and manage the API keys of your company.',
            closing: `${NOT_EXPECTED} ${MANAGE_NOTICES}`,
          }
        : {
            subject: 'A user was added',
            intro: 'The user below can sign in to the Partner Hub and manage the API keys of your company.',
            facts: [['User', event.target ?? 'unknown']],
            closing: closingOf(event),
          },
  },
  'user.removed': {
    audience: 'user_removed',
    parts: ({ to }, event) =>
      to === event.target
        ? {
            subject: 'You were removed from the Partner Hub',
            intro:
              'You can no longer use the Partner Hub for the partner below, and legacy tokens that were issued to you are refused.',
            closing: 'If you did not expect that, ask a colleague or the operators of the platform.',
          }
        : {
            subject: 'A user was removed',
            intro:
              'The user below can no longer use the Partner Hub, and legacy tokens that were issued to the user are refused. API keys keep working. Rotate those that the user should not know any more.',
            facts: [['User', event.target ?? 'unknown']],
            closing: closingOf(event),
          },
  },
  'partner.suspended': {
    audience: 'partner_suspended',
    parts: () => ({
      subject: 'Your access to the Partner API was suspended',
      intro:
        'All calls with your API keys and legacy tokens are refused until the operators of the platform end the suspension.',
      closing: `Ask the operators of the platform for the reason. ${MANAGE_NOTICES}`,
    }),
  },
  'partner.reactivated': {
    audience: 'partner_reactivated',
    parts: () => ({
      subject: 'Your access to the Partner API is no longer suspended',
      intro: 'Calls with your API keys and legacy tokens are let through again.',
      closing: `${NOT_EXPECTED} ${MANAGE_NOTICES}`,
    }),
  },
} as const satisfies Record<string, ChangeNotice>;
