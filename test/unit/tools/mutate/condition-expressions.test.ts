import { describe, expect, it } from '@jest/globals';
import { mutantsOf } from '../../../../tools/mutate/mutants.ts';

const changesOf = (code: string) =>
  mutantsOf('lambdas/adapters/x.ts', code)
    .filter(({ mutator }) => mutator.startsWith('condition'))
    .map(({ mutator, before, after }) => `${mutator}: ${before} -> ${after}`);

describe('mutants of a condition', () => {
  it.each([
    ['a put', 'putIf(item, doesNotExist)', 'doesNotExist'],
    ['an update', 'updateIf(key, changes, exists)', 'exists'],
    ['a deletion', 'deleteIf(key, isAsRead)', 'isAsRead'],
    ['a check', 'checkOnly(key, isActive)', 'isActive'],
    ['a list', 'filtered(query, hasLiveStatus)', 'hasLiveStatus'],
  ])('let %s pass always', (_, code, condition) => {
    expect(changesOf(code)).toEqual([`condition: ${condition} -> (always true)`]);
  });

  it.each([
    ["equals('a', b)", "'a' <> b"],
    ["differs('a', b)", "'a' = b"],
    ["isBelow('a', b)", "'a' <= b"],
    ["isAtMost('a', b)", "'a' < b"],
    ["isAbove('a', b)", "'a' >= b"],
    ["has('a')", "attribute_not_exists('a')"],
    ["lacks('a')", "attribute_exists('a')"],
  ])('turn %s around', (code, after) => {
    expect(changesOf(code)).toEqual([`condition part: ${code} -> ${after}`]);
  });

  it('are conditions of the same shape, which bind their own placeholders', () => {
    const [mutant] = mutantsOf('lambdas/adapters/x.ts', "isBelow('a', b)").filter(
      ({ mutator }) => mutator === 'condition part',
    );
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a template
    expect(mutant?.text).toBe("(({ name, value }) => `${name('a')} <= ${value(b)}`)");
  });

  it('leave an update alone that has no condition', () => {
    expect(changesOf('updateIf(key, changes, null)')).toEqual([]);
  });

  it('leave other functions and methods alone', () => {
    expect(changesOf("map.has('a'); expect(a, b); list.equals(a, b)")).toEqual([]);
  });
});
