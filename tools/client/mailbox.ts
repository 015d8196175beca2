import { setTimeout } from 'node:timers/promises';
import { callJson } from './http.ts';

export interface Message {
  readonly id: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  /** Empty for WhatsApp messages. */
  readonly html: string;
}

interface StoredMessage {
  readonly messageId: string;
  readonly from: string;
  readonly subject?: string;
  readonly body: { readonly text?: string; readonly html?: string };
  readonly destination: { readonly to: readonly string[] };
}

/** The mailbox cannot be read, or an expected message did not arrive. */
export class MailboxError extends Error {
  override readonly name = 'MailboxError';
}

const CODE = /^\d{6}$/m;
const DEADLINE_MS = 10_000;
const PAUSE_MS = 50;

/** Reads every message that was sent to an e-mail address or phone number so far, oldest first. */
export async function readMessages(mailbox: string, address: string): Promise<Message[]> {
  const { status, json } = await callJson({ url: `${mailbox}/store` }).catch((cause: unknown) => {
    throw new MailboxError(`The mailbox ${mailbox} cannot be reached.`, { cause });
  });
  if (status !== 200) throw new MailboxError(`The mailbox ${mailbox} responded with ${status}.`);
  return (json.emails as StoredMessage[])
    .filter(({ destination }) => destination.to.some((to) => sameAddress(to, address)))
    .map(({ messageId, from, subject = '', body }) => ({
      id: messageId,
      from,
      subject,
      text: body.text ?? '',
      html: body.html ?? '',
    }));
}

/** Returns the first line of the text that is a code and nothing else. */
export function findCode({ text }: Message): string | undefined {
  return CODE.exec(text)?.[0];
}

/** Waits for codes sent to one address. */
export class CodeInbox {
  readonly #mailbox: string;
  readonly #address: string;
  #seen: ReadonlySet<string> = new Set();

  constructor(mailbox: string, address: string) {
    this.#mailbox = mailbox;
    this.#address = address;
  }

  /** Ignores the messages that have arrived so far. */
  async skipOldMessages(): Promise<void> {
    this.#seen = new Set((await readMessages(this.#mailbox, this.#address)).map(({ id }) => id));
  }

  /** Returns the code in the next message that has one; notices have none. Throws a MailboxError after ten seconds. */
  async waitForCode(): Promise<string> {
    const limit = Date.now() + DEADLINE_MS;
    while (Date.now() < limit) {
      for (const message of await readMessages(this.#mailbox, this.#address)) {
        const code = findCode(message);
        if (code !== undefined && !this.#seen.has(message.id)) return code;
      }
      await setTimeout(PAUSE_MS);
    }
    throw new MailboxError(`No message with a code for ${this.#address} arrived at ${this.#mailbox}.`);
  }
}

/** Phone numbers are written with or without their plus sign. */
function sameAddress(to: string, address: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/^\+/, '');
  return plain(to) === plain(address) || to.toLowerCase().includes(`<${address.toLowerCase()}>`);
}
