import type { Change, Mutator } from '../mutation.ts';
import { startOf } from '../syntax.ts';
import { change } from './conditions.ts';

/**
 * DynamoDB refuses an expression that leaves a placeholder unused, which would kill every dropped condition for the
 * wrong reason. So a condition stays and is made to hold always, or never, by an attribute that no record has.
 */
const ALWAYS = 'attribute_not_exists(in_no_record)';
const NEVER = 'attribute_exists(in_no_record)';

const HOLDERS = new Set(['ConditionExpression', 'FilterExpression']);
const LOOKS_LIKE_CONDITION = /attribute_(not_)?exists\(|(^|[ (}])[#\w]+ (=|<>|<|<=|>|>=) :\w/;
const LOOKS_LIKE_UPDATE = /^(SET|ADD|REMOVE|DELETE) /;

/** A property that holds a whole condition lets everything pass. */
export const wholeConditions: Mutator = function* ({ node, textOf }) {
  if (node.type !== 'ObjectProperty' || node.shorthand) return;
  const name = textOf(node.key);
  if (!HOLDERS.has(name)) return;
  const value = textOf(node.value);
  yield change('condition', node.value, `'(' + (${value}) + ') OR ${ALWAYS}'`, `${name}: ${value}`, '(always true)');
};

/** In a literal that is a condition, one part always holds, or never where it is an alternative; `<` becomes `<=`. */
export const partsOfConditions: Mutator = function* ({ node, ancestors, textOf }) {
  if (node.type !== 'StringLiteral' && node.type !== 'TemplateLiteral') return;
  const parent = ancestors.at(-1);
  const holder = parent?.type === 'ObjectProperty' ? textOf(parent.key) : '';
  if (holder === 'KeyConditionExpression') return;
  const condition = textOf(node).slice(1, -1);
  if (!HOLDERS.has(holder) && !LOOKS_LIKE_CONDITION.test(condition)) return;
  if (LOOKS_LIKE_UPDATE.test(condition)) return;
  for (const { start, end, text } of changesOf(condition, 0)) {
    const offset = startOf(node) + 1;
    const part = condition.slice(start, end);
    const shown: Pick<Change, 'before' | 'after'> = { before: condition, after: condition.replace(part, text) };
    yield { mutator: 'condition part', start: offset + start, end: offset + end, text, ranAt: startOf(node), ...shown };
  }
};

interface PartChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function* changesOf(condition: string, offset: number): Generator<PartChange> {
  for (const [word, forced] of [
    ['OR', `AND ${NEVER}`],
    ['AND', `OR ${ALWAYS}`],
  ] as const) {
    const parts = split(condition, word);
    if (parts.length === 1) continue;
    for (const { text, at } of parts) {
      const start = offset + at;
      yield { start, end: start + text.length, text: `(${text} ${forced})` };
      yield* changesOf(text, start);
    }
    return;
  }
  if (condition.startsWith('(') && condition.endsWith(')')) {
    yield* changesOf(condition.slice(1, -1), offset + 1);
    return;
  }
  const comparison = / (<=?|>=?) (?=:)/.exec(condition);
  if (comparison?.[1] !== undefined) {
    const start = offset + comparison.index + 1;
    const operator = comparison[1];
    yield { start, end: start + operator.length, text: operator.length === 2 ? operator.slice(0, 1) : `${operator}=` };
  }
}

/** Splits at a word that stands outside parentheses and outside `${…}`. */
function split(condition: string, word: 'AND' | 'OR'): { readonly text: string; readonly at: number }[] {
  const parts: { text: string; at: number }[] = [];
  const separator = ` ${word} `;
  let depth = 0;
  let from = 0;
  for (let at = 0; at < condition.length; at++) {
    const character = condition.charAt(at);
    if (character === '(' || character === '{') depth++;
    if (character === ')' || character === '}') depth--;
    if (depth > 0 || !condition.startsWith(separator, at)) continue;
    parts.push({ text: condition.slice(from, at), at: from });
    from = at + separator.length;
  }
  return [...parts, { text: condition.slice(from), at: from }];
}
