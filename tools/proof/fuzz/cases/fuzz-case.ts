import { z } from 'zod';

/** `management-api` is the Management API without the hub in front of it, where it must refuse everything. */
const FRONTS = ['partner-api', 'hub', 'management-api'] as const;
export type Front = (typeof FRONTS)[number];

/** How the body's length is said. `none`: the headers stand as they are. `raw`: only the body is sent, as bytes. */
const FRAMINGS = ['length', 'chunked', 'none', 'raw'] as const;

const message = z.strictObject({
  method: z.string(),
  target: z.string(),
  version: z.string(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.string(),
  gzip: z.boolean(),
  framing: z.enum(FRAMINGS),
});

const fuzzCase = z.strictObject({
  kind: z.string(),
  front: z.enum(FRONTS),
  messages: z.array(message),
});

/** Every character of its texts is one byte. Placeholders (text-template.ts) are replaced before it is sent. */
export type FuzzMessage = z.infer<typeof message>;

/** What is sent on one connection. The same case means the same attack on any local run, because it holds no credential. */
export type FuzzCase = z.infer<typeof fuzzCase>;

/** Returns the case in one line of ASCII, which `parseCase` reads. */
export function printCase(of: FuzzCase): string {
  return JSON.stringify(of).replaceAll(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Throws an Error if the text is no case. */
export function parseCase(line: string): FuzzCase {
  return fuzzCase.parse(JSON.parse(line));
}

/** Returns a request of the usual form. */
export function messageOf(method: string, target: string, more: Partial<FuzzMessage> = {}): FuzzMessage {
  return { method, target, version: 'HTTP/1.1', headers: [], body: '', gzip: false, framing: 'length', ...more };
}

export function rawMessage(body: string): FuzzMessage {
  return messageOf('', '', { body, framing: 'raw' });
}

/** Returns the bytes of a text in UTF-8, each as one character. */
export function utf8(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
