/**
 * Names that functions and infrastructure share: environment variables, which the infrastructure sets, and metrics, which its
 * alarms read. Of `lambdas/`, `lib/` may import only this file and the contract.
 */
export const Env = {
  /** Name of the records table. */
  TABLE_NAME: 'TABLE_NAME',
  /** Environment of the API keys that this stage accepts: `live` or `test`. */
  KEY_ENVIRONMENT: 'KEY_ENVIRONMENT',
  /** IP ranges of a CDN in front of the Partner API, comma-separated. Without them the CDN's header is ignored. */
  TRUSTED_CDN_RANGES: 'TRUSTED_CDN_RANGES',
  /** Header in which that CDN sends the viewer's IP address. */
  TRUSTED_CDN_HEADER: 'TRUSTED_CDN_HEADER',
  /** Cognito user pool that holds the accounts of partner users. */
  USER_POOL_ID: 'USER_POOL_ID',
  /** Origin below which the Region's user pools are issuers, by ID. */
  USER_POOLS_ORIGIN: 'USER_POOLS_ORIGIN',
  /** URL of the Partner Hub, where users generate keys. */
  HUB_URL: 'HUB_URL',
  /** App client of `POST /token`, usable with IAM only. */
  TOKEN_CLIENT_ID: 'TOKEN_CLIENT_ID',
  /** Issuer of the ID tokens that the Management API accepts, exactly as in their claim `iss`. */
  OIDC_ISSUER: 'OIDC_ISSUER',
  /** The hub's client ID at that issuer: the ID tokens' audience. */
  OIDC_CLIENT_ID: 'OIDC_CLIENT_ID',
  /** URL of the issuer's signing keys. */
  OIDC_JWKS_URI: 'OIDC_JWKS_URI',
  /** Secret with which the hub's distribution proves that a request came through it. */
  ORIGIN_SECRET_ARN: 'ORIGIN_SECRET_ARN',
  /** Secret that codes are hashed with. */
  OTP_PEPPER_SECRET_ARN: 'OTP_PEPPER_SECRET_ARN',
  /** Sender of codes, warnings and notices by e-mail, an identity verified in SES. Without it no codes are sent by e-mail. */
  SENDER_ADDRESS: 'SENDER_ADDRESS',
  /** Origin and optional base path of the Messaging API. Without it there is no WhatsApp channel. */
  MESSAGING_API_URL: 'MESSAGING_API_URL',
  /** Secret that holds the Messaging API's channel key. */
  MESSAGING_API_KEY_SECRET_ARN: 'MESSAGING_API_KEY_SECRET_ARN',
  /** Approved authentication template for codes by WhatsApp, and its language. */
  OTP_TEMPLATE_NAME: 'OTP_TEMPLATE_NAME',
  OTP_TEMPLATE_LANGUAGE: 'OTP_TEMPLATE_LANGUAGE',
  /** API Gateway's ID of the client certificate that it shows to the upstream. */
  CLIENT_CERTIFICATE_ID: 'CLIENT_CERTIFICATE_ID',
  /** Namespace of the metrics that a function writes. */
  METRICS_NAMESPACE: 'METRICS_NAMESPACE',
} as const;

/** Metrics that functions write (docs/adr/0014-metrics.md). */
export const MetricName = {
  /** Refusals of the Partner API's authorizer; also by the dimension `Code`. */
  REFUSED: 'Refused',
  /** Lines of the Partner API's logs that the counting function has processed. */
  LOG_LINES: 'LogLines',
  /** Calls among them that count for a partner. */
  COUNTED_CALLS: 'CountedCalls',
  /** Lines among them that cannot be parsed. */
  MALFORMED_LINES: 'MalformedLines',
  /** Milliseconds from a batch's oldest line until it is counted. */
  COUNTING_LAG: 'CountingLag',
  /** One-time codes that could not be sent. */
  CODES_NOT_SENT: 'CodesNotSent',
  /** Calls of users who are locked after too many wrong codes. */
  CODE_LOCKS: 'CodeLocks',
  /** Whole days until the client certificate for the upstream expires. */
  CLIENT_CERTIFICATE_DAYS_LEFT: 'ClientCertificateDaysLeft',
} as const;

export type MetricName = (typeof MetricName)[keyof typeof MetricName];
