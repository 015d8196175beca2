import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Change, Mutator } from './mutation.ts';
import { partsOfConditions, wholeConditions } from './mutators/condition-expressions.ts';
import { comparisons, conditions, operands, optionalChains } from './mutators/conditions.ts';
import { cases, statements } from './mutators/statements.ts';
import { arithmetic, attributes, booleans, items, methods, outcomes } from './mutators/values.ts';
import { enclosingName, placesOf } from './syntax.ts';

export const PROJECT = join(import.meta.dirname, '../..');
export const LAYERS = ['domain', 'adapters', 'http', 'handlers'] as const;

/** A change of one file, named by what stays the same when lines or files move. */
export interface Mutant extends Change {
  /** Relative to the project. */
  readonly path: string;
  readonly line: number;
  /** Name of the function around it, or ''. */
  readonly inside: string;
}

const MUTATORS: readonly Mutator[] = [
  conditions,
  operands,
  comparisons,
  optionalChains,
  statements,
  cases,
  booleans,
  items,
  attributes,
  arithmetic,
  methods,
  outcomes,
  wholeConditions,
  partsOfConditions,
];

/** Returns every mutant of the layers, in the order of files and lines. */
export function allMutants(): Mutant[] {
  return LAYERS.flatMap((layer) => globSync(`lambdas/${layer}/**/*.ts`, { cwd: PROJECT }).sort()).flatMap((path) =>
    mutantsOf(path, readFileSync(join(PROJECT, path), 'utf8')),
  );
}

export function mutantsOf(path: string, code: string): Mutant[] {
  const mutants: Mutant[] = [];
  for (const place of placesOf(code)) {
    for (const mutator of MUTATORS) {
      for (const change of mutator(place)) {
        const line = code.slice(0, change.ranAt).split('\n').length;
        const inside = enclosingName(place.ancestors, place.textOf);
        const shown = { before: oneLine(change.before), after: oneLine(change.after) };
        mutants.push({ ...change, ...shown, path, line, inside });
      }
    }
  }
  return mutants;
}

export function mutatedCode(code: string, { start, end, text }: Mutant): string {
  return code.slice(0, start) + text + code.slice(end);
}

export function layerOf({ path }: Mutant): string {
  return path.split('/')[1] ?? path;
}

/** Names a mutant so that it is found again after its line or its file's folder has changed. */
export function keyOf({ path, mutator, before, after }: Pick<Mutant, 'path' | 'mutator' | 'before' | 'after'>): string {
  return JSON.stringify([basename(path), mutator, before, after]);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
