import type { Coverage } from './coverage.ts';

export interface TestFile {
  /** Name of the project in jest.config.js. */
  readonly project: string;
  /** Relative to the project's root, like every path here. */
  readonly file: string;
}

/** What a worker is to run, in this order, up to the first failure. */
export interface Job {
  readonly tests: readonly TestFile[];
  /** The absolute path of the mutated file, and its code. */
  readonly mutated: { readonly file: string; readonly code: string } | null;
  readonly coverage: boolean;
}

export type FromWorker =
  | { readonly kind: 'started'; readonly file: string }
  /** The first failed case of a file that is still running. */
  | { readonly kind: 'failed'; readonly file: string; readonly reason: string }
  | {
      readonly kind: 'finished';
      readonly file: string;
      readonly failure: string | null;
      readonly ms: number;
      readonly coverage: Coverage | undefined;
    }
  | { readonly kind: 'done'; readonly memoryBytes: number };
