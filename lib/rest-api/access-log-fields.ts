/** One field of an access log. Nothing that a client writes freely is one (ADR 11). */
export interface AccessLogField {
  /** Name of the variable, without `$context.`. */
  readonly variable: string;
  /** What a value is made of. No quotation mark, backslash or control character: API Gateway does not escape values. */
  readonly characters: RegExp;
  /** The length of the longest value. */
  readonly longest: number;
}

export type AccessLogFields = Readonly<Record<string, AccessLogField>>;

const DIGITS = /^[0-9]$/;
const WORD = /^[a-z_]$/;
const IP_ADDRESS = /^[0-9A-Fa-f.:]$/;
/** An IP address, or `none` or `unknown`. */
const IP_ADDRESS_OR_WORD = /^[0-9a-z.:]$/;
/** Of an IPv6 address that ends in an IPv4 address. */
const LONGEST_IP = 45;

/**
 * Assigned by API Gateway. "An API caller can't provide or override this request ID", unlike `requestId`, which takes any
 * UUID of a client (Developer Guide, "Access logging for REST APIs"). Its length is documented nowhere; recorded ones have 16
 * characters, and the bound is what our own code accepts.
 */
const REQUEST_ID: AccessLogField = {
  variable: 'extendedRequestId',
  characters: /^[A-Za-z0-9+/_=-]$/,
  longest: 128,
};

/**
 * What the authorizers return. Our own code chooses every value: IDs of records, names of our tables, IP addresses in normal
 * form. The method is among them because no documentation bounds `httpMethod`, and `X-HTTP-Method-Override` changes it.
 */
const BY_AUTHORIZER = {
  partner_id: { variable: 'authorizer.partner_id', characters: /^[0-9A-Za-z]$/, longest: 32 },
  code: { variable: 'authorizer.code', characters: WORD, longest: 40 },
  method: { variable: 'authorizer.method', characters: /^[A-Z]$/, longest: 7 },
} satisfies AccessLogFields;
const ID_OF_RECORD = { characters: /^[0-9A-Za-z_-]$/, longest: 64 };

/**
 * What API Gateway says of the call (Developer Guide, "Variables for access logging"): the IP address of the TCP connection,
 * the path of the route in the template, the type of its gateway response, and numbers. `authorizer.error` is a free text and
 * is not needed: `response_type` says whether a check refused or failed.
 */
const BY_GATEWAY = {
  source_ip: { variable: 'identity.sourceIp', characters: IP_ADDRESS, longest: LONGEST_IP },
  resource_path: { variable: 'resourcePath', characters: /^[0-9A-Za-z_/{}+-]$/, longest: 64 },
  status: { variable: 'status', characters: DIGITS, longest: 3 },
  response_type: { variable: 'error.responseType', characters: /^[0-9A-Z_]$/, longest: 40 },
  response_length: { variable: 'responseLength', characters: DIGITS, longest: 10 },
  response_latency: { variable: 'responseLatency', characters: DIGITS, longest: 10 },
  integration_latency: { variable: 'integrationLatency', characters: DIGITS, longest: 10 },
  authorizer_latency: { variable: 'authorizer.latency', characters: DIGITS, longest: 10 },
  time_epoch: { variable: 'requestTimeEpoch', characters: DIGITS, longest: 13 },
} satisfies AccessLogFields;

export const PARTNER_API_ACCESS_LOG: AccessLogFields = {
  extended_request_id: REQUEST_ID,
  ...BY_AUTHORIZER,
  credential_type: { variable: 'authorizer.credential_type', characters: WORD, longest: 12 },
  credential_id: { variable: 'authorizer.credential_id', ...ID_OF_RECORD },
  resource: { variable: 'authorizer.resource', characters: WORD, longest: 16 },
  // Only behind a CDN, whose own IP address is the source IP then.
  caller_ip: { variable: 'authorizer.caller_ip', characters: IP_ADDRESS_OR_WORD, longest: LONGEST_IP },
  ...BY_GATEWAY,
};

export const MANAGEMENT_API_ACCESS_LOG: AccessLogFields = {
  extended_request_id: REQUEST_ID,
  ...BY_AUTHORIZER,
  user_id: { variable: 'authorizer.user_id', ...ID_OF_RECORD },
  // The peer is an edge of CloudFront.
  viewer_ip: { variable: 'authorizer.viewer_ip', characters: IP_ADDRESS_OR_WORD, longest: LONGEST_IP },
  ...BY_GATEWAY,
};
