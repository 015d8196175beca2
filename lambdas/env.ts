/**
 * Names that functions and infrastructure must agree on: environment variables, which one sets and the other reads, and
 * metrics, which the other way round. Beside `contract/`, this is the only file of `lambdas/` that `lib/` may import.
 */
export const Env = {
  /** Name of the records table. */
  TABLE_NAME: 'TABLE_NAME',
  /** Environment of the API keys that this stage accepts: `live` or `test`. */
  KEY_ENVIRONMENT: 'KEY_ENVIRONMENT',
  /** Address ranges of a CDN in front of the Partner API, comma-separated. Without them nobody's header is believed. */
  TRUSTED_CDN_RANGES: 'TRUSTED_CDN_RANGES',
  /** Header in which that CDN names the viewer's address. */
  TRUSTED_CDN_HEADER: 'TRUSTED_CDN_HEADER',
  /** Cognito user pool that holds the accounts of partner users. */
  USER_POOL_ID: 'USER_POOL_ID',
  /** Address of the Partner Hub, where a key is made. */
  HUB_URL: 'HUB_URL',
  /** App client of `POST /token`, usable with IAM only. */
  TOKEN_CLIENT_ID: 'TOKEN_CLIENT_ID',
  /** Issuer of the ID tokens that the Management API accepts, exactly as their claim `iss` has it. */
  OIDC_ISSUER: 'OIDC_ISSUER',
  /** The hub's client ID at that issuer: the ID tokens' audience. */
  OIDC_CLIENT_ID: 'OIDC_CLIENT_ID',
  /** Where the issuer publishes its signing keys. */
  OIDC_JWKS_URI: 'OIDC_JWKS_URI',
  /** Secret that proves that a request came through the hub's distribution. */
  ORIGIN_SECRET_ARN: 'ORIGIN_SECRET_ARN',
  /** Secret that codes are hashed with. */
  OTP_PEPPER_SECRET_ARN: 'OTP_PEPPER_SECRET_ARN',
  /** Sender of codes, warnings and notices by e-mail, an identity verified in SES. Without it codes have no e-mail channel. */
  SENDER_ADDRESS: 'SENDER_ADDRESS',
  /** Origin and optional base path of the Messaging API. Without it there is no WhatsApp channel. */
  MESSAGING_API_URL: 'MESSAGING_API_URL',
  /** Secret that holds the Messaging API's channel key. */
  MESSAGING_API_KEY_SECRET_ARN: 'MESSAGING_API_KEY_SECRET_ARN',
  /** Approved authentication template for codes by WhatsApp, and its language. */
  OTP_TEMPLATE_NAME: 'OTP_TEMPLATE_NAME',
  OTP_TEMPLATE_LANGUAGE: 'OTP_TEMPLATE_LANGUAGE',
  /** Certificate that the gateway shows to the upstream: its ID at API Gateway. */
  CLIENT_CERTIFICATE_ID: 'CLIENT_CERTIFICATE_ID',
  /** Namespace of the metrics that a function writes. */
  METRICS_NAMESPACE: 'METRICS_NAMESPACE',
} as const;

/** Metrics that functions write (docs/adr/0014-metrics.md). */
export const MetricName = {
  /** Refusals of the Partner API's authorizer; also by the dimension `Code`. */
  REFUSED: 'Refused',
  /** Lines of the Partner API's logs that the counting function has worked off. */
  LOG_LINES: 'LogLines',
  /** Calls in them that name a partner. */
  COUNTED_CALLS: 'CountedCalls',
  /** Lines in them that are no such lines. */
  MALFORMED_LINES: 'MalformedLines',
  /** Milliseconds from a batch's oldest line to its being counted. */
  COUNTING_LAG: 'CountingLag',
  /** One-time codes that could not be sent. */
  CODES_NOT_SENT: 'CodesNotSent',
  /** Calls that met a user who is locked after too many wrong codes. */
  CODE_LOCKS: 'CodeLocks',
  /** Whole days that the client certificate towards the upstream is still good for. */
  CLIENT_CERTIFICATE_DAYS_LEFT: 'ClientCertificateDaysLeft',
} as const;

export type MetricName = (typeof MetricName)[keyof typeof MetricName];
