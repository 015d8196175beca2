import { matchesPattern } from './wildcards.ts';

/** Thrown for a policy that is invalid, or has an element that is not evaluated here. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}

/** Values of the condition keys of a request. */
export type ConditionContext = { readonly [K in ConditionKey]?: readonly string[] };

export interface Condition {
  /** As the policy has it, for people. */
  readonly text: string;
  holds(context: ConditionContext): boolean;
}

/**
 * The keys known here, by whether a request has many values of them. DynamoDB says that its key needs an operator for
 * sets, even with a single item: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
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

/** Throws a PolicyError for an operator or a key that is not evaluated here: a condition must never be passed over. */
export function parseCondition(element: unknown): Condition {
  const tests = entriesOf(element).flatMap(([operatorName, keys]) =>
    entriesOf(keys).map(([key, values]) => parseTest(operatorName, key, values)),
  );
  if (tests.length === 0) throw new PolicyError('A Condition must not be empty.');
  return { text: JSON.stringify(element), holds: (context) => tests.every((test) => test(context)) };
}

/** One key of one operator. Its values are alternatives. */
function parseTest(operatorName: string, key: string, values: unknown): (context: ConditionContext) => boolean {
  const operator = OPERATORS.get(operatorName);
  if (operator === undefined) throw new PolicyError(`The condition operator ${operatorName} is not supported.`);
  if (!isKnownKey(key)) throw new PolicyError(`The condition key ${key} is not supported.`);
  if (KEYS[key] !== operator.of) throw new PolicyError(`${operatorName} does not go with the condition key ${key}.`);
  const patterns: unknown[] = Array.isArray(values) ? values : [values];
  if (!isTexts(patterns) || patterns.length === 0) throw new PolicyError(`Values of ${key} must be texts.`);
  const accepted = (value: string) => patterns.some((pattern) => operator.accepts(pattern, value));
  return operator.of === 'set'
    ? // Also true of a request without the key, as in IAM.
      (context) => (context[key] ?? []).every(accepted)
    : (context) => context[key]?.length === 1 && context[key].every(accepted);
}

function entriesOf(value: unknown): [string, unknown][] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value);
  throw new PolicyError('Condition must be a map of operators to maps of keys.');
}

function isKnownKey(key: string): key is ConditionKey {
  return Object.hasOwn(KEYS, key);
}

function isTexts(values: unknown[]): values is string[] {
  return values.every((value) => typeof value === 'string' && value !== '');
}
