import { ERRORS } from '../../lambdas/contract/errors.ts';
import type { GatewayResponse, GatewayResponsesByType } from '../rest-api/gateway-responses.ts';

function responseOf(code: keyof typeof ERRORS, retryAfterSeconds?: number): GatewayResponse {
  const { status, text } = ERRORS[code];
  const response = { status, code, message: text };
  return retryAfterSeconds === undefined
    ? response
    : { ...response, headers: { 'Retry-After': `'${retryAfterSeconds}'` } };
}

const UNAUTHORIZED: GatewayResponse = {
  ...responseOf('unauthorized'),
  headers: { 'WWW-Authenticate': '\'Bearer realm="partner-api"\'' },
};
/** The check itself failed. Refused, and worth another attempt. */
const CHECK_FAILED = responseOf('temporarily_unavailable', ERRORS.temporarily_unavailable.retryAfterSeconds);
const NOT_FOUND = responseOf('not_found');
const BAD_REQUEST = responseOf('bad_request');
const INTERNAL_ERROR = responseOf('internal_error');

/** The gateway's own responses, in the envelope that Partner API clients read. */
export const PARTNER_API_RESPONSES: GatewayResponsesByType = {
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
  REQUEST_TOO_LARGE: responseOf('request_too_large'),
  UNSUPPORTED_MEDIA_TYPE: responseOf('unsupported_media_type'),
  THROTTLED: responseOf('rate_limited', 1),
  QUOTA_EXCEEDED: responseOf('rate_limited', 3600),
  WAF_FILTERED: { ...BAD_REQUEST, status: 403, message: ERRORS.bad_request.otherTexts.firewall },
  API_CONFIGURATION_ERROR: INTERNAL_ERROR,
  INTEGRATION_FAILURE: responseOf('upstream_unavailable'),
  INTEGRATION_TIMEOUT: responseOf('upstream_timeout'),
  DEFAULT_4XX: { ...BAD_REQUEST, status: null, httpCode: 400 },
  DEFAULT_5XX: { ...INTERNAL_ERROR, status: null, httpCode: 500 },
};

export function partnerApiBody({ status, httpCode, code, errorData, message }: GatewayResponse): unknown {
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
