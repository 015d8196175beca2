import { setTimeout } from 'node:timers/promises';

/** Waits for the next full second. A sign-in counts if it is of a later second than the end of the sessions before it. */
export async function nextSecond(): Promise<void> {
  await setTimeout(1000 - (Date.now() % 1000));
}
