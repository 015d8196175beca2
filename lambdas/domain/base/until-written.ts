import { DependencyError } from './dependency-error.ts';

/**
 * The result of a conditional write. `conflict`: somebody else wrote first and nothing was written, so the caller must read and
 * decide again.
 */
export type WriteResult = 'written' | 'conflict';

/** Enough for the parallel requests of one partner; after that the caller gets `temporarily_unavailable`. */
const MAX_ATTEMPTS = 20;

/**
 * Repeats an attempt to read, decide and write until there is no conflict. Throws a DependencyError after too many conflicts.
 * @param record - what is written, for the error's message
 */
export async function untilWritten<T>(
  record: string,
  attempt: () => Promise<T | 'conflict'>,
): Promise<Exclude<T, 'conflict'>> {
  for (let attempts = 0; attempts < MAX_ATTEMPTS; attempts++) {
    const result = await attempt();
    if (result !== 'conflict') return result as Exclude<T, 'conflict'>;
  }
  throw new DependencyError('dynamodb', `${record} kept changing.`);
}
