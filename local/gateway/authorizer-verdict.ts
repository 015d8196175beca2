import type { InvocationResult } from '../functions/invocation.ts';
import { PolicyError } from '../policy/conditions.ts';
import { decide, type PolicyDecision } from '../policy/decide.ts';
import { parsePolicy } from '../policy/policy-document.ts';
import type { AuthorizerOutput, GatewayError } from './call.ts';

export interface AuthorizerVerdict {
  /** null lets the call through. */
  readonly error: GatewayError | null;
  /** What the authorizer returned, also with a Deny: the body of ACCESS_DENIED may quote it. */
  readonly output: AuthorizerOutput | null;
  /** For `$context.authorizer.error`. */
  readonly reason: string | null;
}

const ACTION = 'execute-api:Invoke';
const RESULT_KEYS = new Set(['principalId', 'policyDocument', 'context']);

/** What API Gateway makes of an authorizer's result. Only an error that says exactly `Unauthorized` becomes a 401. */
export function judgeAuthorizerResult(result: InvocationResult, methodArn: string): AuthorizerVerdict {
  if (result.kind === 'error' && result.errorMessage === 'Unauthorized') {
    return refused('UNAUTHORIZED', 'Unauthorized', null, 'Unauthorized');
  }
  if (result.kind !== 'result') {
    return refused('AUTHORIZER_FAILURE', 'Internal server error', null, 'The authorizer failed');
  }
  try {
    const output = outputOf(result.payload);
    const decision = evaluatePolicy((result.payload as { policyDocument: unknown }).policyDocument, ACTION, methodArn);
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
    return refused('AUTHORIZER_CONFIGURATION_ERROR', 'Internal server error', null, error.message);
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

function outputOf(payload: unknown): AuthorizerOutput {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    throw new PolicyError('The authorizer returned no object.');
  }
  const foreign = Object.keys(payload).find((key) => !RESULT_KEYS.has(key));
  if (foreign !== undefined) throw new PolicyError(`The authorizer returned ${foreign}, which is not supported.`);
  const { principalId, context = {} } = payload as { principalId?: unknown; context?: unknown };
  if (typeof principalId !== 'string' || principalId === '') {
    throw new PolicyError('The authorizer returned no principalId.');
  }
  if (typeof context !== 'object' || context === null || Array.isArray(context)) {
    throw new PolicyError('The context is not an object.');
  }
  const entries = Object.entries(context).map(([key, value]): [string, string] => {
    if (!['string', 'number', 'boolean'].includes(typeof value)) {
      throw new PolicyError(`The context value ${key} is neither text, number nor boolean.`);
    }
    return [key, String(value)];
  });
  return { principalId, context: Object.fromEntries(entries) };
}
