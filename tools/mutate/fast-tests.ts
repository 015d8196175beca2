import { globSync } from 'node:fs';
import { join } from 'node:path';
import { type Coverage, runs } from './coverage.ts';
import type { TestFile } from './job.ts';
import { type Mutant, PROJECT } from './mutants.ts';

const PROJECTS = ['unit', 'handlers', 'contract'] as const;

/** What a run of all fast tests on the unchanged code showed, and which of them have killed so far. */
export class FastTests {
  readonly files: readonly TestFile[] = PROJECTS.flatMap((project) =>
    globSync(`test/${project}/**/*.test.ts`, { cwd: PROJECT })
      .sort()
      .map((file) => ({ project, file })),
  );
  readonly #measured = new Map<string, { readonly ms: number; readonly coverage: Coverage }>();
  readonly #kills = new Map<string, number>();

  record(file: string, ms: number, coverage: Coverage): void {
    this.#measured.set(file, { ms, coverage });
  }

  recordKill(mutant: Mutant, file: string): void {
    const key = killKey(mutant, file);
    this.#kills.set(key, (this.#kills.get(key) ?? 0) + 1);
  }

  /** Time that a test file may take on a mutant. */
  limitMs(file: string): number {
    return 5 * this.#msOf(file) + 10_000;
  }

  /** The tests that run the mutated code: first those that killed other mutants of its file, then the quickest. */
  covering(mutant: Mutant): TestFile[] {
    const source = join(PROJECT, mutant.path);
    const kills = (file: string) => this.#kills.get(killKey(mutant, file)) ?? 0;
    return this.files
      .filter(({ file }) => runs(this.#measured.get(file)?.coverage ?? {}, source, mutant.ranAt))
      .toSorted((one, other) => kills(other.file) - kills(one.file) || this.#msOf(one.file) - this.#msOf(other.file));
  }

  #msOf(file: string): number {
    return this.#measured.get(file)?.ms ?? 0;
  }
}

function killKey(mutant: Mutant, file: string): string {
  return `${mutant.path} ${file}`;
}
