import { setTimeout } from 'node:timers/promises';
import { DemoError, expectAnswer } from './calls.ts';

interface Email {
  readonly messageId: string;
  readonly destination: { readonly to: readonly string[] };
  readonly body: { readonly text?: string };
}

const DEADLINE_MS = 10_000;
const PAUSE_MS = 50;

/** The mailbox page's store, read as somebody would who waits for a message. */
export class Mailbox {
  readonly #origin: string;
  readonly #address: string;
  #seen: ReadonlySet<string> = new Set();

  constructor(origin: string, address: string) {
    this.#origin = origin;
    this.#address = address;
  }

  /** What is there until now is not waited for. */
  async skipOldMessages(): Promise<void> {
    this.#seen = new Set((await this.#messages()).map(({ messageId }) => messageId));
  }

  /** The code alone on a line of the next message that has one. */
  async waitForCode(): Promise<string> {
    const limit = Date.now() + DEADLINE_MS;
    while (Date.now() < limit) {
      // Among them are notices, which hold none.
      for (const { messageId, body } of await this.#messages()) {
        const code = /^\d{6}$/m.exec(body.text ?? '')?.[0];
        if (code !== undefined && !this.#seen.has(messageId)) return code;
      }
      await setTimeout(PAUSE_MS);
    }
    throw new DemoError(`No message with a code to ${this.#address} came to ${this.#origin}.`);
  }

  async #messages(): Promise<Email[]> {
    const { body } = await expectAnswer({ address: `${this.#origin}/store` }, 200);
    return (body.emails as Email[]).filter(({ destination }) => destination.to.includes(this.#address));
  }
}
