/**
 * 1 to 64 code points. Excludes control, format (such as bidirectional), surrogate, separator, default-ignorable and blank
 * Braille characters, so that different names look different and no name reorders or hides the text around it.
 */
export const DISPLAY_NAME = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]{1,64}$/u;

/** Returns the name without spaces around it, or null if it is not valid. */
export function parseDisplayName(text: string): string | null {
  const trimmed = text.trim();
  return DISPLAY_NAME.test(trimmed) ? trimmed : null;
}
