/**
 * 1 to 64 characters (code points) without control, format (bidirectional and invisible among them), surrogate, line
 * separator and default-ignorable ones, nor the blank of Braille: what looks alike must be alike, and no name may turn
 * or hide the text around it.
 */
export const DISPLAY_NAME = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]{1,64}$/u;

/** The name without spaces around it, or null if it cannot be one. */
export function parseDisplayName(text: string): string | null {
  const trimmed = text.trim();
  return DISPLAY_NAME.test(trimmed) ? trimmed : null;
}
