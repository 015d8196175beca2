import { gzipSync } from 'node:zlib';
import type { FuzzCase, FuzzMessage } from '../cases/fuzz-case.ts';
import { fillIn, type Values } from '../cases/text-template.ts';

const CHUNK_BYTES = 1000;

/** Replaces the placeholders of all messages. */
export function fillInCase(of: FuzzCase, values: Values): readonly FuzzMessage[] {
  const filled = (text: string) => fillIn(text, values);
  return of.messages.map((message) => ({
    ...message,
    method: filled(message.method),
    target: filled(message.target),
    headers: message.headers.map(([name, value]) => [filled(name), filled(value)]),
    body: filled(message.body),
  }));
}

/** Returns the bytes of the messages as they go out on one connection to `host`, which the last one asks to close. */
export function renderMessages(messages: readonly FuzzMessage[], host: string): Buffer {
  return Buffer.concat(messages.map((message, index) => render(message, host, index === messages.length - 1)));
}

function render(message: FuzzMessage, host: string, isLast: boolean): Buffer {
  const given = Buffer.from(message.body, 'latin1');
  if (message.framing === 'raw') return given;
  const body = message.gzip ? gzipSync(given) : given;
  const { method, target, version } = message;
  const own = new Set(message.headers.map(([name]) => name.toLowerCase()));
  const headers = [
    ...(own.has('host') ? [] : [['Host', host]]),
    ...message.headers,
    ...(message.gzip && !own.has('content-encoding') ? [['Content-Encoding', 'gzip']] : []),
    ...lengthHeaders(message, body.length),
    ...(isLast && !own.has('connection') ? [['Connection', 'close']] : []),
  ];
  const head = [
    `${method} ${target} ${version}`.trimEnd(),
    ...headers.map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ];
  return Buffer.concat([
    Buffer.from(head.join('\r\n'), 'latin1'),
    message.framing === 'chunked' ? chunked(body) : body,
  ]);
}

function lengthHeaders({ framing, method }: FuzzMessage, length: number): string[][] {
  if (framing === 'chunked') return [['Transfer-Encoding', 'chunked']];
  const isSaid = framing === 'length' && (length > 0 || !/^(?:GET|HEAD|OPTIONS)$/.test(method));
  return isSaid ? [['Content-Length', String(length)]] : [];
}

function chunked(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let start = 0; start < body.length; start += CHUNK_BYTES) {
    const chunk = body.subarray(start, start + CHUNK_BYTES);
    parts.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n'));
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}
