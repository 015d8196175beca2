import { type MailContent, mailContent } from '../base/mail-content.ts';
import { quotedName } from '../base/quoted-name.ts';
import { timeText } from '../base/time-text.ts';
import { describeAction, TITLES } from './describe-action.ts';
import type { OtpAction } from './otp-action.ts';
import { CODE_MINUTES } from './otp-state.ts';

/** Messages with one-time codes. Pure. */

export interface CodeMessage {
  /** E-mail address, or phone number in E.164. */
  readonly to: string;
  readonly code: string;
  readonly action: OtpAction;
  readonly partnerId: string;
  readonly partnerName: string;
  /** E-mail address of who asked. */
  readonly requestedBy: string;
  readonly requestedAtMs: number;
  readonly ip: string | null;
}

/** The subject does not hold the code: it shows on locked screens. */
export function codeMail(message: CodeMessage): MailContent {
  const { code, action, partnerId, partnerName, requestedBy, requestedAtMs, ip } = message;
  return mailContent({
    subject: `Your code for ${TITLES[action.purpose]}`,
    intro: `Your code for ${TITLES[action.purpose]} in the Partner Hub:`,
    code,
    note: `It is good for ${CODE_MINUTES} minutes, and for exactly this change.`,
    facts: [
      ...describeAction(action),
      ['Partner', `${quotedName(partnerName)} (${partnerId})`],
      ['Asked for by', requestedBy],
      ['Asked for at', timeText(requestedAtMs)],
      ['Asked for from', ip ?? 'an unknown address'],
    ],
    closing:
      'If that was not you: give the code to nobody. Somebody is signed in to the Partner Hub as you, so change your password and tell an owner of your account.',
  });
}

/** What may be shown of a destination: enough to recognise it by. */
export function maskDestination(destination: string): string {
  const at = destination.lastIndexOf('@');
  if (at > 0) return `${[...destination][0]}•••${destination.slice(at)}`;
  return `${destination.slice(0, 3)}•••${destination.slice(-2)}`;
}

/** Sends codes by one channel. Throws a DependencyError unless the message was accepted. */
export interface CodeSender {
  send(message: CodeMessage): Promise<void>;
}
