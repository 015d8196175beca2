import { dateOf } from '../base/time-text.ts';

/** Expiry of keys. Times are epoch seconds. */

const DAY_SECONDS = 24 * 60 * 60;
export const MAX_GRACE_SECONDS = 7 * DAY_SECONDS;
export const MAX_LIFETIME_DAYS = 3650;
/** How many days before a key expires its partner is warned. */
export const WARNING_DAYS = [14, 3, 1] as const;

export interface DueWarning {
  /** UTC, `2026-12-01`. */
  readonly date: string;
  readonly days: number;
}

/** Returns the latest expiry that the partner's maximum allows for a key that is created or changed now; null: no limit. */
export function latestExpiry(maxKeyLifetimeDays: number | null, nowMs: number): number | null {
  return maxKeyLifetimeDays === null ? null : Math.floor(nowMs / 1000) + maxKeyLifetimeDays * DAY_SECONDS;
}

/**
 * Returns the expiry of a key's successor: the lifetime that the key was created with, counted from now, within the partner's
 * maximum.
 */
export function successorExpiry(
  { createdAt, expiresAt }: { readonly createdAt: string; readonly expiresAt: number | null },
  maxKeyLifetimeDays: number | null,
  nowMs: number,
): number | null {
  const latest = latestExpiry(maxKeyLifetimeDays, nowMs);
  if (expiresAt === null) return latest;
  const wanted = Math.floor(nowMs / 1000) + expiresAt - Math.floor(Date.parse(createdAt) / 1000);
  return latest === null ? wanted : Math.min(wanted, latest);
}

/**
 * Returns whether a change gives a key an expiry beyond the partner's maximum. The maximum applies to a new expiry only: a key
 * with a later one keeps it when something else changes. `before` is undefined for a new key.
 */
export function exceedsMaximum(
  before: number | null | undefined,
  after: number | null,
  maxKeyLifetimeDays: number | null,
  nowMs: number,
): boolean {
  return after !== before && !isWithin(after, maxKeyLifetimeDays, nowMs);
}

/** Returns whether an expiry is within the maximum. */
export function isWithin(expiresAt: number | null, maxKeyLifetimeDays: number | null, nowMs: number): boolean {
  const latest = latestExpiry(maxKeyLifetimeDays, nowMs);
  return latest === null || (expiresAt !== null && expiresAt <= latest);
}

/** Returns the days on which the partner is warned of an expiry; days that have passed are left out. */
export function dueWarnings(expiresAt: number | null, nowMs: number): readonly DueWarning[] {
  if (expiresAt === null) return [];
  const today = dateOf(nowMs / 1000);
  return WARNING_DAYS.map((days) => ({ date: dateOf(expiresAt - days * DAY_SECONDS), days })).filter(
    ({ date }) => date > today,
  );
}
