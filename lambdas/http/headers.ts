import type { RequestHeaders } from '../domain/request-headers.ts';

interface EventHeaders {
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[] | undefined>> | null;
}

/**
 * All values by lower-case name. The gateway keeps the case that a client sent, so one header sent in two spellings
 * stands in the event twice and must be seen twice here.
 */
export function headersOf(event: EventHeaders): RequestHeaders {
  const merged = new Map<string, string[]>();
  const many = event.multiValueHeaders ?? {};
  for (const [name, values] of Object.entries(many)) append(merged, name, values ?? []);
  for (const [name, value] of Object.entries(event.headers ?? {})) {
    if (many[name] === undefined && value !== undefined) append(merged, name, [value]);
  }
  return merged;
}

function append(merged: Map<string, string[]>, name: string, values: readonly string[]): void {
  const key = name.toLowerCase();
  const present = merged.get(key);
  if (present === undefined) merged.set(key, [...values]);
  else present.push(...values);
}
