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

/** Whether a partner's legacy tokens are accepted. */
export interface LegacyTokenSetting {
  readonly enabled: boolean;
  /** When they are scheduled to turn off, epoch seconds; null if they are not. */
  readonly offAt: number | null;
}

/** Returns why a setting cannot be made; null if it can. Only a time in the future can be scheduled, and only while they are on. */
export function invalidOffAt({ enabled, offAt }: LegacyTokenSetting, now: number): 'past' | 'off' | null {
  if (offAt === null) return null;
  if (!enabled) return 'off';
  return offAt <= now ? 'past' : null;
}

/** Returns whether legacy tokens are accepted for longer than before. This alone decides whether the change takes a code. */
export function broadensLegacyTokens(before: LegacyTokenState, after: LegacyTokenSetting, now: number): boolean {
  const { enabled: legacyTokenEnabled, offAt: legacyTokenOffAt } = after;
  return acceptedUntil({ legacyTokenEnabled, legacyTokenOffAt }, now) > acceptedUntil(before, now);
}

/** Epoch seconds; infinite without an end. Those that are off were accepted until now at the latest. */
function acceptedUntil(state: LegacyTokenState, now: number): number {
  return acceptsLegacyTokens(state, now) ? (state.legacyTokenOffAt ?? Number.POSITIVE_INFINITY) : now;
}
