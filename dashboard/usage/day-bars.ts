import { OUTCOMES, type UsageDay } from './outcomes.ts';

/** Rare calls must be seen, too. */
const LEAST = 2;

/** Heights of a day's bars, outcome by outcome, of the `height` that the busiest day's `most` calls have. */
export function dayBars(day: UsageDay, most: number, height: number): readonly number[] {
  // What rare calls take beyond their part is left for them.
  const room = height - LEAST * (OUTCOMES.length - 1);
  return OUTCOMES.map(({ calls }) => {
    const count = calls(day);
    return count === 0 ? 0 : Math.max(LEAST, (count / most) * room);
  });
}
