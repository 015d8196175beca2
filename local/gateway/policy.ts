import { decide, type PolicyDecision } from '../policy/decide.ts';
import { parsePolicy } from '../policy/policy-document.ts';

export type { PolicyDecision } from '../policy/decide.ts';
export { PolicyError } from '../policy/policy-error.ts';

/** What an authorizer's policy says. Throws a PolicyError for one that is none, or holds what is not evaluated here. */
export function evaluatePolicy(document: unknown, action: string, resource: string): PolicyDecision {
  return decide(parsePolicy(document, { conditions: false }), { action, resource, context: {} }).decision;
}
