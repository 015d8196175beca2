import type { ArrayExpression, Node, ObjectProperty } from '@babel/types';
import type { Mutator } from '../mutation.ts';
import { startOf } from '../syntax.ts';
import { change, swapped } from './conditions.ts';

export const booleans: Mutator = function* ({ node }) {
  if (node.type !== 'BooleanLiteral') return;
  yield change('boolean', node, String(!node.value), String(node.value), String(!node.value));
};

/** An item of a list goes: an operation of a transaction, a scope. A row of a table goes whole, never one of its cells. */
export const items: Mutator = function* ({ node, ancestors, textOf }) {
  if (node.type !== 'ArrayExpression' || isRow(node, ancestors)) return;
  for (const [at, item] of node.elements.entries()) {
    if (item === null) continue;
    const rest = node.elements.filter((_, index) => index !== at).map((other) => (other === null ? '' : textOf(other)));
    yield change('item', node, `[${rest.join(', ')}]`, textOf(item), '(dropped)', startOf(item));
  }
};

const ATTRIBUTE_TYPES = ['S', 'N', 'BOOL', 'L', 'M', 'SS', 'NS'];

/** An attribute is not written: a property such as `{ S: hint }`, except where it is a placeholder's value. */
export const attributes: Mutator = function* ({ node, ancestors, textOf }) {
  if (node.type !== 'ObjectProperty' || node.value.type !== 'ObjectExpression') return;
  const [only, ...others] = node.value.properties;
  if (only?.type !== 'ObjectProperty' || others.length > 0 || !ATTRIBUTE_TYPES.includes(nameOf(only, textOf))) return;
  if (nameOf(node, textOf).startsWith(':') || ['PK', 'SK'].includes(nameOf(node, textOf))) return;
  if (ancestors.at(-1)?.type !== 'ObjectExpression') return;
  // `...{}` stands where the property stood, so the commas need no care.
  yield change('attribute', node, '...{}', textOf(node), '(dropped)');
};

/** `+` becomes `-` and back, in functions. A constant of a module is a size or a time, which a test should not repeat. */
export const arithmetic: Mutator = function* ({ node, ancestors, textOf }) {
  if (node.type !== 'BinaryExpression' || !isInFunction(ancestors)) return;
  const isText = [node.left, node.right].some(({ type }) => type === 'StringLiteral' || type === 'TemplateLiteral');
  if (isText) return;
  if (node.operator === '-') yield swapped('arithmetic', node, '+', textOf);
  if (node.operator === '+') yield swapped('arithmetic', node, '-', textOf);
};

const SWAPPED: ReadonlyMap<string, string> = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['min', 'max'],
  ['max', 'min'],
]);
const DROPPED = new Set(
  (
    'filter sort toSorted reverse toReversed slice trim toLowerCase toUpperCase normalize ' +
    'min max int length regex refine strict optional nullable nonempty positive nonnegative'
  ).split(' '),
);

/** `x.filter(…)` becomes `x`, `some` becomes `every`, `Math.min` becomes `Math.max`. */
export const methods: Mutator = function* ({ node, textOf }) {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return;
  const { object, property } = node.callee;
  if (property.type !== 'Identifier') return;
  const isMath = object.type === 'Identifier' && object.name === 'Math';
  const swap = SWAPPED.get(property.name);
  if (swap !== undefined && (isMath || !['min', 'max'].includes(property.name))) {
    yield change('method', property, swap, textOf(node), `.${swap}(…)`, startOf(node));
  } else if (DROPPED.has(property.name) && !isMath) {
    yield change('method', node, textOf(object), textOf(node), textOf(object));
  }
};

/** An outcome becomes the next one that the file names. */
export const outcomes: Mutator = function* ({ node, ancestors, textOf }) {
  if (node.type !== 'ObjectProperty' || nameOf(node, textOf) !== 'outcome' || node.value.type !== 'StringLiteral')
    return;
  const root = ancestors[0];
  if (root === undefined) return;
  const known = [...new Set([...textOf(root).matchAll(/\boutcome: '(\w+)'/g)].map(([, outcome]) => outcome))];
  const next = known[(known.indexOf(node.value.value) + 1) % known.length];
  if (next === undefined || next === node.value.value) return;
  yield change('outcome', node.value, `'${next}'`, textOf(node), `outcome: '${next}'`);
};

function isRow({ elements }: ArrayExpression, ancestors: readonly Node[]): boolean {
  const parent = ancestors.findLast(({ type }) => !type.startsWith('TS') && type !== 'ParenthesizedExpression');
  if (parent?.type === 'ArrayExpression') return true;
  const types = new Set(elements.map((element) => element?.type));
  return types.size > 1 && (types.has('StringLiteral') || types.has('NumericLiteral'));
}

function nameOf(property: ObjectProperty, textOf: (node: Node) => string): string {
  return textOf(property.key).replace(/^'|'$/g, '');
}

function isInFunction(ancestors: readonly Node[]): boolean {
  return ancestors.some(({ type }) => /Function|Method/.test(type));
}
