import type { MailContent } from './mail-content.ts';

/** Sends e-mails. */
export interface Mailer {
  /** `rejected`: this message will never be accepted, however often it is sent. Throws a DependencyError for every other failure. */
  send(to: string, content: MailContent): Promise<MailResult>;
}

export type MailResult = 'sent' | 'rejected';
