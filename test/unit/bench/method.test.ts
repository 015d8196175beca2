import { describe, expect, it } from '@jest/globals';
import { compare, type Variant } from '../../../tools/bench/method/compare.ts';
import { collectRounds, medianRatio } from '../../../tools/bench/method/rounds.ts';
import { median, quantile, shuffled } from '../../../tools/bench/method/statistics.ts';

/** A variant that takes what is listed, one entry a block, and the last one from then on. */
function scripted(name: string, times: readonly number[]): Variant {
  let next = 0;
  return {
    name,
    async measure() {
      const time = times[Math.min(next, times.length - 1)] as number;
      next += 1;
      return { times: [time], cpu: time / 2 };
    },
  };
}

describe('statistics', () => {
  it('take quantiles between the two nearest values, without touching what they are given', () => {
    const values = [40, 10, 30, 20];
    expect(median(values)).toBe(25);
    expect(quantile(values, 0)).toBe(10);
    expect(quantile(values, 1)).toBe(40);
    expect(quantile(values, 0.5)).toBe(25);
    expect(values).toEqual([40, 10, 30, 20]);
    expect(() => median([])).toThrow(RangeError);
  });

  it('shuffle into every order', () => {
    const orders = new Set(Array.from({ length: 500 }, () => shuffled([1, 2, 3]).join('')));
    expect(orders.size).toBe(6);
  });

  it('take ratios round by round, so that a slow round does not count', () => {
    expect(medianRatio([2, 2000, 2], [1, 1000, 1])).toBe(2);
  });
});

describe('rounds', () => {
  it('let every variant take part once a round, in an order that changes', async () => {
    const order: string[] = [];
    const recording = (name: string) => ({ name, measure: async () => order.push(name) });
    await collectRounds([recording('a'), recording('b')], 64);
    const rounds = Array.from({ length: 64 }, (_, round) => order.slice(2 * round, 2 * round + 2).join(''));
    expect(new Set(rounds)).toEqual(new Set(['ab', 'ba']));
  });

  it('refuse two variants of one name, and a name that took no part', async () => {
    await expect(collectRounds([scripted('a', [1]), scripted('a', [1])], 1)).rejects.toThrow('same name');
    const rounds = await collectRounds([scripted('a', [1])], 1);
    expect(() => rounds.of('b')).toThrow('No variant has the name b.');
  });
});

describe('a comparison', () => {
  it('holds where the baseline equals itself', async () => {
    const result = await compare(scripted('base', [10]), [scripted('other', [15])], { rounds: 5, attempts: 3 });
    expect(result).toMatchObject({ control: 1, valid: true, attempts: 1 });
    expect(result.variants).toMatchObject([
      { name: 'base', ratio: 1 },
      { name: 'other', ratio: 1.5, cpuRatio: 1.5, p50: 15 },
    ]);
  });

  it('is void where the baseline differs from itself, and is made again up to the given number of times', async () => {
    let calls = 0;
    // Each call takes twice as long as the one before, so the two differ in whichever order they come.
    const drifting: Variant = {
      name: 'base',
      async measure() {
        calls += 1;
        return { times: [2 ** calls], cpu: 1 };
      },
    };
    const result = await compare(drifting, [], { rounds: 1, attempts: 3 });
    expect(result).toMatchObject({ valid: false, attempts: 3 });
    expect(calls).toBe(6);
  });
});
