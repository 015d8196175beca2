/** Replaces URLs that exist only in AWS with those on this machine. */
export type Localize = (text: string) => string;

/**
 * Creates a function that replaces URLs. `entries`: URL in the template (origin, or origin and path) → URL on this machine.
 * Only whole URLs are replaced, both plain and encoded as in a query; the longest match wins.
 */
export function createUrlTable(entries: ReadonlyMap<string, string>): Localize {
  const spellings = new Map<string, string>();
  for (const [url, local] of entries) {
    if (!URL.canParse(url)) throw new Error(`"${url}" is not a URL.`);
    spellings.set(url, local);
    spellings.set(encodeURIComponent(url), encodeURIComponent(local));
  }
  if (spellings.size === 0) return (text) => text;
  const alternatives = [...spellings.keys()]
    .sort((a, b) => b.length - a.length)
    .map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`(?:${alternatives.join('|')})(?![\\w.:-])`, 'g');
  return (text) => text.replaceAll(pattern, (url) => spellings.get(url) ?? url);
}
