import { setTimeout as delay } from 'node:timers/promises';

const DEADLINE_MS = 15_000;
const EVERY_MS = 50;

/** Does it again and again until it throws nothing, and answers what it answers then. Throws what it threw last at the deadline. */
export async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(EVERY_MS);
    }
  }
}
