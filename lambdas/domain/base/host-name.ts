/** Dots that browsers read as the dot of a host name, besides those that NFKC maps to it (UTS 46). */
const IDEOGRAPHIC_DOT = /\u3002/gu;

/** `://`, and `www.` in front of anything. */
const URL_BEGINNING = /:\/\/|(?<![\p{L}\p{N}])www\.\S/iu;
/**
 * A dot between a letter, digit or mark and a word of two letters or more, which is what a top-level domain is. Digits behind
 * the dot (`v2.1`) and single letters (`e.g.`) make no host name.
 */
const HOST_NAME = /[\p{L}\p{M}\p{N}_-]\.(?:\p{L}[\p{L}\p{M}]+|xn--[a-z0-9-]+)(?![\p{L}\p{M}\p{N}])/iu;
/** An IPv4 address with a port or a path. One that stands alone and a CIDR range do not count. */
const IP_URL = /(?<![\p{N}.])\d{1,3}(?:\.\d{1,3}){3}(?::\d|\/(?!\d{1,2}(?![\p{L}\p{N}/.])))/u;

/**
 * Returns whether a text holds what mail programs make a link of: a URL, a host name, or an e-mail address with one. Full-width
 * characters and other forms of the dot count as what they are read as.
 */
export function holdsHostName(text: string): boolean {
  const plain = text.normalize('NFKC').replaceAll(IDEOGRAPHIC_DOT, '.');
  return [URL_BEGINNING, HOST_NAME, IP_URL].some((form) => form.test(plain));
}
