const E_MAIL = /^[^\s@]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+$/;

/**
 * Returns the address by which a user is found. Only A to Z are lowered: Unicode lowers the Kelvin sign to a k, so that another
 * person's address would become that of the user.
 */
export function normalEmail(address: string): string {
  return address.trim().replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

export function isEmail(address: string): boolean {
  return E_MAIL.test(address) && address.length <= 254;
}
