import type { RequestHeaders } from '../domain/authorize/request-headers.ts';

interface EventHeaders {
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[] | undefined>> | null;
}

/**
 * Returns all values by lower-case name. The gateway keeps the case of a header's name, so a header that was sent in two
 * spellings is in the event twice; both values count.
 */
export function headersOf(event: EventHeaders): RequestHeaders {
  const merged = new Map<string, readonly string[]>();
  const many = event.multiValueHeaders ?? {};
  for (const name of Object.keys(many)) append(merged, name, many[name] ?? []);
  const single = event.headers ?? {};
  for (const name of Object.keys(single)) {
    const value = single[name];
    if (value !== undefined && many[name] === undefined) append(merged, name, [value]);
  }
  return merged;
}

function append(merged: Map<string, readonly string[]>, name: string, values: readonly string[]): void {
  const key = name.toLowerCase();
  const present = merged.get(key);
  merged.set(key, present === undefined ? values : [...present, ...values]);
}
