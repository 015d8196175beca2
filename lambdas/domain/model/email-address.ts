/** What users are added with, and what `POST /token` takes as a user name. */
export const EMAIL_ADDRESS = /^[^\s@]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+$/;
export const MAX_EMAIL_LENGTH = 254;

export function isEmailAddress(text: string): boolean {
  return text.length <= MAX_EMAIL_LENGTH && EMAIL_ADDRESS.test(text);
}

/**
 * Returns the address by which a user is found. Only A to Z are lowered: Unicode lowers the Kelvin sign to a k, so that another
 * person's address would become that of the user.
 */
export function normalEmail(address: string): string {
  return address.trim().replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
