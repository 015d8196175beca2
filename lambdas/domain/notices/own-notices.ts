import { timeText } from '../base/time-text.ts';
import { NOTICE_TITLES } from '../model/notice-kinds.ts';
import { lockEndOf } from '../one-time-codes/otp-state.ts';
import { type ChangeNotice, type Fact, MANAGE_NOTICES } from './notice.ts';

/** Notices of what happened to one user's access to the Partner Hub. */
export const OWN_NOTICES = {
  'otp.locked': {
    audience: 'otp_locked',
    parts: ({ to }, { at, actor }) => {
      const until: Fact = ['Locked until', timeText(lockEndOf(Date.parse(at)))];
      return to === actor
        ? {
            subject: 'Generating and widening API keys is locked for 24 hours',
            intro:
              'Wrong codes were entered ten times within 24 hours. You cannot generate, rotate or widen API keys in the Partner Hub until the time below. Existing keys keep working.',
            facts: [until],
            closing:
              'If that was not you: somebody is signed in to the Partner Hub as you. Change your password and tell an owner of your account.',
          }
        : {
            subject: 'A user was locked after wrong codes',
            intro:
              'Wrong codes were entered ten times within 24 hours. The user below cannot generate, rotate or widen API keys in the Partner Hub until the time below. Existing keys keep working.',
            facts: [until],
            closing: `Ask the user: if it was somebody else, the password has to be changed. ${MANAGE_NOTICES}`,
          };
    },
  },
  'user.signed_out': {
    audience: 'own',
    parts: () => ({
      subject: 'You were signed out everywhere',
      intro:
        'All your sessions of the Partner Hub and all legacy tokens that were issued to you have ended. Systems that used such a token have to request a new one. API keys keep working.',
      closing: `If you did not expect that: somebody is signed in to the Partner Hub as you, or knew that you were. Change your password. ${MANAGE_NOTICES}`,
    }),
  },
  'user.password_reset': {
    audience: 'own',
    parts: () => ({
      subject: 'Your password was reset',
      intro:
        'Your password for the Partner Hub was reset by e-mail. All your sessions and all legacy tokens that were issued to you have ended. For an hour, you can confirm changes with a code by WhatsApp only.',
      closing:
        'If that was not you: somebody reads your e-mail. Change the password of your mailbox, reset this one again, and look at the activity in the Partner Hub.',
    }),
  },
  'notices.updated': {
    audience: ({ mutes }) => (mutes === undefined ? null : 'own'),
    parts: (_, { detail }) => ({
      subject: 'You will get fewer notices',
      intro: 'These notices of the Partner Hub are not sent to you any more.',
      facts: (detail?.mutes ?? []).map((kind) => ['Not when', NOTICE_TITLES[kind]] as const),
      closing:
        'If that was not you: somebody is signed in to the Partner Hub as you. Change your password, turn the notices on again, and look at the activity in the Partner Hub.',
    }),
  },
} as const satisfies Record<string, ChangeNotice>;
