import ipaddr from 'ipaddr.js';

/** Lists of IP addresses and CIDR ranges from which a credential may be used. An empty list allows every IP address. */

export const MAX_ALLOWLIST_ENTRIES = 50;

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = readonly [Address, number];

export type ParsedIpAllowlist =
  /** In normal form: no host bits, no IPv4 in IPv6, zeros compressed, single addresses without a prefix, no entry twice. */
  | { readonly list: readonly string[] }
  /** `index` of the invalid entry; null for the list as a whole. */
  | { readonly index: number | null; readonly detail: string };

/** Parses a list as people write it. */
export function parseIpAllowlist(entries: readonly string[]): ParsedIpAllowlist {
  if (entries.length > MAX_ALLOWLIST_ENTRIES)
    return { index: null, detail: `At most ${MAX_ALLOWLIST_ENTRIES} entries.` };
  const list: string[] = [];
  for (const [index, entry] of entries.entries()) {
    const range = parseRange(entry.trim());
    if (range === null) {
      return {
        index,
        detail: 'Must be an IPv4 or IPv6 address or a CIDR range, for example 203.0.113.7 or 2001:db8::/48.',
      };
    }
    if (range[1] === 0) return { index, detail: 'Allows every address: leave the list empty for that.' };
    const text = formatRange(range);
    if (list.includes(text)) continue;
    list.push(text);
    if (isUnrestricted(list, range[0])) {
      const kind = range[0].kind() === 'ipv4' ? 'IPv4' : 'IPv6';
      return {
        index,
        detail: `Allows every ${kind} address together with the entries before it: leave the list empty for that.`,
      };
    }
  }
  return { list };
}

/**
 * Returns whether an IP address is in a list that is not empty. Throws a RangeError for an unreadable list or IP address, so
 * that the call is refused.
 */
export function includesIp(list: readonly string[], address: string): boolean {
  const parsed = parseAddress(address);
  if (parsed === null) throw new RangeError('The address is not readable.');
  return list.map(rangeOf).some(([first, bits]) => first.kind() === parsed.kind() && parsed.match(first, bits));
}

/** Returns whether `outer` allows every IP address that `inner` allows. Throws a RangeError for an unreadable list. */
export function coversIps(outer: readonly string[], inner: readonly string[]): boolean {
  if (outer.length === 0) return true;
  if (inner.length === 0) return false;
  const allowed = outer.map((entry) => boundsOf(rangeOf(entry)));
  return inner.map((entry) => boundsOf(rangeOf(entry))).every((bounds) => isCovered(bounds, allowed));
}

/** Returns an IP address in its normal form, or null if the text is not one. */
export function normalIp(text: string): string | null {
  return parseAddress(text)?.toString() ?? null;
}

/**
 * Returns the addresses that one customer of a provider has at least, in normal form: a single IPv4 address, the /64 of an
 * IPv6 address. Returns null if the text is not an IP address.
 */
export function customerNetwork(text: string): string | null {
  const address = parseAddress(text);
  if (address === null) return null;
  return address instanceof ipaddr.IPv6 ? formatRange([withoutHostBits(address, 64), 64]) : address.toString();
}

interface Bounds {
  readonly kind: string;
  readonly first: bigint;
  readonly last: bigint;
}

/** Returns whether the entries together allow every IP address of the same kind: as little of a restriction as a range of /0. */
function isUnrestricted(list: readonly string[], like: Address): boolean {
  const bounds = list.map((entry) => boundsOf(rangeOf(entry)));
  return isCovered(boundsOf([withoutHostBits(like, 0), 0]), bounds);
}

/** Returns whether the ranges, several of them together if need be, cover the other one. */
function isCovered({ kind, first, last }: Bounds, allowed: readonly Bounds[]): boolean {
  let next = first;
  for (const range of allowed.filter((one) => one.kind === kind).toSorted((a, b) => (a.first < b.first ? -1 : 1))) {
    if (range.first > next) return false;
    if (range.last >= next) next = range.last + 1n;
    if (next > last) return true;
  }
  return false;
}

function boundsOf([address, bits]: Range): Bounds {
  const bytes = address.toByteArray();
  const first = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const size = 1n << BigInt(bytes.length * 8 - bits);
  return { kind: address.kind(), first, last: first + size - 1n };
}

function rangeOf(entry: string): Range {
  const range = parseRange(entry);
  if (range === null) throw new RangeError('An address list is not readable.');
  return range;
}

function parseRange(entry: string): Range | null {
  const [text = '', prefix, ...more] = entry.split('/');
  const address = parseLiteral(text);
  if (address === null || more.length > 0) return null;
  const width = address.toByteArray().length * 8;
  if (prefix !== undefined && !/^(?:0|[1-9]\d{0,2})$/.test(prefix)) return null;
  const bits = prefix === undefined ? width : Number(prefix);
  if (bits > width) return null;
  const network = withoutHostBits(address, bits);
  if (network instanceof ipaddr.IPv6 && network.isIPv4MappedAddress() && bits >= 96) {
    return [network.toIPv4Address(), bits - 96];
  }
  return [network, bits];
}

/** Turns IPv4 in IPv6 into IPv4, as `parseRange` does. */
function parseAddress(text: string): Address | null {
  const address = parseLiteral(text);
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

/** Accepts IPv4 only as four decimal parts: programs differ on octal and shorter forms. */
function parseLiteral(text: string): Address | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  return /^[0-9a-f:.]+$/i.test(text) && text.includes(':') && ipaddr.IPv6.isValid(text)
    ? ipaddr.IPv6.parse(text)
    : null;
}

function withoutHostBits(address: Address, bits: number): Address {
  const bytes = address.toByteArray().map((byte, index) => {
    const kept = Math.min(8, Math.max(0, bits - index * 8));
    return byte & (0xff << (8 - kept));
  });
  return ipaddr.fromByteArray(bytes);
}

function formatRange([address, bits]: Range): string {
  return bits === address.toByteArray().length * 8 ? address.toString() : `${address.toString()}/${bits}`;
}
