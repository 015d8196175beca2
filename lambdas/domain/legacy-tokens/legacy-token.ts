import { randomBytes } from 'node:crypto';

/** Lifetime of a legacy token. */
export const LEGACY_TOKEN_SECONDS = 24 * 60 * 60;

/** Limit for one user; a further token revokes the oldest. */
export const MAX_LIVE_LEGACY_TOKENS = 20;

/** Returns 256 bits from the CSPRNG, base64url. */
export function generateLegacyToken(): string {
  return randomBytes(32).toString('base64url');
}
