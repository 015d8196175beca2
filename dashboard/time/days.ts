/** A range of UTC days, such as `2026-11-01`, both included. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** The API's limit: a leap year. */
export const MAX_DAYS = 366;

export const DAY_MS = 86_400_000;

/** Returns the UTC day of a moment. */
export function utcDay(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}

/** Returns the day in the viewer's time zone, as a date field wants it. */
export function localDay(moment: number): string {
  const date = new Date(moment);
  const digits = (value: number, length: number) => String(value).padStart(length, '0');
  return `${digits(date.getFullYear(), 4)}-${digits(date.getMonth() + 1, 2)}-${digits(date.getDate(), 2)}`;
}

/** Returns the last days, including today. */
export function lastDays(days: number, now: number): Period {
  return { from: utcDay(now - (days - 1) * DAY_MS), to: utcDay(now) };
}

/** Returns what is wrong with a period, or null. */
export function periodError({ from, to }: Period): string | null {
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

/** Formats a UTC day in the viewer's words. */
export function dayInWords(day: string, { years = false, locale }: DayWords = {}): string {
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    ...(years && { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(Date.parse(day));
}
