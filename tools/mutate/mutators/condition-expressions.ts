import type { CallExpression, Node } from '@babel/types';
import type { Mutator } from '../mutation.ts';
import { change } from './conditions.ts';

/** A condition that holds for every record, whether it exists or not. */
const ALWAYS = `() => 'attribute_not_exists(in_no_record)'`;

/** Functions of lambdas/adapters/dynamodb/expressions.ts whose last argument is a condition. */
const HOLDERS = new Set(['putIf', 'updateIf', 'deleteIf', 'checkOnly', 'filtered']);

/** Comparisons of that file, each with the operator that replaces its own. */
const OPERATORS: Readonly<Record<string, string>> = {
  equals: '<>',
  differs: '=',
  isBelow: '<=',
  isAtMost: '<',
  isAbove: '>=',
};

/** Checks of that file whether an attribute exists. */
const FUNCTIONS: Readonly<Record<string, string>> = { has: 'attribute_not_exists', lacks: 'attribute_exists' };

/** A write or a list holds for every record. Single parts of `allOf` and `anyOf` are dropped like other items. */
export const wholeConditions: Mutator = function* ({ node, textOf }) {
  if (node.type !== 'CallExpression' || !HOLDERS.has(nameOf(node, textOf))) return;
  const condition = node.arguments.at(-1);
  if (condition === undefined || condition.type === 'NullLiteral') return;
  yield change('condition', condition, ALWAYS, textOf(condition), '(always true)');
};

/** `isBelow` becomes at most, `equals` differs, `has` lacks, and the other way round. */
export const partsOfConditions: Mutator = function* ({ node, textOf }) {
  if (node.type !== 'CallExpression') return;
  const name = nameOf(node, textOf);
  const [attribute = '', expected = ''] = node.arguments.map((argument) => textOf(argument));
  const operator = OPERATORS[name];
  const negated = FUNCTIONS[name];
  if (operator !== undefined && node.arguments.length === 2) {
    const text = `(({ name, value }) => \`\${name(${attribute})} ${operator} \${value(${expected})}\`)`;
    yield change('condition part', node, text, textOf(node), `${attribute} ${operator} ${expected}`);
  } else if (negated !== undefined && node.arguments.length === 1) {
    const text = `(({ name }) => \`${negated}(\${name(${attribute})})\`)`;
    yield change('condition part', node, text, textOf(node), `${negated}(${attribute})`);
  }
};

function nameOf(node: CallExpression, textOf: (node: Node) => string): string {
  return node.callee.type === 'Identifier' ? textOf(node.callee) : '';
}
