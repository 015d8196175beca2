import type { APIGatewayAuthorizerResult } from 'aws-lambda';
import type { AuthorizerContext } from './authorizer-context.ts';

/** A policy for exactly the call at hand; there is no cache that could apply it to another. */
export function policyFor(
  effect: 'Allow' | 'Deny',
  methodArn: string,
  context: AuthorizerContext,
): APIGatewayAuthorizerResult {
  return {
    principalId: context.credential_id,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: methodArn }],
    },
    context,
  };
}
