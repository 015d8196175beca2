import { type MailContent, mailContent } from '../base/mail-content.ts';
import { quotedName } from '../base/quoted-name.ts';
import { timeText } from '../base/time-text.ts';

export interface ExpiringKey {
  readonly partnerId: string;
  readonly partnerName: string;
  readonly keyName: string;
  readonly hint: string;
  readonly expiresAtMs: number;
}

export function expiryMail({ partnerId, partnerName, keyName, hint, expiresAtMs }: ExpiringKey): MailContent {
  return mailContent({
    subject: 'An API key expires soon',
    intro: 'This API key expires soon. After that, calls with it are refused.',
    facts: [
      ['API key', quotedName(keyName)],
      ['Begins with', hint],
      ['Partner', `${quotedName(partnerName)} (${partnerId})`],
      ['Expires', timeText(expiresAtMs)],
    ],
    closing:
      'Rotate it in the Partner Hub to get a new key while the old one still works, or extend its expiry. If you no longer need it, there is nothing to do.',
  });
}
