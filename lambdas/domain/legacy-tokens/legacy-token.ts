import { randomBytes } from 'node:crypto';

/** Returns 256 bits from the CSPRNG, base64url. */
export function generateLegacyToken(): string {
  return randomBytes(32).toString('base64url');
}
