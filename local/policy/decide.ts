import type { PolicyRequest, Statement } from './policy-document.ts';
import { matchesPattern } from './wildcards.ts';

export type PolicyDecision = 'allow' | 'explicit-deny' | 'no-match';

export interface Decided<S extends Statement> {
  readonly decision: PolicyDecision;
  /** The statements that decided. */
  readonly by: readonly S[];
}

/** Decides as IAM does: any matching Deny wins; without a matching Allow nothing is allowed. */
export function decide<S extends Statement>(statements: readonly S[], request: PolicyRequest): Decided<S> {
  const matching = statements.filter((statement) => appliesTo(statement, request));
  const denials = matching.filter(({ effect }) => effect === 'Deny');
  if (denials.length > 0) return { decision: 'explicit-deny', by: denials };
  return { decision: matching.length > 0 ? 'allow' : 'no-match', by: matching };
}

function appliesTo({ actions, resources, condition }: Statement, request: PolicyRequest): boolean {
  return (
    // Actions are case-insensitive, resources are not.
    actions.some((pattern) => matchesPattern(pattern.toLowerCase(), request.action.toLowerCase())) &&
    resources.some((pattern) => matchesPattern(pattern, request.resource)) &&
    (condition === null || condition.holds(request.context))
  );
}
