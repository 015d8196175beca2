import { BadRequestException, MessageRejected, SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { DependencyError } from '../../domain/base/dependency-error.ts';
import type { MailContent } from '../../domain/base/mail-content.ts';
import { type ExpiryNotice, expiryMail } from '../../domain/notices/expiry-mail.ts';
import { type Notice, noticeMail } from '../../domain/notices/notice-mail.ts';
import type { ExpiryNotifier } from '../../domain/notices/send-expiry-warnings.ts';
import type { Notifier } from '../../domain/notices/send-notice.ts';
import { type CodeMessage, type CodeSender, codeMail } from '../../domain/one-time-codes/otp-message.ts';

export function createSesClient(): SESv2Client {
  return new SESv2Client({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 4_000, throwOnRequestTimeout: true },
  });
}

/** E-mails to users, as text and HTML. */
export class SesMailer implements CodeSender, ExpiryNotifier, Notifier {
  readonly #client: SESv2Client;
  readonly #senderAddress: string;

  constructor(client: SESv2Client, senderAddress: string) {
    this.#client = client;
    this.#senderAddress = senderAddress;
  }

  async send(message: CodeMessage) {
    await this.#send(message.to, codeMail(message));
  }

  async sendNotice(notice: Notice) {
    try {
      await this.#send(notice.to, noticeMail(notice));
      return 'sent';
    } catch (error) {
      if (error instanceof Error && isFinal(error.cause)) return 'rejected';
      throw error;
    }
  }

  async notifyExpiry(notice: ExpiryNotice) {
    await this.#send(notice.to, expiryMail(notice));
  }

  async #send(to: string, { subject, text, html }: MailContent): Promise<void> {
    const content = (Data: string) => ({ Data, Charset: 'UTF-8' });
    try {
      await this.#client.send(
        new SendEmailCommand({
          FromEmailAddress: this.#senderAddress,
          Destination: { ToAddresses: [to] },
          Content: { Simple: { Subject: content(subject), Body: { Text: content(text), Html: content(html) } } },
        }),
      );
    } catch (error) {
      throw DependencyError.from('ses', 'An e-mail was not accepted', error);
    }
  }
}

/**
 * Of the message itself, most often of its recipient. What is wrong with the account or the sender's domain is mended, and
 * has errors of its own; but a sender that is not verified, or any address while the account is in the sandbox, has this one.
 */
function isFinal(cause: unknown): boolean {
  if (cause instanceof MessageRejected) return !/not verified/i.test(cause.message);
  return cause instanceof BadRequestException;
}
