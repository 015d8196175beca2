import type { Identity } from '../model/records.ts';

/** An account that has just proved to be its user's. */
export interface SignedInAccount extends Identity {
  /** null unless the provider has verified it. */
  readonly email: string | null;
}

const SUBJECT = /^[\x21\x22\x24-\x7e]{1,255}$/;

/** Returns whether the text is 1 to 255 visible ASCII characters without `#`. */
export function isSubject(text: string): boolean {
  return SUBJECT.test(text);
}
