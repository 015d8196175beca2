/** A message of a dead-letter queue: something that a function failed at for good. */
export interface DeadLetter {
  /** The same each time that it is received. */
  readonly id: string;
  readonly body: string;
  readonly receipt: string;
}

/** A dead-letter queue. Both throw a DependencyError. */
export interface DeadLetters {
  /** Some that nobody works on, hidden from others for some minutes; empty if there are none. */
  receive(): Promise<readonly DeadLetter[]>;
  remove(letter: DeadLetter): Promise<void>;
}

export interface ReplayResult {
  readonly done: number;
  /** They are in the queue again after some minutes. */
  readonly failed: number;
}

/**
 * Works off what is in the queue. A letter leaves it only when all of it was done. It ends when the queue is empty, or begins
 * to give letters again that have failed.
 */
export async function replayDeadLetters(
  letters: DeadLetters,
  work: (body: string) => Promise<boolean>,
): Promise<ReplayResult> {
  let done = 0;
  const failed = new Set<string>();
  for (let some = await letters.receive(); some.length > 0; some = await letters.receive()) {
    for (const letter of some) {
      if (failed.has(letter.id)) return { done, failed: failed.size };
      if (await work(letter.body)) {
        await letters.remove(letter);
        done += 1;
      } else {
        failed.add(letter.id);
      }
    }
  }
  return { done, failed: failed.size };
}
