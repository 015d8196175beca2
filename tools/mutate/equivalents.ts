import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Mutant } from './mutants.ts';

/** A mutant that behaves like the code itself. Nothing in it depends on a line or a folder. */
export interface Equivalent {
  /** Without its folder. */
  readonly file: string;
  readonly inside: string;
  readonly mutator: string;
  readonly before: string;
  readonly after: string;
  readonly reason: string;
}

export function readEquivalents(): readonly Equivalent[] {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'equivalent.json'), 'utf8')) as Equivalent[];
}

export function isOf(equivalent: Equivalent, mutant: Mutant): boolean {
  return (
    equivalent.file === basename(mutant.path) &&
    equivalent.inside === mutant.inside &&
    equivalent.mutator === mutant.mutator &&
    equivalent.before === mutant.before &&
    equivalent.after === mutant.after
  );
}
