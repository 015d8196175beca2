import { FORBIDDEN } from './forbidden.ts';

interface PartnerApiError {
  readonly status: number;
  /** What is wrong and what to do. Goes into gateway responses by plain substitution: no quotation mark, no backslash. */
  readonly text: string;
  /** Page of the documentation. */
  readonly page: string;
  /** Where the same code has another text. */
  readonly otherTexts?: Readonly<Record<string, string>>;
  readonly retryAfterSeconds?: number;
}

/** What gateway and functions of the Partner API answer beside the authorizer's 403s, by code. */
export const ERRORS = {
  bad_request: {
    status: 400,
    text: 'The request is malformed: check its parameters, headers and body against the API documentation.',
    page: 'bad-request',
    otherTexts: {
      firewall:
        'A firewall refused the request: compare it with the API documentation and give the request_id to support.',
    },
  },
  invalid_request: {
    status: 400,
    text: 'username or password is missing or ill-formed: send both as non-empty strings, the user name being the e-mail address.',
    page: 'invalid-request',
    otherTexts: {
      tooLarge: 'The body is too large: send username and password only.',
      unreadable:
        'The body is neither valid JSON nor form-encoded: send username and password as application/json or application/x-www-form-urlencoded.',
    },
  },
  invalid_grant: {
    status: 400,
    text: 'User name or password is wrong: check both, or generate an API key in the Partner Hub and send it as x-api-key.',
    page: 'invalid-grant',
  },
  unauthorized: {
    status: 401,
    text: 'No valid credential was sent: send an API key as x-api-key, or a new token from POST /api/v2/token as Authorization: Bearer.',
    page: 'unauthorized',
  },
  interaction_required: {
    status: 403,
    text: 'This account needs more than a password to sign in: sign in to the Partner Hub once and do what it asks, or use an API key.',
    page: 'interaction-required',
  },
  not_found: {
    status: 404,
    text: 'There is nothing at this path for this method: check both against the API documentation.',
    page: 'not-found',
  },
  request_too_large: {
    status: 413,
    text: 'The request is too large: send at most 10 MB of body and 10 KB of headers.',
    page: 'request-too-large',
  },
  unsupported_media_type: {
    status: 415,
    text: 'The content type is not supported: use one that the API documentation lists.',
    page: 'unsupported-media-type',
  },
  rate_limited: {
    status: 429,
    text: 'Too many requests: wait as long as Retry-After says and send fewer at once.',
    page: 'rate-limited',
    otherTexts: {
      token:
        'Too many requests for this user name or from this IP address: wait as long as Retry-After says, and use a token for its whole lifetime.',
    },
  },
  internal_error: {
    status: 500,
    text: 'The gateway failed: try again, and give the request_id to support if it persists.',
    page: 'internal-error',
    otherTexts: {
      function: 'Something went wrong on our side: try again, and tell support the request_id if it persists.',
    },
  },
  upstream_unavailable: {
    status: 502,
    text: 'The Partner API behind the gateway could not be reached: try again in a few seconds.',
    page: 'upstream-unavailable',
  },
  temporarily_unavailable: {
    status: 503,
    text: 'The credential could not be checked: try again in a few seconds.',
    page: 'temporarily-unavailable',
    otherTexts: {
      function: 'A service that this call depends on is not available at the moment: try again in a few seconds.',
    },
    retryAfterSeconds: 5,
  },
  upstream_timeout: {
    status: 504,
    text: 'The Partner API behind the gateway took too long: check whether the call had an effect, then try again.',
    page: 'upstream-timeout',
  },
} as const satisfies Readonly<Record<string, PartnerApiError>>;

/** Every code that a client of the Partner API can get, with its status. */
export const PARTNER_API_CODES = { ...FORBIDDEN, ...ERRORS };

export type PartnerApiCode = keyof typeof PARTNER_API_CODES;
