import type { ActivityEvent } from '../../lambdas/http/management-api/schemas/activity.ts';
import { dayName, type MomentOptions } from '../time/moments.ts';

export interface Day {
  readonly name: string;
  readonly events: readonly ActivityEvent[];
}

/** Groups events by day and keeps their order. */
export function groupByDay(events: readonly ActivityEvent[], now: number, options: MomentOptions = {}): Day[] {
  const days: { name: string; events: ActivityEvent[] }[] = [];
  for (const event of events) {
    const name = dayName(Date.parse(event.at), now, options);
    const last = days.at(-1);
    if (last?.name === name) last.events.push(event);
    else days.push({ name, events: [event] });
  }
  return days;
}
