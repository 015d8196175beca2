import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { verifiedCredentialOf } from '../http/partner-api/authorizer-context.ts';
import { legacyHeaders } from '../http/partner-api/legacy-headers.ts';
import { failureResponse, jsonResponse } from '../http/partner-api/partner-api-response.ts';
import { respondToFailures } from '../http/respond-to-failures.ts';
import { type WhoamiRuntime, whoamiRuntime } from '../runtime/partner-api.ts';

/** `GET /api/v2/whoami`: which credential the caller uses, from the authorizer's context. */
export function createWhoamiHandler({ hubUrl }: WhoamiRuntime) {
  async function whoami(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
    const { partnerId, credential } = verifiedCredentialOf(event.requestContext.authorizer);
    const { type, id, name, scopes, expiresAt, legacyOffAt } = credential;
    const expires_at = expiresAt === null ? null : new Date(expiresAt * 1000).toISOString();
    return jsonResponse(
      200,
      { partner_id: partnerId, credential: { type, id, name, scopes, expires_at } },
      type === 'legacy_token' ? legacyHeaders(hubUrl, legacyOffAt) : {},
    );
  }

  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>().use(respondToFailures(failureResponse)).handler(whoami);
}

export const handler = createWhoamiHandler(whoamiRuntime());
