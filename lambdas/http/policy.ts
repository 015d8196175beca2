import type { APIGatewayAuthorizerResult } from 'aws-lambda';

/** A policy for exactly the call at hand; there is no cache that could apply it to another. */
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
