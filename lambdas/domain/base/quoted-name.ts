const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
const DOUBLE_QUOTES = /["“”„‟«»＂]/gu;

/**
 * Returns a name that people chose as messages show it: in quotes and on one line, so that it does not read as a sentence of
 * the message.
 */
export function quotedName(name: string): string {
  return `"${name.replaceAll(BREAKS, ' ').replaceAll(DOUBLE_QUOTES, "'")}"`;
}
