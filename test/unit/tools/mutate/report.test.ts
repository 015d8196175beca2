import { describe, expect, it } from '@jest/globals';
import type { Equivalent } from '../../../../tools/mutate/equivalents.ts';
import { type Mutant, mutantsOf } from '../../../../tools/mutate/mutants.ts';
import { lineOf, namedIn, report } from '../../../../tools/mutate/report.ts';

const CODE = 'function isLater(a, b) {\n  return a > b || a === b;\n}';
const MUTANTS = mutantsOf('lambdas/domain/expiry.ts', CODE);
const BOUNDARY = mutant('boundary');
const EQUALITY = mutant('equality');

function mutant(mutator: string): Mutant {
  const found = MUTANTS.find((each) => each.mutator === mutator);
  if (found === undefined) throw new Error(`No mutant ${mutator}.`);
  return found;
}

const KNOWN: Equivalent = {
  file: 'expiry.ts',
  inside: 'isLater',
  mutator: 'boundary',
  before: 'a > b',
  after: 'a >= b',
  reason: 'Equal ones are later, too.',
};

describe('a report', () => {
  it('names each survivor, and one that no test runs as such', () => {
    const { lines, percentKilled } = report(
      [
        { mutant: BOUNDARY, verdict: 'survived' },
        { mutant: EQUALITY, verdict: 'no test' },
      ],
      MUTANTS,
      [],
    );

    expect(lines).toContain('Survivors (2):');
    expect(lines).toContain('lambdas/domain/expiry.ts:2 boundary: a > b -> a >= b');
    expect(lines).toContain('lambdas/domain/expiry.ts:2 equality: a === b -> a !== b  [no test runs it]');
    expect(percentKilled).toBe(0);
  });

  it('does not count a known equivalent, and lists it with its reason', () => {
    const { lines, percentKilled } = report(
      [
        { mutant: BOUNDARY, verdict: 'survived' },
        { mutant: EQUALITY, verdict: 'killed' },
      ],
      MUTANTS,
      [KNOWN],
    );

    expect(lines).toContain('Equivalent, so not counted (1):');
    expect(lines).toContain('lambdas/domain/expiry.ts:2 boundary: a > b -> a >= b\n    Equal ones are later, too.');
    expect(lines).not.toContain('Survivors (1):');
    expect(percentKilled).toBe(100);
  });

  it('counts what ran out of time as killed', () => {
    expect(report([{ mutant: EQUALITY, verdict: 'timed out' }], MUTANTS, []).percentKilled).toBe(100);
  });

  it('says of an equivalent that a test kills it, or that its code is gone', () => {
    const gone = { ...KNOWN, inside: 'isEarlier' };

    const { lines } = report([{ mutant: BOUNDARY, verdict: 'killed' }], MUTANTS, [KNOWN, gone]);

    expect(lines).toContain('Listed as equivalent, but killed (1):');
    expect(lines).toContain('Listed as equivalent, but no longer in the code (1):');
    expect(lines).toContain('expiry.ts isEarlier boundary: a > b -> a >= b');
  });
});

describe('a list of survivors', () => {
  it('names its mutants after their line and their folder have changed', () => {
    const moved = mutantsOf('lambdas/domain/keys/expiry.ts', `// moved\n${CODE}`);
    const text = `Survivors (2):\n${lineOf(BOUNDARY)}\n${lineOf(EQUALITY)}  [no test runs it]\nother: lines`;

    expect(namedIn(text, moved).map(lineOf)).toEqual([
      'lambdas/domain/keys/expiry.ts:3 boundary: a > b -> a >= b',
      'lambdas/domain/keys/expiry.ts:3 equality: a === b -> a !== b',
    ]);
  });
});
