import { OUTCOMES, type UsageDay } from './outcomes.ts';

/** Keeps rare calls visible. */
const LEAST = 2;

/** Returns the heights of a day's bars by outcome, where the busiest day's `most` calls have `height`. */
export function dayBars(day: UsageDay, most: number, height: number): readonly number[] {
  // Reserves what rare calls take beyond their share.
  const room = height - LEAST * (OUTCOMES.length - 1);
  return OUTCOMES.map(({ calls }) => {
    const count = calls(day);
    return count === 0 ? 0 : Math.max(LEAST, (count / most) * room);
  });
}
