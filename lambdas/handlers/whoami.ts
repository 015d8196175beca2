import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { answerFailures } from '../http/answer-failures.ts';
import { verifiedCredentialOf } from '../http/authorizer-context.ts';
import { jsonResponse } from '../http/partner-api-response.ts';

/** Tells a caller which credential it is using. All of it comes from the authorizer. */
async function whoami(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const { partnerId, credential } = verifiedCredentialOf(event.requestContext.authorizer);
  return jsonResponse(200, {
    partner_id: partnerId,
    credential: {
      type: credential.type,
      id: credential.id,
      name: credential.name,
      scopes: credential.scopes,
      expires_at: credential.expiresAt === null ? null : new Date(credential.expiresAt * 1000).toISOString(),
    },
  });
}

export const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>().use(answerFailures()).handler(whoami);
