/** How to format a moment. An undefined locale is the viewer's own. */
export interface MomentOptions {
  readonly locale?: string | undefined;
  readonly timeZone?: string | undefined;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Formats date and time to the second, with the time zone. */
export function exactTime(moment: number, { locale, timeZone }: MomentOptions = {}): string {
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'full',
    timeStyle: 'long',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(moment);
}

/** Formats how long ago it was, or the date if that is a week or longer. */
export function shortTime(moment: number, now: number, { locale, timeZone }: MomentOptions = {}): string {
  const ago = now - moment;
  if (Math.abs(ago) >= 7 * DAY_MS) {
    return new Intl.DateTimeFormat(locale, {
      dateStyle: 'medium',
      ...(timeZone === undefined ? {} : { timeZone }),
    }).format(moment);
  }
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const size = Math.abs(ago);
  const sign = ago >= 0 ? -1 : 1;
  if (size < MINUTE_MS) return words.format(0, 'second');
  if (size < HOUR_MS) return words.format(sign * Math.floor(size / MINUTE_MS), 'minute');
  if (size < DAY_MS) return words.format(sign * Math.floor(size / HOUR_MS), 'hour');
  return words.format(sign * Math.floor(size / DAY_MS), 'day');
}

/** Formats the time left in the largest whole unit; the last minute in seconds. */
export function timeLeft(moment: number, now: number, { locale }: MomentOptions = {}): string {
  const left = Math.max(0, moment - now);
  const [size, unit] =
    left >= DAY_MS
      ? [DAY_MS, 'day']
      : left >= HOUR_MS
        ? [HOUR_MS, 'hour']
        : left >= MINUTE_MS
          ? [MINUTE_MS, 'minute']
          : [1000, 'second'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.floor(left / size));
}

/** Formats the time of day, with the weekday if it is not today. */
export function clockTime(moment: number, now: number, { locale, timeZone }: MomentOptions = {}): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', ...zone });
  const today = day.format(moment) === day.format(now);
  return new Intl.DateTimeFormat(locale, {
    ...(today ? {} : { weekday: 'long' }),
    hour: '2-digit',
    minute: '2-digit',
    // Without seconds, a short wait would end at a time that has already passed.
    ...(moment - now < 2 * MINUTE_MS ? { second: '2-digit' } : {}),
    ...zone,
  }).format(moment);
}

/** Formats the time of day to the minute. */
export function timeOfDay(moment: number, { locale, timeZone }: MomentOptions = {}): string {
  return new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(moment);
}

/** Formats the day as a heading: today, yesterday, or its date. */
export function dayName(moment: number, now: number, { locale, timeZone }: MomentOptions = {}): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', ...zone });
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const capital = (text: string) => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
  if (day.format(moment) === day.format(now)) return capital(words.format(0, 'day'));
  if (day.format(moment) === day.format(now - DAY_MS)) return capital(words.format(-1, 'day'));
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', ...zone }).format(moment);
}
