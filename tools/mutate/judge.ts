import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FastTests } from './fast-tests.ts';
import { type Mutant, mutatedCode, PROJECT } from './mutants.ts';
import type { Judged } from './report.ts';
import { WorkerProcess } from './worker-process.ts';

const WORKERS = 2;
/** Some contract tests synthesize the stacks first. */
const UNCHANGED_LIMIT_MS = 300_000;

/** Judges mutants with processes that only ever see a mutation in memory. */
export class Judge {
  readonly #directory = mkdtempSync(join(tmpdir(), 'mutate-'));
  readonly #workers = Array.from({ length: WORKERS }, () => new WorkerProcess(this.#directory));
  readonly #tests = new FastTests();

  /** Runs every fast test on the unchanged code. Throws if one fails. */
  async measure(onProgress: (done: number, total: number) => void): Promise<void> {
    const { files } = this.#tests;
    let done = 0;
    await this.#share(files, async (test, worker) => {
      const job = { tests: [test], mutated: null, coverage: true };
      const result = await worker.run(
        job,
        () => UNCHANGED_LIMIT_MS,
        ({ file, ms, coverage = {} }) => this.#tests.record(file, ms, coverage),
      );
      if (result.kind !== 'passed') {
        const reason = result.kind === 'failed' ? result.reason : result.kind;
        throw new Error(`${test.file} does not pass on the unchanged code: ${reason}`);
      }
      onProgress(++done, files.length);
    });
  }

  async judge(mutants: readonly Mutant[], onJudged: (judged: Judged) => void): Promise<void> {
    await this.#share(mutants, async (mutant, worker) => {
      onJudged({ mutant, verdict: await this.#verdictOn(mutant, worker) });
    });
  }

  /** Ends the workers and removes what they left. */
  close(): void {
    for (const worker of this.#workers) worker.stop();
    rmSync(this.#directory, { recursive: true, force: true, maxRetries: 3 });
  }

  async #verdictOn(mutant: Mutant, worker: WorkerProcess): Promise<Judged['verdict']> {
    const tests = this.#tests.covering(mutant);
    if (tests.length === 0) return 'no test';
    const file = join(PROJECT, mutant.path);
    const mutated = { file, code: mutatedCode(readFileSync(file, 'utf8'), mutant) };
    const limitMs = (test: string) => this.#tests.limitMs(test);
    const result = await worker.run({ tests, mutated, coverage: false }, limitMs, () => {});
    if (result.kind === 'passed') return 'survived';
    this.#tests.recordKill(mutant, result.file);
    return result.kind === 'timed out' ? 'timed out' : 'killed';
  }

  async #share<T>(items: readonly T[], run: (item: T, worker: WorkerProcess) => Promise<void>): Promise<void> {
    const rest = items.values();
    await Promise.all(
      this.#workers.map(async (worker) => {
        for (const item of rest) await run(item, worker);
      }),
    );
  }
}
