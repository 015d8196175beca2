import { BadRequestException, MessageRejected, SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { DependencyError } from '../../domain/base/dependency-error.ts';
import type { MailContent } from '../../domain/base/mail-content.ts';
import type { Mailer } from '../../domain/base/mailer.ts';

export function createSesClient(): SESv2Client {
  return new SESv2Client({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 4_000, throwOnRequestTimeout: true },
  });
}

export class SesMailer implements Mailer {
  readonly #client: SESv2Client;
  readonly #senderAddress: string;

  constructor(client: SESv2Client, senderAddress: string) {
    this.#client = client;
    this.#senderAddress = senderAddress;
  }

  async send(to: string, { subject, text, html }: MailContent) {
    const content = (Data: string) => ({ Data, Charset: 'UTF-8' });
    try {
      await this.#client.send(
        new SendEmailCommand({
          FromEmailAddress: this.#senderAddress,
          Destination: { ToAddresses: [to] },
          Content: { Simple: { Subject: content(subject), Body: { Text: content(text), Html: content(html) } } },
        }),
      );
      return 'sent';
    } catch (error) {
      if (isFinal(error)) return 'rejected';
      throw DependencyError.from('ses', 'An e-mail was not accepted', error);
    }
  }
}

/**
 * Whether SES rejects the message itself, most often for its recipient. SES uses the same exception for a sender that is not
 * verified, and for any address while the account is in the sandbox: both can be repaired, so they are not final.
 */
function isFinal(error: unknown): boolean {
  if (error instanceof MessageRejected) return !/not verified/i.test(error.message);
  return error instanceof BadRequestException;
}
