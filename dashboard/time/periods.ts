/** Days of usage figures are UTC days, `2026-11-01`. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** As the API has it: a year with its leap day. */
export const MAX_DAYS = 366;

const DAY_MS = 86_400_000;

export function dayAt(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}

/** The last days, today included. */
export function lastDays(days: number, now: number): Period {
  return { from: dayAt(now - (days - 1) * DAY_MS), to: dayAt(now) };
}

/** What is wrong with a period; null if nothing is. */
export function periodFault({ from, to }: Period): string | null {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (Number.isNaN(days)) return 'Choose both days.';
  if (days < 1) return 'The first day is after the last: choose an earlier one.';
  return days > MAX_DAYS ? `Choose at most ${MAX_DAYS} days.` : null;
}

interface DayWords {
  /** With its year. */
  readonly years?: boolean;
  readonly locale?: string | undefined;
}

/** A UTC day in the viewer's words. */
export function dayInWords(day: string, { years = false, locale }: DayWords = {}): string {
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    ...(years && { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(Date.parse(day));
}
