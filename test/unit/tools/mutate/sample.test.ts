import { describe, expect, it } from '@jest/globals';
import { sampleOf } from '../../../../tools/mutate/sample.ts';

const ITEMS = Array.from({ length: 1_000 }, (_, at) => at);

describe('a sample', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(sampleOf(ITEMS, 50, 7)).toEqual(sampleOf(ITEMS, 50, 7));
    expect(sampleOf(ITEMS, 50, 7)).not.toEqual(sampleOf(ITEMS, 50, 8));
  });

  it('holds so many different items, in their order', () => {
    const sample = sampleOf(ITEMS, 400, 1);

    expect(new Set(sample).size).toBe(400);
    expect(sample).toEqual(sample.toSorted((a, b) => a - b));
  });

  it('is everything where there is less', () => {
    expect(sampleOf([1, 2], 400, 1)).toEqual([1, 2]);
  });

  it('takes from every part about alike', () => {
    const sample = sampleOf(ITEMS, 400, 99);

    for (const from of [0, 250, 500, 750]) {
      const part = sample.filter((item) => item >= from && item < from + 250).length;
      expect(part).toBeGreaterThan(70);
      expect(part).toBeLessThan(130);
    }
  });
});
