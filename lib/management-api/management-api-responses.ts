import type { GatewayAnswer, GatewayAnswers } from '../rest-api/gateway-responses.ts';

export interface ManagementAnswer extends GatewayAnswer {
  readonly title: string;
}

const UNAUTHENTICATED: ManagementAnswer = {
  status: 401,
  code: 'unauthenticated',
  title: 'Not signed in',
  message: 'No valid ID token was sent: sign in again and send the new ID token as Authorization: Bearer.',
  headers: { 'WWW-Authenticate': '\'Bearer realm="partner-hub"\'' },
};

const NOT_FOUND: ManagementAnswer = {
  status: 404,
  code: 'not_found',
  title: 'Not found',
  message: 'There is nothing at this path for this method: check both against the API description.',
};

/** A check or a function failed. Nothing was let through, and it is worth another try. */
const UNAVAILABLE: ManagementAnswer = {
  status: 503,
  code: 'temporarily_unavailable',
  title: 'Temporarily unavailable',
  message: 'The service cannot answer at the moment: try again in a few seconds.',
  headers: { 'Retry-After': "'5'" },
};

const INVALID_REQUEST: ManagementAnswer = {
  status: 400,
  code: 'invalid_request',
  title: 'Invalid request',
  message: 'The request is malformed: check its parameters, headers and body against the API description.',
};

const INTERNAL_ERROR: ManagementAnswer = {
  status: 500,
  code: 'internal_error',
  title: 'Internal error',
  message: 'The service failed: try again, and give the request_id to support if it persists.',
};

function rateLimited(retryAfterSeconds: number): ManagementAnswer {
  return {
    status: 429,
    code: 'rate_limited',
    title: 'Too many requests',
    message: 'Too many requests: wait as long as Retry-After says and send fewer at once.',
    headers: { 'Retry-After': `'${retryAfterSeconds}'` },
  };
}

/** What the gateway answers itself, as a problem of RFC 9457. */
export const MANAGEMENT_API_ANSWERS: GatewayAnswers<ManagementAnswer> = {
  // The authorizer denies with a code and sentences of its own vocabulary.
  ACCESS_DENIED: {
    status: 403,
    code: '$context.authorizer.code',
    title: '$context.authorizer.title',
    message: '$context.authorizer.detail',
  },
  UNAUTHORIZED: UNAUTHENTICATED,
  INVALID_API_KEY: UNAUTHENTICATED,
  INVALID_SIGNATURE: UNAUTHENTICATED,
  EXPIRED_TOKEN: UNAUTHENTICATED,
  AUTHORIZER_FAILURE: UNAVAILABLE,
  AUTHORIZER_CONFIGURATION_ERROR: UNAVAILABLE,
  MISSING_AUTHENTICATION_TOKEN: NOT_FOUND,
  RESOURCE_NOT_FOUND: NOT_FOUND,
  BAD_REQUEST_BODY: INVALID_REQUEST,
  BAD_REQUEST_PARAMETERS: INVALID_REQUEST,
  REQUEST_TOO_LARGE: {
    status: 413,
    code: 'request_too_large',
    title: 'Request too large',
    message: 'The request is too large: send at most 16 KB of body and 10 KB of headers.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    code: 'unsupported_media_type',
    title: 'Unsupported media type',
    message: 'The content type is not supported: send application/json.',
  },
  THROTTLED: rateLimited(1),
  QUOTA_EXCEEDED: rateLimited(3600),
  WAF_FILTERED: {
    status: 403,
    code: 'invalid_request',
    title: 'Refused by a firewall',
    message:
      'A firewall refused the request: compare it with the API documentation and give the request_id to support.',
  },
  API_CONFIGURATION_ERROR: INTERNAL_ERROR,
  // Behind this gateway there are functions only, so these are crashes and timeouts of the service itself.
  INTEGRATION_FAILURE: UNAVAILABLE,
  INTEGRATION_TIMEOUT: UNAVAILABLE,
  DEFAULT_4XX: { ...INVALID_REQUEST, status: null, httpCode: 400 },
  DEFAULT_5XX: { ...INTERNAL_ERROR, status: null, httpCode: 500 },
};

/**
 * With every answer. The Content-Security-Policy is added by the distribution: its value holds single quotes, which
 * delimit literals here.
 */
export const MANAGEMENT_API_HEADERS: Readonly<Record<string, string>> = {
  'Content-Type': "'application/problem+json'",
  'Cache-Control': "'no-store'",
  'X-Content-Type-Options': "'nosniff'",
  'Strict-Transport-Security': "'max-age=63072000; includeSubDomains'",
  'Referrer-Policy': "'no-referrer'",
};

export function problemBody({ status, httpCode, code, title, message }: ManagementAnswer): unknown {
  return {
    type: 'about:blank',
    title,
    status: status ?? httpCode,
    detail: message,
    code,
    request_id: '$context.extendedRequestId',
  };
}
