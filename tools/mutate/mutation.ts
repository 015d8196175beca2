import type { Place } from './syntax.ts';

/** One change of a file's text, and what a reader is shown of it. */
export interface Change {
  readonly mutator: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Only a test that runs this offset can notice the change. */
  readonly ranAt: number;
  readonly before: string;
  readonly after: string;
}

export type Mutator = (place: Place) => Iterable<Change>;
