/** A message of the dead-letter queue: an event that the counting function failed at three times. */
export interface DeadLetter {
  /** The same each time that it is received. */
  readonly id: string;
  readonly body: string;
  readonly receipt: string;
}

/** The dead-letter queue. Both throw a DependencyError. */
export interface DeadLetters {
  /** Some that nobody works on, hidden from others for some minutes; empty if there are none. */
  receive(): Promise<readonly DeadLetter[]>;
  remove(letter: DeadLetter): Promise<void>;
}

export interface ReplayResult {
  readonly counted: number;
  /** They are in the queue again after some minutes. */
  readonly failed: number;
}

/**
 * Counts what is in the queue. A letter leaves it only when all of its batch was counted. It ends when the queue is empty,
 * or begins to give letters again that have failed.
 */
export async function replayUsage(
  letters: DeadLetters,
  count: (body: string) => Promise<boolean>,
): Promise<ReplayResult> {
  let counted = 0;
  const failed = new Set<string>();
  for (let some = await letters.receive(); some.length > 0; some = await letters.receive()) {
    for (const letter of some) {
      if (failed.has(letter.id)) return { counted, failed: failed.size };
      if (await count(letter.body)) {
        await letters.remove(letter);
        counted += 1;
      } else {
        failed.add(letter.id);
      }
    }
  }
  return { counted, failed: failed.size };
}
