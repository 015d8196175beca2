import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { type IssueLegacyTokenResult, issueLegacyToken } from '../domain/legacy-tokens/issue-legacy-token.ts';
import { DENIALS } from '../domain/model/refusals.ts';
import { headersOf } from '../http/headers.ts';
import { log } from '../http/log.ts';
import { legacyHeaders } from '../http/partner-api/legacy-headers.ts';
import { errorResponse, jsonResponse } from '../http/partner-api/partner-api-response.ts';
import { answerFailures } from '../http/partner-api/respond-to-failures.ts';
import { parseTokenRequest } from '../http/partner-api/token-request.ts';
import { type TokenRuntime, tokenRuntime } from '../runtime.ts';

/** `POST /api/v2/token`: e-mail and password against a legacy token. */
export function createTokenHandler(runtime: TokenRuntime) {
  async function token(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
    const requestId = event.requestContext.extendedRequestId ?? 'unknown';
    const parsed = parseTokenRequest(event, headersOf(event).get('content-type')?.[0] ?? '');
    if ('fault' in parsed) {
      return errorResponse({ statusCode: 400, code: 'invalid_request', message: parsed.fault, requestId });
    }
    const { username, password } = parsed.request;
    const issue = await issueLegacyToken(username, password, { ...runtime, now: Math.floor(Date.now() / 1000) });
    if (issue.outcome !== 'issued') {
      log('info', 'token_refused', {
        request_id: requestId,
        code: issue.outcome,
        source_ip: event.requestContext.identity.sourceIp,
      });
    }
    return responseOf(issue, requestId, runtime.hubUrl);
  }

  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>().use(answerFailures()).handler(token);
}

function responseOf(issue: IssueLegacyTokenResult, requestId: string, hubUrl: string): APIGatewayProxyResult {
  switch (issue.outcome) {
    case 'issued':
      return jsonResponse(
        200,
        { access_token: issue.token, token_type: 'bearer', expires_in: issue.expiresInSeconds },
        legacyHeaders(hubUrl, issue.offAt),
      );
    case 'invalid_grant':
      return errorResponse({
        statusCode: 400,
        code: 'invalid_grant',
        message:
          'User name or password is wrong: check both, or generate an API key in the Partner Hub and send it as x-api-key.',
        requestId,
      });
    case 'partner_suspended':
    case 'legacy_token_disabled':
      return errorResponse({ statusCode: 403, code: issue.outcome, message: DENIALS[issue.outcome], requestId });
    case 'interaction_required':
      return errorResponse({
        statusCode: 403,
        code: 'interaction_required',
        message:
          'This account needs more than a password to sign in: sign in to the Partner Hub once and do what it asks, or use an API key.',
        requestId,
      });
    case 'rate_limited':
      return errorResponse({
        statusCode: 429,
        code: 'rate_limited',
        message:
          'Too many sign-ins for this user name: wait as long as Retry-After says, and keep a token for its whole lifetime.',
        requestId,
        retryAfterSeconds: issue.retryAfterSeconds,
      });
  }
}

export const handler = createTokenHandler(tokenRuntime());
