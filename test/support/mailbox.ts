import { setTimeout } from 'node:timers/promises';
import { findCode, type Message, readMessages } from '../../tools/client/mailbox.ts';
import { mailbox } from './hub.ts';

export type { Message };

const DEADLINE_MS = 10_000;
const PAUSE_MS = 20;

/** The messages with a code that were sent to an e-mail address or phone number until now, oldest first. */
export async function messagesTo(address: string): Promise<Message[]> {
  return (await readMessages(mailbox, address)).filter((message) => findCode(message) !== undefined);
}

/** Everything else: notices and warnings. */
export async function noticesTo(address: string): Promise<Message[]> {
  return (await readMessages(mailbox, address)).filter((message) => findCode(message) === undefined);
}

/** Waits for the first message with a code to the address after the first `seen` ones. Throws after a long while. */
export async function nextMessageTo(address: string, seen: number): Promise<Message> {
  return next(`message number ${seen + 1} to ${address}`, async () => (await messagesTo(address))[seen]);
}

/** Waits for a notice or warning with this subject. Throws after a long while. */
export async function noticeTo(address: string, subject: string | RegExp): Promise<Message> {
  const isMeant = (one: Message) => (typeof subject === 'string' ? one.subject === subject : subject.test(one.subject));
  return next(`notice "${subject}" to ${address}`, async () => (await noticesTo(address)).find(isMeant));
}

async function next(what: string, find: () => Promise<Message | undefined>): Promise<Message> {
  const limit = AbortSignal.timeout(DEADLINE_MS);
  for (;;) {
    const message = await find();
    if (message !== undefined) return message;
    if (limit.aborted) throw new Error(`No ${what} arrived.`);
    await setTimeout(PAUSE_MS);
  }
}

/** The six digits that stand alone on a line of the text. */
export function codeIn({ text }: Message): string {
  const codes = text.split(/\r?\n/).filter((line) => /^\d{6}$/.test(line));
  const [code] = codes;
  if (code === undefined || codes.length > 1) {
    throw new Error(`The text holds ${codes.length} lines that are a code:\n${text}`);
  }
  return code;
}
