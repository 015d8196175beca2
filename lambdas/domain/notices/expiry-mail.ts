import { type MailContent, mailContent } from '../base/mail-content.ts';
import { timeText } from '../base/time-text.ts';

export interface ExpiryNotice {
  readonly to: string;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly keyName: string;
  readonly hint: string;
  readonly expiresAtMs: number;
}

export function expiryMail({ partnerId, partnerName, keyName, hint, expiresAtMs }: ExpiryNotice): MailContent {
  return mailContent({
    subject: 'An API key is about to end',
    intro: 'This API key ends soon. From then on, calls with it are refused.',
    facts: [
      ['API key', keyName],
      ['Begins with', hint],
      ['Partner', `${partnerName} (${partnerId})`],
      ['Ends', timeText(expiresAtMs)],
    ],
    closing:
      'Rotate it in the Partner Hub to get a new key while the old one still works, or give it a later end. If it is not needed any more, there is nothing to do.',
  });
}
