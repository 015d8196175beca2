import { z } from 'zod';
import type { InvocationResult } from '../functions/invocation.ts';
import { PolicyError } from '../policy/conditions.ts';
import { decide, type PolicyDecision } from '../policy/decide.ts';
import { parsePolicy } from '../policy/policy-document.ts';
import type { AuthorizerOutput, GatewayError } from './call.ts';

export interface AuthorizerVerdict {
  /** null allows the call. */
  readonly error: GatewayError | null;
  /** The authorizer's output, also with a Deny: the body of ACCESS_DENIED may quote it. */
  readonly output: AuthorizerOutput | null;
  /** Value of `$context.authorizer.error`. */
  readonly reason: string | null;
}

const ACTION = 'execute-api:Invoke';
const RESULT = z.strictObject({
  principalId: z.string().min(1),
  policyDocument: z.unknown(),
  context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).default({}),
});

/** Interprets an authorizer's result as API Gateway does. Only an error with the exact message `Unauthorized` becomes a 401. */
export function judgeAuthorizerResult(result: InvocationResult, methodArn: string): AuthorizerVerdict {
  if (result.kind === 'error' && result.errorMessage === 'Unauthorized') {
    return refused('UNAUTHORIZED', 'Unauthorized', null, 'Unauthorized');
  }
  if (result.kind !== 'result') {
    return refused('AUTHORIZER_FAILURE', 'Internal server error', null, 'The authorizer failed');
  }
  try {
    const { policyDocument, ...output } = parseResult(result.payload);
    const decision = evaluatePolicy(policyDocument, ACTION, methodArn);
    switch (decision) {
      case 'allow':
        return { error: null, output, reason: null };
      case 'explicit-deny':
        return refused(
          'ACCESS_DENIED',
          'User is not authorized to access this resource with an explicit deny',
          output,
          null,
        );
      case 'no-match':
        return refused('ACCESS_DENIED', 'User is not authorized to access this resource', output, null);
    }
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    // Access logs substitute the reason into a line of JSON without escaping.
    const reason = error.message.replaceAll(/["\\\s]+/g, ' ');
    return refused('AUTHORIZER_CONFIGURATION_ERROR', 'Internal server error', null, reason);
  }
}

/** Evaluates an authorizer's policy. Throws a PolicyError if it is invalid, or has an element that is not evaluated here. */
export function evaluatePolicy(document: unknown, action: string, resource: string): PolicyDecision {
  return decide(parsePolicy(document, { conditions: false }), { action, resource, context: {} }).decision;
}

function refused(
  responseType: string,
  message: string,
  output: AuthorizerOutput | null,
  reason: string | null,
): AuthorizerVerdict {
  return { error: { responseType, message }, output, reason };
}

function parseResult(payload: unknown): z.output<typeof RESULT> {
  const { success, data, error } = RESULT.safeParse(payload);
  if (!success) throw new PolicyError(`The authorizer's result is invalid. ${z.prettifyError(error)}`);
  return data;
}
