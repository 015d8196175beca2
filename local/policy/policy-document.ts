import { z } from 'zod';
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

const listOf = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(schema));

const STATEMENT = z.strictObject({
  Sid: z.unknown().optional(),
  Effect: z.literal(['Allow', 'Deny']),
  Action: listOf(z.string().min(1)),
  Resource: listOf(z.string().min(1)),
});

const document = <S extends z.ZodType>(statement: S) =>
  z.strictObject({
    Version: z.literal('2012-10-17').optional(),
    Id: z.unknown().optional(),
    Statement: listOf(statement).refine((list) => list.length > 0, { error: 'The policy has no statement.' }),
  });

const DOCUMENT = document(STATEMENT.extend({ Condition: z.undefined().optional() }));
const DOCUMENT_WITH_CONDITIONS = document(STATEMENT.extend({ Condition: z.unknown().optional() }));

/** Parses a policy. Throws a PolicyError if it is invalid, or has an element that is not evaluated here. */
export function parsePolicy(policy: unknown, options: { readonly conditions: boolean }): Statement[] {
  const { success, data, error } = (options.conditions ? DOCUMENT_WITH_CONDITIONS : DOCUMENT).safeParse(policy);
  if (!success) throw new PolicyError(`The policy document is invalid. ${z.prettifyError(error)}`);
  return data.Statement.map(({ Effect, Action, Resource, Condition }) => ({
    effect: Effect,
    actions: Action,
    resources: Resource,
    condition: Condition === undefined ? null : parseCondition(Condition),
  }));
}
