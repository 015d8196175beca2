import type { Subject } from './subject.ts';

export interface Change {
  readonly to: 'accepted' | 'refused';
  /** The subjects whose requests it decides. */
  readonly of: readonly Subject[];
  /** Runs before the change, for example to request its code. */
  readonly prepare?: () => Promise<void>;
  /** Resolves with the response to the change. */
  make(): Promise<void>;
}

/** Changes made one after the other. */
export interface Scenario {
  readonly changes: readonly Change[];
  /** Called at the same time; the changes must never affect them. */
  readonly beside: readonly Subject[];
}

export function offAndOn(
  cycles: number,
  of: readonly Subject[],
  off: () => Promise<void>,
  on: Pick<Change, 'make' | 'prepare'>,
): Change[] {
  return Array.from({ length: cycles }).flatMap(() => [
    { to: 'refused' as const, of, make: off },
    { to: 'accepted' as const, of, ...on },
  ]);
}
