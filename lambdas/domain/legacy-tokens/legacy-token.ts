import { randomBytes } from 'node:crypto';

/** How long a legacy token lives. */
export const LEGACY_TOKEN_SECONDS = 24 * 60 * 60;

/** Live legacy tokens of one user; one more ends the oldest. */
export const MAX_LIVE_LEGACY_TOKENS = 20;

/** An opaque token of 256 bits from the CSPRNG, base64url. */
export function generateLegacyToken(): string {
  return randomBytes(32).toString('base64url');
}
