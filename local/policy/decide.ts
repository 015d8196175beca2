import { appliesTo, type PolicyRequest, type Statement } from './policy-document.ts';

export type PolicyDecision = 'allow' | 'explicit-deny' | 'no-match';

export interface Decided<S extends Statement> {
  readonly decision: PolicyDecision;
  /** Those that decided. */
  readonly by: readonly S[];
}

/** Any matching Deny decides, wherever it stands; without a matching Allow nothing is allowed. */
export function decide<S extends Statement>(statements: readonly S[], request: PolicyRequest): Decided<S> {
  const matching = statements.filter((statement) => appliesTo(statement, request));
  const denials = matching.filter(({ effect }) => effect === 'Deny');
  if (denials.length > 0) return { decision: 'explicit-deny', by: denials };
  return { decision: matching.length > 0 ? 'allow' : 'no-match', by: matching };
}
