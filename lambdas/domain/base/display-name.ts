import { holdsHostName } from './host-name.ts';

/**
 * 1 to 64 code points. Excludes control, format (such as bidirectional), surrogate, separator, default-ignorable and blank
 * Braille characters, so that different names look different and no name reorders or hides the text around it.
 */
export const DISPLAY_NAME = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]{1,64}$/u;

/** What is wrong with a name, and what to change. Never repeats the name. */
export const NAME_RULES = {
  characters: 'A name has 1 to 64 characters, none of them a control, bidirectional or invisible character.',
  hostName:
    'A name holds no URL, host name or e-mail address: leave out "://" and "www.", and write a space after a dot between two words, or no dot.',
} as const;

export type ParsedDisplayName = { readonly name: string } | { readonly detail: string };

/**
 * Parses a name that somebody sets, without spaces around it. Names are shown in e-mails, which are trusted, and mail programs
 * make links of host names. Names that are stored are not parsed again.
 */
export function parseDisplayName(text: string): ParsedDisplayName {
  const name = text.trim();
  if (!DISPLAY_NAME.test(name)) return { detail: NAME_RULES.characters };
  return holdsHostName(name) ? { detail: NAME_RULES.hostName } : { name };
}
