import { MAX_LIFETIME_DAYS } from '../../lambdas/domain/model/key-expiry.ts';

/** The maximum key lifetime as a form holds it. */
export interface LifetimeInput {
  readonly limit: 'none' | 'days';
  /** As typed; used if `limit` is `days`. */
  readonly days: string;
}

const USUAL_DAYS = '90';

export function lifetimeInputOf(days: number | null): LifetimeInput {
  return days === null ? { limit: 'none', days: USUAL_DAYS } : { limit: 'days', days: String(days) };
}

export function parseLifetime({
  limit,
  days,
}: LifetimeInput): { readonly days: number | null } | { readonly error: string } {
  if (limit === 'none') return { days: null };
  const text = days.trim();
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0) return { error: 'Give a whole number of days, 1 or more.' };
  return Number(text) > MAX_LIFETIME_DAYS ? { error: `At most ${MAX_LIFETIME_DAYS} days.` } : { days: Number(text) };
}
