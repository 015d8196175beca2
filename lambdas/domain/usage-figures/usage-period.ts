import { dateOf } from '../base/time-text.ts';

/** Days in UTC, such as `2026-11-01`; both ends are included. */
export interface UsagePeriod {
  readonly from: string;
  readonly to: string;
}

export type UsagePeriodChoice =
  | { readonly period: UsagePeriod }
  | { readonly parameter: 'from' | 'to'; readonly detail: string };

export const DEFAULT_PERIOD_DAYS = 30;
/** A leap year: always fits one page of a query. */
export const MAX_PERIOD_DAYS = 366;

/** All records are within. After the year 9999 a date would have another form. */
const FIRST_DAY = '2000-01-01';
const LAST_DAY = '2099-12-31';
const RANGE_RULE = `Must be from ${FIRST_DAY} to ${LAST_DAY}.`;

const DAY_SECONDS = 24 * 60 * 60;

/** Returns the last 30 days, including today. */
export function latestPeriod(nowMs: number, days = DEFAULT_PERIOD_DAYS): UsagePeriod {
  const to = dateOf(nowMs / 1000);
  return { from: daysLater(to, 1 - days), to };
}

/** Returns the requested period: without `to` it ends today, without `from` it has 30 days. Both must be dates. */
export function choosePeriod(
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  nowMs: number,
): UsagePeriodChoice {
  const last = to ?? dateOf(nowMs / 1000);
  if (!isInRange(last)) return { parameter: 'to', detail: RANGE_RULE };
  const first = from ?? daysLater(last, 1 - DEFAULT_PERIOD_DAYS);
  if (from !== undefined && !isInRange(from)) return { parameter: 'from', detail: RANGE_RULE };
  if (first > last) {
    return { parameter: 'from', detail: 'Is after the last day: choose an earlier from, or a later to.' };
  }
  if (daysLater(first, MAX_PERIOD_DAYS - 1) < last) {
    return { parameter: 'from', detail: `The period has more than ${MAX_PERIOD_DAYS} days: choose a shorter one.` };
  }
  return { period: { from: first, to: last } };
}

export function daysOf({ from, to }: UsagePeriod): readonly string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = daysLater(day, 1)) days.push(day);
  return days;
}

function isInRange(date: string): boolean {
  return date >= FIRST_DAY && date <= LAST_DAY;
}

function daysLater(date: string, days: number): string {
  return dateOf(Date.parse(date) / 1000 + days * DAY_SECONDS);
}
