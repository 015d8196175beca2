import { DependencyError } from './dependency-error.ts';

/**
 * What a store says of a write that has a condition. `conflict`: somebody else wrote first, and nothing was written; what the
 * write was decided on has to be read again.
 */
export type WriteResult = 'written' | 'conflict';

/** More than the requests of one partner meet on one record; who loses that often is told to try again later. */
const MAX_ATTEMPTS = 20;

/**
 * Repeats an attempt that reads, decides and writes until it does not end in a conflict. `record`: what was written, for the
 * DependencyError that is thrown when conflicts go on.
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
