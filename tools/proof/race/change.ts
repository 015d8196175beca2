import type { Subject } from './subject.ts';

export interface Change {
  readonly to: 'accepted' | 'refused';
  /** Whose requests it decides. */
  readonly of: readonly Subject[];
  /** Resolves when the change was answered. */
  make(): Promise<void>;
}

/** Changes that are made one after the other. */
export interface Scenario {
  readonly changes: readonly Change[];
  /** Called along with what changes, and never to be touched by it. */
  readonly beside: readonly Subject[];
}

export function offAndOn(
  cycles: number,
  of: readonly Subject[],
  off: () => Promise<void>,
  on: () => Promise<void>,
): Change[] {
  return Array.from({ length: cycles }).flatMap(() => [
    { to: 'refused' as const, of, make: off },
    { to: 'accepted' as const, of, make: on },
  ]);
}
