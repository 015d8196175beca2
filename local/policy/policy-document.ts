import { type Condition, type ConditionContext, PolicyError, parseCondition } from './conditions.ts';

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** null applies always. */
  readonly condition: Condition | null;
}

export interface PolicyRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: ConditionContext;
}

const ELEMENTS = new Set(['Sid', 'Effect', 'Action', 'Resource']);

/** Throws a PolicyError for what is no policy, or holds an element that is not evaluated here. */
export function parsePolicy(document: unknown, options: { readonly conditions: boolean }): Statement[] {
  if (!isRecord(document)) throw new PolicyError('The policy document is not an object.');
  const { Version, Statement: statements, ...more } = document;
  const [foreign] = Object.keys(more).filter((key) => key !== 'Id');
  if (foreign !== undefined) throw new PolicyError(`The policy element ${foreign} is not supported.`);
  if (Version !== undefined && Version !== '2012-10-17') throw new PolicyError('Only version 2012-10-17 is supported.');
  const list = Array.isArray(statements) ? statements : [statements];
  if (list.length === 0) throw new PolicyError('The policy has no statement.');
  return list.map((statement) => parseStatement(statement, options.conditions));
}

function parseStatement(statement: unknown, conditions: boolean): Statement {
  if (!isRecord(statement)) throw new PolicyError('A statement is not an object.');
  const foreign = Object.keys(statement).find((key) => !ELEMENTS.has(key) && !(conditions && key === 'Condition'));
  if (foreign !== undefined) throw new PolicyError(`The statement element ${foreign} is not supported.`);
  const { Effect: effect, Condition: condition } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') throw new PolicyError('Effect must be Allow or Deny.');
  return {
    effect,
    actions: textsOf(statement, 'Action'),
    resources: textsOf(statement, 'Resource'),
    condition: condition === undefined ? null : parseCondition(condition),
  };
}

function textsOf(statement: Record<string, unknown>, element: string): string[] {
  const value = statement[element];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (typeof item !== 'string' || item === '') throw new PolicyError(`${element} must be a text or a list of texts.`);
    return item;
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
