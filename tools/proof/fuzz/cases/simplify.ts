import type { FuzzCase, FuzzMessage } from './fuzz-case.ts';

/** Returns smaller cases, in the order in which to try them: without a message, a header, the query, half of a text. */
export function simplerCases(of: FuzzCase): readonly FuzzCase[] {
  const { messages } = of;
  const withMessages = (changed: FuzzMessage[]): FuzzCase => ({ ...of, messages: changed });
  return [
    ...(messages.length > 1 ? messages.map((_, index) => withMessages(messages.toSpliced(index, 1))) : []),
    ...messages.flatMap((message, index) =>
      simplerMessages(message).map((simpler) => withMessages(messages.toSpliced(index, 1, simpler))),
    ),
  ];
}

function simplerMessages(message: FuzzMessage): readonly FuzzMessage[] {
  const { method, target, headers, body, gzip, framing } = message;
  const [path = ''] = target.split('?');
  return [
    ...(body === '' ? [] : [{ ...message, body: '', gzip: false }]),
    ...headers.map((_, index) => ({ ...message, headers: headers.toSpliced(index, 1) })),
    ...(path === target ? [] : [{ ...message, target: path }]),
    ...(method === 'GET' || framing === 'raw' ? [] : [{ ...message, method: 'GET' }]),
    ...(gzip ? [{ ...message, gzip: false }] : []),
    ...(framing === 'chunked' ? [{ ...message, framing: 'length' as const }] : []),
    ...halves(body).map((half) => ({ ...message, body: half })),
  ];
}

function halves(text: string): readonly string[] {
  if (text.length < 2) return [];
  const middle = Math.floor(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)];
}
