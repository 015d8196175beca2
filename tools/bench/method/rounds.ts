import { median, shuffled } from './statistics.ts';

export interface Measurable<T> {
  readonly name: string;
  measure(): Promise<T>;
}

export interface Rounds<T> {
  /** Returns the results of a variant, round by round. Throws an Error for an unknown name. */
  of(name: string): readonly T[];
}

/** Variants take turns in another random order each round, so that other load on the machine affects all of them alike. */
export async function collectRounds<T>(variants: readonly Measurable<T>[], rounds: number): Promise<Rounds<T>> {
  const results = new Map<string, T[]>(variants.map(({ name }) => [name, []]));
  if (results.size !== variants.length) throw new Error('Two variants have the same name.');
  for (let round = 0; round < rounds; round += 1) {
    for (const variant of shuffled(variants)) results.get(variant.name)?.push(await variant.measure());
  }
  return {
    of(name) {
      const found = results.get(name);
      if (found === undefined) throw new Error(`No variant has the name ${name}.`);
      return found;
    },
  };
}

/** Returns the median over the rounds of the ratio of two values. */
export function medianRatio(values: readonly number[], base: readonly number[]): number {
  return median(values.map((value, round) => value / (base[round] ?? Number.NaN)));
}
