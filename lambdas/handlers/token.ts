import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { ERRORS } from '../contract/errors.ts';
import { type IssueLegacyTokenResult, issueLegacyToken } from '../domain/legacy-tokens/issue-legacy-token.ts';
import { normalIp } from '../domain/model/ip-allowlist.ts';
import { headersOf } from '../http/headers.ts';
import { log } from '../http/log.ts';
import { callerIp } from '../http/partner-api/caller-ip.ts';
import { legacyHeaders } from '../http/partner-api/legacy-headers.ts';
import { errorResponse, failureResponse, jsonResponse } from '../http/partner-api/partner-api-response.ts';
import { parseTokenRequest } from '../http/partner-api/token-request.ts';
import { respondToFailures } from '../http/respond-to-failures.ts';
import { type TokenRuntime, tokenRuntime } from '../runtime/partner-api.ts';

/** `POST /api/v2/token`: exchanges e-mail and password for a legacy token. */
export function createTokenHandler(runtime: TokenRuntime) {
  async function token(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
    const requestId = event.requestContext.extendedRequestId ?? 'unknown';
    const parsed = parseTokenRequest(event, headersOf(event).get('content-type')?.[0] ?? '');
    if ('detail' in parsed) {
      return errorResponse('invalid_request', requestId, { text: parsed.detail });
    }
    const { username, password } = parsed.request;
    const ip = callerIp(event, runtime.trustedCdn);
    const result = await issueLegacyToken(username, password, { ...runtime, ip, now: Math.floor(Date.now() / 1000) });
    if (result.outcome !== 'issued') {
      log('info', 'token_refused', {
        request_id: requestId,
        code: result.outcome,
        ...(result.outcome === 'rate_limited' && { limit: result.limit ?? 'provider' }),
        source_ip: normalIp(ip) ?? event.requestContext.identity.sourceIp,
      });
    }
    return responseOf(result, requestId, runtime.hubUrl);
  }

  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>().use(respondToFailures(failureResponse)).handler(token);
}

function responseOf(result: IssueLegacyTokenResult, requestId: string, hubUrl: string): APIGatewayProxyResult {
  switch (result.outcome) {
    case 'issued':
      return jsonResponse(
        200,
        { access_token: result.token, token_type: 'bearer', expires_in: result.expiresInSeconds },
        legacyHeaders(hubUrl, result.offAt),
      );
    case 'invalid_grant':
    case 'partner_suspended':
    case 'legacy_token_disabled':
    case 'interaction_required':
      return errorResponse(result.outcome, requestId);
    case 'rate_limited':
      return errorResponse('rate_limited', requestId, {
        text: ERRORS.rate_limited.otherTexts.token,
        retryAfterSeconds: result.retryAfterSeconds,
      });
  }
}

export const handler = createTokenHandler(tokenRuntime());
