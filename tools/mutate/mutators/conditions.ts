import type { BinaryExpression, LogicalExpression, Node, Statement } from '@babel/types';
import type { Change, Mutator } from '../mutation.ts';
import { endOf, type Place, startOf } from '../syntax.ts';

/** A guard (`if (…) return`) goes; another condition is turned around. */
export const conditions: Mutator = function* ({ node, textOf }) {
  if (node.type === 'IfStatement' && !node.alternate && exits(node.consequent)) {
    yield change('guard', node, '{}', textOf(node), '(dropped)', startOf(node.consequent));
  } else if (node.type === 'IfStatement' || node.type === 'ConditionalExpression') {
    const test = textOf(node.test);
    yield change('negation', node.test, `!(${test})`, test, `!(${test})`);
  }
};

/** One operand of `&&` or `||` goes, or the default behind `??`. */
export const operands: Mutator = function* ({ node, ancestors, textOf }) {
  if (node.type !== 'LogicalExpression') return;
  if (node.operator === '??') {
    yield change('default', node, textOf(node.left), textOf(node), textOf(node.left), startOf(node.right));
    return;
  }
  const parent = ancestors.at(-1);
  if (parent?.type === 'LogicalExpression' && parent.operator === node.operator) return;
  const all = operandsOf(node);
  for (const dropped of all) {
    const rest = all.filter((operand) => operand !== dropped).map(textOf);
    const after = rest.join(` ${node.operator} `);
    yield change('operand', node, after, textOf(node), after, startOf(dropped));
  }
};

const BOUNDARIES: Readonly<Record<string, string>> = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };
const EQUALITIES: Readonly<Record<string, string>> = { '===': '!==', '!==': '===' };

/** `<` becomes `<=`, `===` becomes `!==`, and back. The number of a loop's rounds and the ties of a sort do not matter. */
export const comparisons: Mutator = function* ({ node, ancestors, textOf }) {
  if (node.type !== 'BinaryExpression') return;
  const boundary = BOUNDARIES[node.operator];
  if (boundary !== undefined && !isLoopOrSort(node, ancestors)) yield swapped('boundary', node, boundary, textOf);
  const equality = EQUALITIES[node.operator];
  // The whole condition of an `if` or a ternary is turned around already.
  if (equality !== undefined && !isWholeCondition(node, ancestors)) yield swapped('equality', node, equality, textOf);
};

/** `a?.b` becomes `a.b`. */
export const optionalChains: Mutator = function* ({ node, textOf }) {
  const isChain = node.type === 'OptionalMemberExpression' || node.type === 'OptionalCallExpression';
  if (!isChain || !node.optional) return;
  const object = textOf(node.type === 'OptionalCallExpression' ? node.callee : node.object);
  const rest = textOf(node).slice(object.length);
  if (!rest.startsWith('?.')) return;
  const after = object + (/^\?\.[[(]/.test(rest) ? rest.slice(2) : rest.slice(1));
  yield change('optional chain', node, after, textOf(node), after);
};

export function change(
  mutator: string,
  replaced: Node,
  text: string,
  before: string,
  after: string,
  ranAt = startOf(replaced),
): Change {
  return { mutator, start: startOf(replaced), end: endOf(replaced), text, ranAt, before, after };
}

export function swapped(mutator: string, node: BinaryExpression, operator: string, textOf: Place['textOf']): Change {
  const after = `${textOf(node.left)} ${operator} ${textOf(node.right)}`;
  return change(mutator, node, after, textOf(node), after);
}

function operandsOf(node: LogicalExpression): Node[] {
  return [node.left, node.right].flatMap((side): Node[] =>
    side.type === 'LogicalExpression' && side.operator === node.operator ? operandsOf(side) : [side],
  );
}

function exits(statement: Statement): boolean {
  switch (statement.type) {
    case 'ReturnStatement':
    case 'ThrowStatement':
    case 'ContinueStatement':
    case 'BreakStatement':
      return true;
    case 'BlockStatement': {
      const last = statement.body.at(-1);
      return last !== undefined && exits(last);
    }
    default:
      return false;
  }
}

function isLoopOrSort(node: Node, ancestors: readonly Node[]): boolean {
  const parent = ancestors.at(-1);
  if (parent?.type === 'ForStatement' && parent.test === node) return true;
  return ancestors.some(
    (ancestor) =>
      ancestor.type === 'CallExpression' &&
      ancestor.callee.type === 'MemberExpression' &&
      ancestor.callee.property.type === 'Identifier' &&
      ['sort', 'toSorted'].includes(ancestor.callee.property.name),
  );
}

function isWholeCondition(node: Node, ancestors: readonly Node[]): boolean {
  const parent = ancestors.at(-1);
  return (parent?.type === 'IfStatement' || parent?.type === 'ConditionalExpression') && parent.test === node;
}
