/** Replaces addresses that exist in AWS only by those on this machine. */
export type Localize = (text: string) => string;

/**
 * `entries`: address as the template has it (origin, or origin and path) → address on this machine. An address is
 * replaced as a whole only, as it stands and as a value of a query; the longest one goes first.
 */
export function createUrlTable(entries: ReadonlyMap<string, string>): Localize {
  const spellings = new Map<string, string>();
  for (const [address, local] of entries) {
    if (!URL.canParse(address)) throw new Error(`"${address}" is no address.`);
    spellings.set(address, local);
    spellings.set(encodeURIComponent(address), encodeURIComponent(local));
  }
  if (spellings.size === 0) return (text) => text;
  const alternatives = [...spellings.keys()]
    .sort((a, b) => b.length - a.length)
    .map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`(?:${alternatives.join('|')})(?![\\w.:-])`, 'g');
  return (text) => text.replaceAll(pattern, (address) => spellings.get(address) ?? address);
}
