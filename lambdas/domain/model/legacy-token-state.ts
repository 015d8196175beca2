import type { PartnerRecord } from './records.ts';

/**
 * Since when legacy tokens are deprecated (RFC 9745), epoch seconds: 2026-11-01T00:00:00Z, when API keys became the default.
 */
export const LEGACY_DEPRECATED_AT = 1_793_491_200;

/** Lifetime of a legacy token. */
export const LEGACY_TOKEN_SECONDS = 24 * 60 * 60;

type LegacyTokenState = Pick<PartnerRecord, 'legacyTokenEnabled' | 'legacyTokenOffAt'>;

/** Returns whether legacy tokens are accepted at `now`, epoch seconds. They are refused from the scheduled second on. */
export function acceptsLegacyTokens({ legacyTokenEnabled, legacyTokenOffAt }: LegacyTokenState, now: number): boolean {
  return legacyTokenEnabled && (legacyTokenOffAt === null || legacyTokenOffAt > now);
}
