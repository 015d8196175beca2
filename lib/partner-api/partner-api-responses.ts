import { ERRORS } from '../../lambdas/contract/errors.ts';
import type { GatewayAnswer, GatewayAnswers } from '../rest-api/gateway-responses.ts';

function answerOf(code: keyof typeof ERRORS, retryAfterSeconds?: number): GatewayAnswer {
  const { status, text } = ERRORS[code];
  const answer = { status, code, message: text };
  return retryAfterSeconds === undefined ? answer : { ...answer, headers: { 'Retry-After': `'${retryAfterSeconds}'` } };
}

const UNAUTHORIZED: GatewayAnswer = {
  ...answerOf('unauthorized'),
  headers: { 'WWW-Authenticate': '\'Bearer realm="partner-api"\'' },
};
/** The check itself failed. Refused, and worth another attempt. */
const CHECK_FAILED = answerOf('temporarily_unavailable', ERRORS.temporarily_unavailable.retryAfterSeconds);
const NOT_FOUND = answerOf('not_found');
const BAD_REQUEST = answerOf('bad_request');
const INTERNAL_ERROR = answerOf('internal_error');

/** What the gateway answers itself, in the envelope that Partner API clients read. */
export const PARTNER_API_ANSWERS: GatewayAnswers = {
  // The authorizer denies with a code and a text of the catalogue.
  ACCESS_DENIED: {
    status: 403,
    code: '$context.authorizer.code',
    errorData: '$context.authorizer.error_data',
    message: '$context.authorizer.message',
  },
  UNAUTHORIZED,
  INVALID_API_KEY: UNAUTHORIZED,
  INVALID_SIGNATURE: UNAUTHORIZED,
  EXPIRED_TOKEN: UNAUTHORIZED,
  AUTHORIZER_FAILURE: CHECK_FAILED,
  AUTHORIZER_CONFIGURATION_ERROR: CHECK_FAILED,
  MISSING_AUTHENTICATION_TOKEN: NOT_FOUND,
  RESOURCE_NOT_FOUND: NOT_FOUND,
  BAD_REQUEST_BODY: BAD_REQUEST,
  BAD_REQUEST_PARAMETERS: BAD_REQUEST,
  REQUEST_TOO_LARGE: answerOf('request_too_large'),
  UNSUPPORTED_MEDIA_TYPE: answerOf('unsupported_media_type'),
  THROTTLED: answerOf('rate_limited', 1),
  QUOTA_EXCEEDED: answerOf('rate_limited', 3600),
  WAF_FILTERED: { ...BAD_REQUEST, status: 403, message: ERRORS.bad_request.otherTexts.firewall },
  API_CONFIGURATION_ERROR: INTERNAL_ERROR,
  INTEGRATION_FAILURE: answerOf('upstream_unavailable'),
  INTEGRATION_TIMEOUT: answerOf('upstream_timeout'),
  DEFAULT_4XX: { ...BAD_REQUEST, status: null, httpCode: 400 },
  DEFAULT_5XX: { ...INTERNAL_ERROR, status: null, httpCode: 500 },
};

export function partnerApiBody({ status, httpCode, code, errorData, message }: GatewayAnswer): unknown {
  return {
    meta: {
      success: false,
      http_code: status ?? httpCode,
      developer_message: message,
      error_data: { code: errorData ?? code },
    },
    error: code,
    error_description: message,
    message,
    request_id: '$context.extendedRequestId',
  };
}
