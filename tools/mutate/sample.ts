/** Returns `size` of the items, chosen by the seed alone, in their original order. */
export function sampleOf<T>(items: readonly T[], size: number, seed: number): T[] {
  const random = mulberry32(seed);
  return items
    .map((item, at) => ({ item, at, rank: random() }))
    .toSorted((one, other) => one.rank - other.rank)
    .slice(0, size)
    .toSorted((one, other) => one.at - other.at)
    .map(({ item }) => item);
}

/** A small generator of numbers from 0 to 1 that gives the same ones for the same seed: mulberry32 by Tommy Ettinger. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
