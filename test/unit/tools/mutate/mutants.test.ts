import { describe, expect, it } from '@jest/globals';
import { mutantsOf, mutatedCode } from '../../../../tools/mutate/mutants.ts';

/** Every mutant of the code, as `mutator: code after it`. */
function mutations(code: string): string[] {
  return mutantsOf('lambdas/domain/x.ts', code).map((mutant) => `${mutant.mutator}: ${mutatedCode(code, mutant)}`);
}

describe('mutants', () => {
  it.each([
    ['a type', 'type Known = true | false; interface Key { readonly revoked: true }'],
    ['an import', "import { items } from './items.ts';"],
    ['a message', 'throw new DependencyError(a || b);'],
    ['a log line', 'log(info, a || b); logRefusal(c); console.error(d);'],
  ])('leave %s alone', (_, code) => {
    expect(mutations(code)).toEqual([]);
  });

  it.each([
    ['drop a guard', 'while (x) if (a) break;', ['guard: while (x) {}']],
    ['drop a guard with a block', 'if (a) { f(); throw b; }', ['guard: {}', 'call: if (a) { ; throw b; }']],
    ['turn a condition around', 'if (a) f = 1;', ['negation: if (!(a)) f = 1;', 'assignment: if (a) ;']],
    ['turn a ternary around', 'x = (a ? b : c);', ['assignment: ;', 'negation: x = (!(a) ? b : c);']],
    [
      'drop each operand',
      'const x = a && b && c;',
      ['operand: const x = b && c;', 'operand: const x = a && c;', 'operand: const x = a && b;'],
    ],
    [
      'keep parentheses',
      'const x = a && (b || c);',
      [
        'operand: const x = (b || c);',
        'operand: const x = a;',
        'operand: const x = a && (c);',
        'operand: const x = a && (b);',
      ],
    ],
    ['drop a default', 'const x = a ?? b;', ['default: const x = a;']],
    ['move a boundary', 'const x = a <= b;', ['boundary: const x = a < b;']],
    ['swap an equality', 'const x = a !== b;', ['equality: const x = a === b;']],
    ['break an optional chain', 'const x = a?.b;', ['optional chain: const x = a.b;']],
    ['break an optional call', 'const x = a?.(b);', ['optional chain: const x = a(b);']],
    ['drop an awaited call', 'await f(a);', ['call: ;']],
    [
      'drop a case',
      "switch (a) { case 'b': f(c); break; default: }",
      ['case: switch (a) {  default: }', "call: switch (a) { case 'b': ; break; default: }"],
    ],
    ['flip a boolean', 'const x = true;', ['boolean: const x = false;']],
    ['drop an item', 'const x = [a, ...b];', ['item: const x = [...b];', 'item: const x = [a];']],
    ['drop a row, not a cell', "const x = [['a', b]];", ['item: const x = [];']],
    ['drop an attribute', 'const x = { hint: { S: hint } };', ['attribute: const x = { ...{} };']],
    ['keep the value of a placeholder', "const x = { ':at': { S: at } };", []],
    ['turn arithmetic around', 'const f = () => a - b;', ['arithmetic: const f = () => a + b;']],
    ['drop a method', 'const x = a.filter(b);', ['method: const x = a;']],
    ['swap a method', 'const x = a.some(b);', ['method: const x = a.every(b);']],
    ['swap Math.min', 'const x = Math.min(a, b);', ['method: const x = Math.max(a, b);']],
    [
      'swap an outcome',
      "const x = { outcome: 'a' }, y = { outcome: 'b' };",
      [
        "outcome: const x = { outcome: 'b' }, y = { outcome: 'b' };",
        "outcome: const x = { outcome: 'a' }, y = { outcome: 'a' };",
      ],
    ],
  ])('%s', (_, code, expected) => {
    expect(mutations(code)).toEqual(expected);
  });

  it('leave the rounds of a loop, the ties of a sort and constants of a module alone', () => {
    expect(mutations('for (let round = 0; round < MAX; round++) {}')).toEqual([]);
    expect(mutations('const x = keys.toSorted((a, b) => a < b);')).toEqual(['method: const x = keys;']);
    expect(mutations('const DAY_MS = HOURS - MINUTES;')).toEqual([]);
  });

  it('are named after the function around them, and know their line', () => {
    const code = 'class Store {\n  async find() {\n    return (await this.get()) === null;\n  }\n}';

    const [mutant] = mutantsOf('lambdas/adapters/x.ts', code);

    expect(mutant).toMatchObject({ inside: 'find', line: 3, before: '(await this.get()) === null' });
  });

  it('are not named after comments', () => {
    const [mutant] = mutantsOf('lambdas/adapters/x.ts', 'while (x) {\n  if (a) {\n    // Why.\n    break;\n  }\n}');

    expect(mutant).toMatchObject({ mutator: 'guard', before: 'if (a) { break; }' });
  });
});
