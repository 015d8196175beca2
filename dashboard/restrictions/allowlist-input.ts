import { coversIps, MAX_ALLOWLIST_ENTRIES, parseIpAllowlist } from '../../lambdas/domain/model/ip-allowlist.ts';

/** An IP allowlist as a form holds it. */
export interface AllowlistInput {
  /** In normal form. */
  readonly entries: readonly string[];
  /** Typed, and not in the list yet. */
  readonly pending: string;
}

/** An error, and the entries that have it. */
export interface AllowlistError {
  readonly entries: readonly string[];
  readonly error: string;
}

export interface AddedEntries extends AllowlistInput {
  readonly errors: readonly AllowlistError[];
  /** Entries that were normalized. */
  readonly normalized: readonly { readonly typed: string; readonly kept: string }[];
  /** Typed, but in the list already. */
  readonly repeated: readonly string[];
}

const FULL = `The list is full: at most ${MAX_ALLOWLIST_ENTRIES} entries. Remove one, or write several as one range.`;

/**
 * Adds typed or pasted entries, separated by spaces, commas, semicolons or lines, to the list. Invalid ones stay as
 * typed.
 */
export function addEntries(entries: readonly string[], text: string): AddedEntries {
  const list = [...entries];
  const invalid = new Map<string, string>();
  const normalized: { typed: string; kept: string }[] = [];
  const repeated: string[] = [];
  for (const typed of text.split(/[\s,;]+/).filter(Boolean)) {
    const parsed = parseIpAllowlist([typed]);
    const [kept] = 'list' in parsed ? parsed.list : [];
    if (kept === undefined) invalid.set(typed, 'detail' in parsed ? parsed.detail : FULL);
    else if (list.includes(kept)) repeated.push(kept);
    else if (list.length >= MAX_ALLOWLIST_ENTRIES) invalid.set(typed, FULL);
    else {
      const together = parseIpAllowlist([...list, kept]);
      if ('detail' in together) {
        invalid.set(typed, together.detail);
        continue;
      }
      list.push(kept);
      if (kept !== typed) normalized.push({ typed, kept });
    }
  }
  const errors = [...new Set(invalid.values())].map((error) => ({
    error,
    entries: [...invalid.keys()].filter((entry) => invalid.get(entry) === error),
  }));
  return { entries: list, pending: [...invalid.keys()].join(' '), errors, normalized, repeated };
}

/** Summarizes it for a table. */
export function allowlistSummary(entries: readonly string[]): string {
  if (entries.length === 0) return 'From any address';
  return entries.length === 1 ? `From ${entries[0]}` : `From ${entries.length} addresses`;
}

export function allowlistInWords(entries: readonly string[]): string {
  return entries.length === 0 ? 'Any address' : entries.join(', ');
}

/**
 * Whether some IP address is in both lists; an empty list holds all. Of two ranges that share an IP address, one
 * contains the other. True for lists that cannot be read here.
 */
export function allowlistsOverlap(left: readonly string[], right: readonly string[]): boolean {
  if (left.length === 0 || right.length === 0) return true;
  try {
    return left.some((one) => right.some((other) => coversIps([one], [other]) || coversIps([other], [one])));
  } catch {
    return true;
  }
}
