import type { APIGatewayAuthorizerResult } from 'aws-lambda';

/** Returns a policy for this one call. Authorizer caching is off, so the policy applies to no other call. */
export function policyFor(
  effect: 'Allow' | 'Deny',
  methodArn: string,
  principalId: string,
  context: Readonly<Record<string, string | number>>,
): APIGatewayAuthorizerResult {
  return {
    principalId,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: methodArn }],
    },
    context: { ...context },
  };
}
