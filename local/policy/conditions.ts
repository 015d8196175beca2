import { matchesPattern } from './wildcards.ts';

/** Thrown for a policy that is invalid, or has an element that is not evaluated here. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}

/** Values of the condition keys of a request. */
export type ConditionContext = { readonly [K in ConditionKey]?: readonly string[] };

export interface Condition {
  /** The condition as JSON, for reports. */
  readonly text: string;
  /** Alternatives for values of sets, such as kinds of records, for reports. */
  readonly alternatives: readonly string[];
  holds(context: ConditionContext): boolean;
  /** Returns the alternatives that accept a value of this request. */
  matched(context: ConditionContext): string[];
}

interface Test {
  readonly alternatives: readonly string[];
  readonly holds: (context: ConditionContext) => boolean;
  readonly matched: (context: ConditionContext) => string[];
}

/**
 * The supported keys. A request may have several values of a `set`: DynamoDB requires an operator for sets for its key, even
 * with a single item: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
const KEYS = { 'dynamodb:LeadingKeys': 'set', 'ses:FromAddress': 'single' } as const;

export type ConditionKey = keyof typeof KEYS;

interface Operator {
  readonly of: 'set' | 'single';
  readonly accepts: (pattern: string, value: string) => boolean;
}

const equals = (pattern: string, value: string) => pattern === value;

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['StringEquals', { of: 'single', accepts: equals }],
  ['StringLike', { of: 'single', accepts: matchesPattern }],
  ['ForAllValues:StringEquals', { of: 'set', accepts: equals }],
  ['ForAllValues:StringLike', { of: 'set', accepts: matchesPattern }],
]);

/** Parses a condition. Throws a PolicyError for an operator or a key that is not evaluated here: none may be ignored. */
export function parseCondition(element: unknown): Condition {
  const tests = entriesOf(element).flatMap(([operatorName, keys]) =>
    entriesOf(keys).map(([key, values]) => parseTest(operatorName, key, values)),
  );
  if (tests.length === 0) throw new PolicyError('A Condition must not be empty.');
  return {
    text: JSON.stringify(element),
    alternatives: tests.flatMap(({ alternatives }) => alternatives),
    holds: (context) => tests.every(({ holds }) => holds(context)),
    matched: (context) => tests.flatMap(({ matched }) => matched(context)),
  };
}

/** Returns the test for one key of one operator. Its values are alternatives. */
function parseTest(operatorName: string, key: string, values: unknown): Test {
  const operator = OPERATORS.get(operatorName);
  if (operator === undefined) throw new PolicyError(`The condition operator ${operatorName} is not supported.`);
  if (!isKnownKey(key)) throw new PolicyError(`The condition key ${key} is not supported.`);
  if (KEYS[key] !== operator.of) throw new PolicyError(`${operatorName} cannot be used with the condition key ${key}.`);
  const patterns: unknown[] = Array.isArray(values) ? values : [values];
  if (!areStrings(patterns) || patterns.length === 0) throw new PolicyError(`Values of ${key} must be strings.`);
  const accepted = (value: string) => patterns.some((pattern) => operator.accepts(pattern, value));
  if (operator.of === 'single') {
    const holds = (context: ConditionContext) => context[key]?.length === 1 && context[key].every(accepted);
    return { alternatives: [], holds, matched: () => [] };
  }
  return {
    alternatives: patterns,
    // Also true of a request without the key, as in IAM.
    holds: (context) => (context[key] ?? []).every(accepted),
    matched: (context) =>
      patterns.filter((pattern) => (context[key] ?? []).some((value) => operator.accepts(pattern, value))),
  };
}

function entriesOf(value: unknown): [string, unknown][] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value);
  throw new PolicyError('A Condition must map operators to keys and values.');
}

function isKnownKey(key: string): key is ConditionKey {
  return Object.hasOwn(KEYS, key);
}

function areStrings(values: unknown[]): values is string[] {
  return values.every((value) => typeof value === 'string' && value !== '');
}
