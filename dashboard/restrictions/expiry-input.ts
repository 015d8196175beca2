import { DAY_MS, localDay } from '../time/days.ts';

/** A key's expiry as a form holds it. */
export interface ExpiryInput {
  /** `open`: no date was chosen. */
  readonly kind: 'open' | 'date';
  /** `2027-01-31`, in the viewer's time zone; may be incomplete. Used if `kind` is `date`. */
  readonly date: string;
}

export type ParsedExpiry = { readonly at: number } | { readonly error: string };

/** The API's clock may be behind this machine's. */
const MARGIN_MS = 60_000;

/** Returns the latest expiry within a maximum lifetime in epoch milliseconds; null without a maximum. */
export function latestExpiry(maxDays: number | null, now: number): number | null {
  return maxDays === null ? null : wholeSecond(now + maxDays * DAY_MS - MARGIN_MS);
}

/**
 * Returns the expiry for a chosen day: its last second, or the latest allowed one if that comes sooner.
 *
 * @param latest - epoch milliseconds; null for none
 */
export function parseExpiry(date: string, latest: number | null, now: number): ParsedExpiry {
  const day = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date)?.slice(1).map(Number);
  const [year = 0, month = 0, dayOfMonth = 0] = day ?? [];
  const begins = new Date(year, month - 1, dayOfMonth).getTime();
  if (day === undefined || localDay(begins) !== date) return { error: 'Choose a day.' };
  const ends = new Date(year, month - 1, dayOfMonth + 1).getTime() - 1000;
  if (ends <= now) return { error: 'Choose a day that is not over.' };
  if (latest !== null && begins > latest) return { error: `Choose ${dayText(latest)} or earlier.` };
  return { at: latest === null ? ends : Math.min(ends, latest) };
}

export function expiryInputOf(expiresAt: string | null): ExpiryInput {
  return expiresAt === null ? { kind: 'open', date: '' } : { kind: 'date', date: localDay(Date.parse(expiresAt)) };
}

/** Formats date and time to the minute in the viewer's words. */
export function expiryText(moment: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(moment);
}

function dayText(moment: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' }).format(moment);
}

function wholeSecond(moment: number): number {
  return Math.floor(moment / 1000) * 1000;
}
