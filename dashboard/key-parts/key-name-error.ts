import { parseDisplayName } from '../../lambdas/domain/base/display-name.ts';

const LONGEST = 64;

/** Returns what is wrong with a typed name, or null. Applies the API's own rule. */
export function keyNameError(text: string): string | null {
  const length = [...text.trim()].length;
  if (length === 0) return 'Give the key a name.';
  if (length > LONGEST) return `A name has at most ${LONGEST} characters; this one has ${length}.`;
  const parsed = parseDisplayName(text);
  return 'detail' in parsed ? parsed.detail : null;
}
