import { setTimeout } from 'node:timers/promises';
import { sendRequest } from './http-client.ts';
import { mailbox } from './hub.ts';

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

const DEADLINE_MS = 10_000;
const PAUSE_MS = 20;

const CODE = /^\d{6}$/m;

/** The messages with a code that were sent to an e-mail address or phone number until now, oldest first. */
export async function messagesTo(address: string): Promise<Message[]> {
  return (await allTo(address)).filter(({ text }) => CODE.test(text));
}

/** Everything else: notices and warnings. */
export async function noticesTo(address: string): Promise<Message[]> {
  return (await allTo(address)).filter(({ text }) => !CODE.test(text));
}

async function allTo(address: string): Promise<Message[]> {
  const { status, json } = await sendRequest(mailbox, { path: '/store' });
  if (status !== 200) throw new Error(`The mailbox answered ${status}.`);
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

/** Phone numbers are written with or without their plus sign. */
function sameAddress(to: string, address: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/^\+/, '');
  return plain(to) === plain(address) || to.toLowerCase().includes(`<${address.toLowerCase()}>`);
}
