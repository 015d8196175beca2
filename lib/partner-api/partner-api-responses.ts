import type { GatewayAnswer, GatewayAnswers } from '../rest-api/gateway-responses.ts';

const UNAUTHORIZED: GatewayAnswer = {
  status: 401,
  code: 'unauthorized',
  message:
    'No valid credential was sent: send an API key as x-api-key, or a new token from POST /api/v2/token as Authorization: Bearer.',
  headers: { 'WWW-Authenticate': '\'Bearer realm="partner-api"\'' },
};

const NOT_FOUND: GatewayAnswer = {
  status: 404,
  code: 'not_found',
  message: 'There is nothing at this path for this method: check both against the API documentation.',
};

/** The check itself failed. Refused, and worth another try. */
const CHECK_FAILED: GatewayAnswer = {
  status: 503,
  code: 'temporarily_unavailable',
  message: 'The credential could not be checked: try again in a few seconds.',
  headers: { 'Retry-After': "'5'" },
};

const BAD_REQUEST: GatewayAnswer = {
  status: 400,
  code: 'bad_request',
  message: 'The request is malformed: check its parameters, headers and body against the API documentation.',
};

const INTERNAL_ERROR: GatewayAnswer = {
  status: 500,
  code: 'internal_error',
  message: 'The gateway failed: try again, and give the request_id to support if it persists.',
};

function rateLimited(retryAfterSeconds: number): GatewayAnswer {
  return {
    status: 429,
    code: 'rate_limited',
    message: 'Too many requests: wait as long as Retry-After says and send fewer at once.',
    headers: { 'Retry-After': `'${retryAfterSeconds}'` },
  };
}

/** What the gateway answers itself, in the envelope that Partner API clients read. */
export const PARTNER_API_ANSWERS: GatewayAnswers = {
  // The authorizer denies with a code and a sentence of its own vocabulary.
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
  REQUEST_TOO_LARGE: {
    status: 413,
    code: 'request_too_large',
    message: 'The request is too large: send at most 10 MB of body and 10 KB of headers.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    code: 'unsupported_media_type',
    message: 'The content type is not supported: use one that the API documentation lists.',
  },
  THROTTLED: rateLimited(1),
  QUOTA_EXCEEDED: rateLimited(3600),
  WAF_FILTERED: {
    status: 403,
    code: 'bad_request',
    message:
      'A firewall refused the request: compare it with the API documentation and give the request_id to support.',
  },
  API_CONFIGURATION_ERROR: INTERNAL_ERROR,
  INTEGRATION_FAILURE: {
    status: 502,
    code: 'upstream_unavailable',
    message: 'The Partner API behind the gateway could not be reached: try again in a few seconds.',
  },
  INTEGRATION_TIMEOUT: {
    status: 504,
    code: 'upstream_timeout',
    message: 'The Partner API behind the gateway took too long: check whether the call had an effect, then try again.',
  },
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
