import { FIREWALL_PROBLEM, PROBLEMS, type ProblemCode } from '../../lambdas/contract/problems.ts';
import type { GatewayResponse, GatewayResponsesByType } from '../rest-api/gateway-responses.ts';

export interface ManagementResponse extends GatewayResponse {
  readonly title: string;
}

function responseOf(code: ProblemCode, retryAfterSeconds?: number): ManagementResponse {
  const problem = PROBLEMS[code];
  const message = 'gatewayDetail' in problem ? problem.gatewayDetail : problem.detail;
  const response = { status: problem.status, code, title: problem.title, message };
  return retryAfterSeconds === undefined
    ? response
    : { ...response, headers: { 'Retry-After': `'${retryAfterSeconds}'` } };
}

const UNAUTHENTICATED: ManagementResponse = {
  ...responseOf('unauthenticated'),
  headers: { 'WWW-Authenticate': '\'Bearer realm="partner-hub"\'' },
};
/** A check or a function failed. Nothing was let through, and it is worth another attempt. */
const UNAVAILABLE = responseOf('temporarily_unavailable', PROBLEMS.temporarily_unavailable.retryAfterSeconds);
const NOT_FOUND = responseOf('not_found');
const INVALID_REQUEST = responseOf('invalid_request');
const INTERNAL_ERROR = responseOf('internal_error');

/** The gateway's own responses, as problems of RFC 9457. */
export const MANAGEMENT_API_RESPONSES: GatewayResponsesByType<ManagementResponse> = {
  // The authorizer denies with a code and texts of the catalogue.
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
  REQUEST_TOO_LARGE: responseOf('request_too_large'),
  UNSUPPORTED_MEDIA_TYPE: responseOf('unsupported_media_type'),
  THROTTLED: responseOf('rate_limited', 1),
  QUOTA_EXCEEDED: responseOf('rate_limited', 3600),
  WAF_FILTERED: {
    ...INVALID_REQUEST,
    status: FIREWALL_PROBLEM.status,
    title: FIREWALL_PROBLEM.title,
    message: FIREWALL_PROBLEM.detail,
  },
  API_CONFIGURATION_ERROR: INTERNAL_ERROR,
  // Behind this gateway there are functions only, so these are crashes and timeouts of the service itself.
  INTEGRATION_FAILURE: UNAVAILABLE,
  INTEGRATION_TIMEOUT: UNAVAILABLE,
  DEFAULT_4XX: { ...INVALID_REQUEST, status: null, httpCode: 400 },
  DEFAULT_5XX: { ...INTERNAL_ERROR, status: null, httpCode: 500 },
};

/**
 * Sent with every response, besides those that every API sends. The distribution adds the Content-Security-Policy: its value holds single quotes, which
 * delimit literals here.
 */
export const MANAGEMENT_API_HEADERS: Readonly<Record<string, string>> = {
  'Content-Type': "'application/problem+json'",
  'Referrer-Policy': "'no-referrer'",
};

export function problemBody({ status, httpCode, code, title, message }: ManagementResponse): unknown {
  return {
    type: 'about:blank',
    title,
    status: status ?? httpCode,
    detail: message,
    code,
    request_id: '$context.extendedRequestId',
  };
}
