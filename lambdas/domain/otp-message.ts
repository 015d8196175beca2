import { describeAction, TITLES, timeText } from './describe-action.ts';
import type { OtpAction } from './otp-action.ts';
import { CODE_MINUTES } from './otp-state.ts';

/** What the messages to users say. Pure. */

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

export interface LockNotice {
  readonly to: string;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly lockedUntilMs: number;
  readonly ip: string | null;
}

export interface MailContent {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The code stands alone on a line of the text. The subject does not hold it: it shows on locked screens. */
export function codeMail(message: CodeMessage): MailContent {
  const { code, action, partnerId, partnerName, requestedBy, requestedAtMs, ip } = message;
  const facts: [string, string][] = [
    ...describeAction(action),
    ['Partner', `${partnerName} (${partnerId})`],
    ['Asked for by', requestedBy],
    ['Asked for at', timeText(requestedAtMs)],
    ['Asked for from', ip ?? 'an unknown address'],
  ];
  const intro = `Your code for ${TITLES[action.purpose]} in the Partner Hub:`;
  const use = `It is good for ${CODE_MINUTES} minutes, and for exactly this change.`;
  const warning =
    'If that was not you: give the code to nobody. Somebody is signed in to the Partner Hub as you, so change your password and tell an owner of your account.';
  return {
    subject: `Your code for ${TITLES[action.purpose]}`,
    text: [intro, '', code, '', use, '', ...facts.map(([name, value]) => `${name}: ${value}`), '', warning, ''].join(
      '\n',
    ),
    html: page([
      paragraph(intro),
      `<p style="font-size:32px;letter-spacing:6px;font-weight:bold;margin:24px 0">${escapeHtml(code)}</p>`,
      paragraph(use),
      table(facts),
      paragraph(warning),
    ]),
  };
}

export function lockMail({ partnerId, partnerName, lockedUntilMs, ip }: LockNotice): MailContent {
  const facts: [string, string][] = [
    ['Partner', `${partnerName} (${partnerId})`],
    ['Locked until', timeText(lockedUntilMs)],
    ['Last attempt from', ip ?? 'an unknown address'],
  ];
  const intro =
    'Wrong codes were entered ten times within 24 hours. You cannot generate, rotate or widen API keys in the Partner Hub until the time below. Existing keys keep working.';
  const warning =
    'If that was not you: somebody is signed in to the Partner Hub as you. Change your password and tell an owner of your account.';
  return {
    subject: 'Generating and widening API keys is locked for 24 hours',
    text: [intro, '', ...facts.map(([name, value]) => `${name}: ${value}`), '', warning, ''].join('\n'),
    html: page([paragraph(intro), table(facts), paragraph(warning)]),
  };
}

/** What may be shown of a destination: enough to recognise it by. */
export function maskDestination(destination: string): string {
  const at = destination.lastIndexOf('@');
  if (at > 0) return `${[...destination][0]}•••${destination.slice(at)}`;
  return `${destination.slice(0, 3)}•••${destination.slice(-2)}`;
}

function page(parts: readonly string[]): string {
  return `<!doctype html><html lang="en"><body style="font-family:sans-serif;font-size:16px;line-height:1.5;color:#1a1a1a;max-width:560px;margin:0 auto;padding:24px">${parts.join('')}</body></html>`;
}

function paragraph(text: string): string {
  return `<p>${escapeHtml(text)}</p>`;
}

function table(rows: readonly [string, string][]): string {
  const cells = rows.map(
    ([name, value]) =>
      `<tr><th style="text-align:left;padding:2px 16px 2px 0;font-weight:normal;color:#555">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  return `<table role="presentation">${cells.join('')}</table>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
