interface ProblemEntry {
  readonly status: number;
  /** Title and detail go into gateway responses by plain substitution: no quotation mark, no backslash. */
  readonly title: string;
  /** What is wrong and what to do. */
  readonly detail: string;
  /** The gateway's text for the same code, where it differs. */
  readonly gatewayDetail?: string;
  /** Which part of the Management API can answer with it. The gateway has some codes of the functions, too. */
  readonly from: 'functions' | 'authorizer' | 'gateway';
  /** Page of the documentation. */
  readonly page: string;
  readonly retryAfterSeconds?: number;
}

/** Every problem that the Management API answers, by code. Functions, authorizer, gateway, OpenAPI and hub are made from it. */
export const PROBLEMS = {
  invalid_request: {
    status: 400,
    title: 'Invalid request',
    detail: 'The request is not valid: change what errors lists and send it again.',
    gatewayDetail: 'The request is malformed: check its parameters, headers and body against the API description.',
    from: 'functions',
    page: 'invalid-request',
  },
  unauthenticated: {
    status: 401,
    title: 'Not signed in',
    detail: 'No valid ID token was sent: sign in again and send the new ID token as Authorization: Bearer.',
    from: 'gateway',
    page: 'unauthenticated',
  },
  forbidden_origin: {
    status: 403,
    title: 'Forbidden origin',
    detail: 'The Management API answers at the address of the Partner Hub only: call it there.',
    from: 'authorizer',
    page: 'forbidden-origin',
  },
  not_a_partner_user: {
    status: 403,
    title: 'Not a partner user',
    detail: 'This account belongs to no partner, or was removed from it: ask an owner of your account.',
    from: 'authorizer',
    page: 'not-a-partner-user',
  },
  partner_suspended: {
    status: 403,
    title: 'Partner suspended',
    detail:
      'The partner is suspended and cannot generate, rotate or widen keys, or turn on legacy tokens: contact support.',
    from: 'functions',
    page: 'partner-suspended',
  },
  otp_incorrect: {
    status: 403,
    title: 'Incorrect code',
    detail: 'The code is not right: enter the code of the latest message again.',
    from: 'functions',
    page: 'otp-incorrect',
  },
  otp_required: {
    status: 403,
    title: 'Code required',
    detail: 'The change widens what the key may do: ask for a code for it, and send both together.',
    from: 'functions',
    page: 'otp-required',
  },
  password_reset_recently: {
    status: 403,
    title: 'Password reset recently',
    detail: 'No codes are sent by e-mail in the hour after a password reset: ask again when it is over.',
    from: 'functions',
    page: 'password-reset-recently',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    detail: 'There is nothing at this address: it is unknown, deleted, or not yours.',
    gatewayDetail: 'There is nothing at this path for this method: check both against the API description.',
    from: 'functions',
    page: 'not-found',
  },
  key_limit_reached: {
    status: 409,
    title: 'Key limit reached',
    detail: 'All 50 keys are in use: delete one that is not needed, then try again.',
    from: 'functions',
    page: 'key-limit-reached',
  },
  rotated_already: {
    status: 409,
    title: 'Rotated already',
    detail: 'The key has a successor already: rotate that one, or delete one of the two.',
    from: 'functions',
    page: 'rotated-already',
  },
  otp_expired: {
    status: 410,
    title: 'Code expired',
    detail: 'The code is expired or used up: ask for a new one.',
    from: 'functions',
    page: 'otp-expired',
  },
  request_too_large: {
    status: 413,
    title: 'Request too large',
    detail: 'The body is too large: send at most 16 KB.',
    gatewayDetail: 'The request is too large: send at most 16 KB of body and 10 KB of headers.',
    from: 'functions',
    page: 'request-too-large',
  },
  unsupported_media_type: {
    status: 415,
    title: 'Unsupported media type',
    detail: 'The content type is not supported: send application/json.',
    from: 'gateway',
    page: 'unsupported-media-type',
  },
  otp_rate_limited: {
    status: 429,
    title: 'Too many codes',
    detail: 'Too many codes were sent: wait as long as Retry-After says.',
    from: 'functions',
    page: 'otp-rate-limited',
  },
  otp_locked: {
    status: 429,
    title: 'Locked',
    detail: 'Too many wrong codes: generating, rotating and widening keys is locked for as long as Retry-After says.',
    from: 'functions',
    page: 'otp-locked',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    detail: 'Too many requests: wait as long as Retry-After says and send fewer at once.',
    from: 'gateway',
    page: 'rate-limited',
  },
  internal_error: {
    status: 500,
    title: 'Internal error',
    detail: 'Something went wrong on our side: try again, and give support the request_id.',
    gatewayDetail: 'The service failed: try again, and give the request_id to support if it persists.',
    from: 'functions',
    page: 'internal-error',
  },
  otp_dispatch_failed: {
    status: 502,
    title: 'Code not sent',
    detail: 'The code could not be sent: try again, or choose another channel.',
    from: 'functions',
    page: 'otp-dispatch-failed',
  },
  temporarily_unavailable: {
    status: 503,
    title: 'Temporarily unavailable',
    detail: 'A service that this call depends on is not available: try again in a few seconds.',
    gatewayDetail: 'The service cannot answer at the moment: try again in a few seconds.',
    from: 'functions',
    page: 'temporarily-unavailable',
    retryAfterSeconds: 5,
  },
} as const satisfies Readonly<Record<string, ProblemEntry>>;

export type ProblemCode = keyof typeof PROBLEMS;

type CodesFrom<Part> = {
  [Code in ProblemCode]: (typeof PROBLEMS)[Code]['from'] extends Part ? Code : never;
}[ProblemCode];

export type FunctionProblemCode = CodesFrom<'functions'>;
export type AuthorizerProblemCode = CodesFrom<'authorizer'>;

/** A firewall in front of the Management API, under `invalid_request`. */
export const FIREWALL_PROBLEM = {
  status: 403,
  title: 'Refused by a firewall',
  detail: 'A firewall refused the request: compare it with the API documentation and give the request_id to support.',
} as const;
