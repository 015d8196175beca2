import { MAX_ADDRESSES, parseAddressList } from '../../lambdas/domain/address-list.ts';

/** A list of addresses as it is put together. */
export interface AddressInput {
  /** In normal form. */
  readonly entries: readonly string[];
  /** Typed, and not in the list yet. */
  readonly pending: string;
}

/** What is wrong, and with which entries. */
export interface AddressFault {
  readonly entries: readonly string[];
  readonly fault: string;
}

export interface AddedAddresses extends AddressInput {
  readonly faults: readonly AddressFault[];
  /** Entries that are kept in another form than they were typed in. */
  readonly normalized: readonly { readonly typed: string; readonly kept: string }[];
  /** Typed, but in the list already. */
  readonly repeated: readonly string[];
}

const FULL = `The list is full: at most ${MAX_ADDRESSES} entries. Remove one, or write several as one range.`;

/**
 * Takes what was typed or pasted into the list, one or many, separated by spaces, commas, semicolons or lines. What is no
 * entry stays as typed.
 */
export function addAddresses(entries: readonly string[], text: string): AddedAddresses {
  const list = [...entries];
  const faulty = new Map<string, string>();
  const normalized: { typed: string; kept: string }[] = [];
  const repeated: string[] = [];
  for (const typed of text.split(/[\s,;]+/).filter(Boolean)) {
    const parsed = parseAddressList([typed]);
    const [kept] = 'list' in parsed ? parsed.list : [];
    if (kept === undefined) faulty.set(typed, 'fault' in parsed ? parsed.fault : FULL);
    else if (list.includes(kept)) repeated.push(kept);
    else if (list.length >= MAX_ADDRESSES) faulty.set(typed, FULL);
    else {
      list.push(kept);
      if (kept !== typed) normalized.push({ typed, kept });
    }
  }
  const faults = [...new Set(faulty.values())].map((fault) => ({
    fault,
    entries: [...faulty.keys()].filter((entry) => faulty.get(entry) === fault),
  }));
  return { entries: list, pending: [...faulty.keys()].join(' '), faults, normalized, repeated };
}

/** In few words, for a table. */
export function addressSummary(entries: readonly string[]): string {
  if (entries.length === 0) return 'From any address';
  return entries.length === 1 ? `From ${entries[0]}` : `From ${entries.length} addresses`;
}

export function addressesInWords(entries: readonly string[]): string {
  return entries.length === 0 ? 'Any address' : entries.join(', ');
}
