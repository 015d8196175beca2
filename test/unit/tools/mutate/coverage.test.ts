import { describe, expect, it } from '@jest/globals';
import { runs } from '../../../../tools/mutate/coverage.ts';

const FUNCTION = { start: 10, end: 90, ran: true };
const BRANCH = { start: 40, end: 50, ran: false };

describe('what a test runs', () => {
  it('is nothing of a file that it does not load', () => {
    expect(runs({}, '/a.ts', 0)).toBe(false);
  });

  it('is told by the innermost range', () => {
    const coverage = { '/a.ts': [[{ start: 0, end: 100, ran: true }, FUNCTION, BRANCH]] };

    expect(runs(coverage, '/a.ts', 45)).toBe(false);
    expect(runs(coverage, '/a.ts', 39)).toBe(true);
    expect(runs(coverage, '/a.ts', 50)).toBe(true);
  });

  it('is what any copy of the file ran', () => {
    const coverage = {
      '/a.ts': [
        [FUNCTION, BRANCH],
        [FUNCTION, { ...BRANCH, ran: true }],
      ],
    };

    expect(runs(coverage, '/a.ts', 45)).toBe(true);
  });
});
