import type { Mutator } from '../mutation.ts';
import { isLogging } from '../syntax.ts';
import { change } from './conditions.ts';

/** A call whose result nobody reads, or an assignment, is not made. */
export const statements: Mutator = function* ({ node, ancestors, textOf }) {
  if (node.type !== 'ExpressionStatement') return;
  const { expression } = node;
  const made = expression.type === 'AwaitExpression' ? expression.argument : expression;
  const text = textOf(node);
  if (made.type === 'CallExpression' && made.callee.type !== 'Super' && !isLogging(made, textOf)) {
    yield change('call', node, ';', text, '(dropped)');
  }
  const inConstructor = ancestors.some(
    (ancestor) => ancestor.type === 'ClassMethod' && ancestor.kind === 'constructor',
  );
  if (made.type === 'AssignmentExpression' && !inConstructor) yield change('assignment', node, ';', text, '(dropped)');
};

/** A case of a `switch` is not told apart: it takes the way of the default. */
export const cases: Mutator = function* ({ node, textOf }) {
  if (node.type !== 'SwitchCase' || !node.test) return;
  const first = node.consequent[0];
  yield change('case', node, '', `case ${textOf(node.test)}`, '(dropped)', first?.start ?? undefined);
};
