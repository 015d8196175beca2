import { timeText } from '../base/time-text.ts';
import { type ChangeNotice, closingOf } from './notice.ts';

/** Notices of the switch of Legacy Token Authentication. */
export const LEGACY_TOKEN_NOTICES = {
  'legacy_token.enabled': {
    audience: 'legacy_token_on',
    parts: (_, event) => ({
      subject: 'Legacy Token Authentication was turned on',
      intro: 'The Partner API accepts tokens of your users again, in addition to API keys.',
      closing: closingOf(event),
    }),
  },
  'legacy_token.disabled': {
    audience: 'legacy_token_off',
    parts: (_, event) => ({
      subject: 'Legacy Token Authentication was turned off',
      intro: 'The Partner API refuses tokens of your users from now on. API keys keep working.',
      closing: closingOf(event),
    }),
  },
  'legacy_token.scheduled': {
    // An event that broadens puts off a time that was scheduled before, or turns on until then what was off.
    audience: ({ widens }) => (widens === undefined ? 'legacy_token_off' : 'legacy_token_on'),
    parts: (_, event) => ({
      ...(event.detail?.widens === undefined
        ? {
            subject: 'Legacy Token Authentication will be turned off',
            intro: 'From the time below on, the Partner API refuses tokens of your users. API keys keep working.',
          }
        : {
            subject: 'Legacy Token Authentication is on for longer than before',
            intro:
              'The Partner API accepts tokens of your users until the time below. Before, it refused them already, or would have from an earlier time on. API keys keep working.',
          }),
      facts: [
        [
          'Off from',
          event.detail?.offAt === undefined ? 'see the Partner Hub' : timeText(Date.parse(event.detail.offAt)),
        ],
      ],
      closing: closingOf(event),
    }),
  },
  'legacy_token.unscheduled': {
    audience: 'legacy_token_on',
    parts: (_, event) => ({
      subject: 'Legacy Token Authentication stays on',
      intro: 'Its scheduled switch-off was canceled: the Partner API keeps accepting tokens of your users.',
      closing: closingOf(event),
    }),
  },
} as const satisfies Record<string, ChangeNotice>;
