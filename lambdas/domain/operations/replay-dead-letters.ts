/** A message in a dead-letter queue: an invocation that failed on every attempt. */
export interface DeadLetter {
  /** The same each time the message is received. */
  readonly id: string;
  readonly body: string;
  readonly receipt: string;
}

/** A dead-letter queue. Every method throws a DependencyError. */
export interface DeadLetters {
  /** Returns some messages and hides them from others for some minutes; empty if none are visible. */
  receive(): Promise<readonly DeadLetter[]>;
  remove(letter: DeadLetter): Promise<void>;
}

export interface ReplayResult {
  readonly done: number;
  /** They are visible in the queue again after some minutes. */
  readonly failed: number;
}

/**
 * Processes the backlog. A message is removed only after `work` has succeeded. Stops when the queue is empty, or when a message
 * that has failed appears again.
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
