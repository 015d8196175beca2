import { z } from 'zod/mini';
import { DependencyError } from '../../domain/base/dependency-error.ts';
import type { CodeMessage, CodeSender } from '../../domain/one-time-codes/otp-message.ts';
import type { SecretsManagerSecret } from '../aws/secrets-manager-secret.ts';

export interface MessagingApiOptions {
  /** Origin and optional base path; `/messages` is appended. */
  readonly url: string;
  readonly channelKey: SecretsManagerSecret;
  readonly templateName: string;
  /** Language code of the template, such as `en` or `pt_BR`. */
  readonly templateLanguage: string;
  /** Timeout of each of at most two attempts. @default 5000 */
  readonly timeoutMs?: number;
}

const accepted = z.object({ messages: z.array(z.object({ id: z.string() })).check(z.minLength(1)) });

/**
 * Sends codes by WhatsApp with an authentication template and a copy-code button, as the Cloud API documents it. WhatsApp fixes
 * the text, which contains only the code, so unlike an e-mail it cannot name the key.
 */
export class MessagingApiSender implements CodeSender {
  readonly #options: MessagingApiOptions;

  constructor(options: MessagingApiOptions) {
    this.#options = options;
  }

  async send(message: CodeMessage) {
    let response = await this.#post(message);
    // These failures may pass. Timeouts are not retried: the message may be on its way.
    const again = response.status >= 500 || (response.status === 401 && (await this.#options.channelKey.refresh(0)));
    if (again) response = await this.#post(message);
    const body: unknown = await response.json().catch(() => null);
    if (!response.ok || !accepted.safeParse(body).success) {
      throw new DependencyError('messaging', `The Messaging API answered ${response.status}.`);
    }
  }

  async #post({ to, code }: CodeMessage): Promise<Response> {
    const { url, channelKey, timeoutMs = 5_000 } = this.#options;
    const { value: key } = await channelKey.current();
    try {
      return await fetch(`${url}/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'D360-API-KEY': key },
        body: JSON.stringify(this.#template(to, code)),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch (error) {
      throw DependencyError.from('messaging', 'The Messaging API failed', error);
    }
  }

  #template(to: string, code: string) {
    const { templateName, templateLanguage } = this.#options;
    const parameters = [{ type: 'text', text: code }];
    return {
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: to.replace(/^\+/, ''),
      type: 'template',
      template: {
        name: templateName,
        language: { code: templateLanguage },
        components: [
          { type: 'body', parameters },
          { type: 'button', sub_type: 'url', index: '0', parameters },
        ],
      },
    };
  }
}
