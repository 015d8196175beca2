import type { UsageDay } from './outcomes.ts';

export interface RecentCalls {
  readonly total: number;
  readonly unsuccessful: number;
  /** Calls of the busiest day. */
  readonly most: number;
}

export function recentCalls(days: readonly UsageDay[]): RecentCalls {
  return {
    total: days.reduce((sum, { total }) => sum + total, 0),
    unsuccessful: days.reduce((sum, day) => sum + unsuccessfulCalls(day), 0),
    most: Math.max(0, ...days.map(({ total }) => total)),
  };
}

/** Describes the chart for screen readers. */
export function recentCallsInWords({ total, unsuccessful, most }: RecentCalls, locale?: string): string {
  const count = (calls: number) => new Intl.NumberFormat(locale).format(calls);
  const calls = `${count(total)} ${total === 1 ? 'call' : 'calls'} in the last 30 days, at most ${count(most)} a day`;
  return unsuccessful === 0 ? calls : `${calls}, ${count(unsuccessful)} of them unsuccessful`;
}

export interface Bars {
  /** Distance from the top to the line that bars stand on or hang from. */
  readonly baseline: number;
  /** Heights of each day's bars: successful calls stand on the line, the others hang from it. */
  readonly days: readonly { readonly up: number; readonly down: number }[];
}

/** Keeps rare calls visible. */
const LEAST_ROOM = 4;

/** Fits the bars into `height` in whole pixels. Both directions share a scale unless one would be hardly visible. */
export function barsOf(days: readonly UsageDay[], height: number): Bars {
  const mostUp = Math.max(0, ...days.map(({ success }) => success));
  const mostDown = Math.max(0, ...days.map(unsuccessfulCalls));
  const baseline = roomAbove(mostUp, mostDown, height);
  const heightOf = (calls: number, most: number, room: number) =>
    calls === 0 ? 0 : Math.max(1, Math.round((calls / most) * room));
  return {
    baseline,
    days: days.map((day) => ({
      up: heightOf(day.success, mostUp, baseline),
      down: heightOf(unsuccessfulCalls(day), mostDown, height - baseline),
    })),
  };
}

function roomAbove(mostUp: number, mostDown: number, height: number): number {
  if (mostDown === 0) return height;
  if (mostUp === 0) return 0;
  const proportional = Math.round((height * mostUp) / (mostUp + mostDown));
  return Math.min(height - LEAST_ROOM, Math.max(LEAST_ROOM, proportional));
}

function unsuccessfulCalls({ total, success }: UsageDay): number {
  return total - success;
}
