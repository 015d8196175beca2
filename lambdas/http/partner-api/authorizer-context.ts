import type { Authorization, VerifiedCredential } from '../../domain/authorize/authorize.ts';
import { type Refusal, refusalText } from '../../domain/model/refusals.ts';
import { contextText, type ReceivedContext } from '../context-value.ts';
import { knownMethod } from '../known-method.ts';
import { httpDate } from './legacy-headers.ts';

/**
 * What the authorizer hands to the gateway. Mappings and gateway responses refer to the first seven, so these are never missing
 * or empty: API Gateway skips a mapping whose source is missing, and the client's own header would survive.
 */
export type AuthorizerContext = {
  readonly partner_id: string;
  readonly credential_type: string;
  readonly credential_id: string;
  readonly code: string;
  readonly message: string;
  /** The inside of `meta.error_data`, see errorDataOf. */
  readonly error_data: string;
  /** HTTP date at which legacy tokens are scheduled to turn off (header `Sunset`, RFC 8594); `none` if they are not. */
  readonly legacy_sunset: string;
  /** The resource of the call, for the access log, which has no path; `none` if the path was not read. */
  readonly resource: string;
  /** A known method, for the access log. */
  readonly method: string;
  /** The caller's IP address for the access log, if a CDN is in front of the API; `none` if it is unknown. */
  readonly caller_ip?: string;
  readonly credential_name?: string;
  readonly credential_scopes?: string;
  readonly credential_expires_at?: number;
};

const NONE = 'none';

/**
 * @param httpMethod - as sent
 * @param callerIp - undefined if the API is called directly; null if the IP address is unknown
 */
export function authorizerContext(
  authorization: Exclude<Authorization, { outcome: 'unauthorized' }>,
  httpMethod: string,
  callerIp?: string | null,
): AuthorizerContext {
  const method = knownMethod(httpMethod);
  const caller = callerIp === undefined ? {} : { caller_ip: callerIp ?? NONE };
  if (authorization.outcome === 'denied') {
    const { refusal, trace } = authorization;
    return {
      partner_id: trace.partnerId ?? NONE,
      credential_type: trace.credentialType ?? NONE,
      credential_id: trace.credentialId ?? NONE,
      code: refusal.code,
      message: refusalText(refusal),
      error_data: errorDataOf(refusal),
      legacy_sunset: NONE,
      resource: trace.resource ?? NONE,
      method,
      ...caller,
    };
  }
  const { partnerId, credential, resource } = authorization;
  return {
    partner_id: partnerId,
    credential_type: credential.type,
    credential_id: credential.id,
    code: 'allowed',
    message: NONE,
    error_data: NONE,
    legacy_sunset: credential.legacyOffAt === null ? NONE : httpDate(credential.legacyOffAt),
    resource,
    method,
    ...caller,
    ...(credential.name === null ? {} : { credential_name: credential.name }),
    credential_scopes: credential.scopes.join(' '),
    ...(credential.expiresAt === null ? {} : { credential_expires_at: credential.expiresAt }),
  };
}

/** The template of ACCESS_DENIED puts these around the text (lib/partner-api/partner-api-responses.ts). */
const ERROR_DATA_START = '{"code":"';
const ERROR_DATA_END = '"}';

/**
 * Returns the inside of the object `meta.error_data`. API Gateway fills in gateway responses by "simple variable substitution"
 * (Developer Guide, "x-amazon-apigateway-gateway-responses.responseTemplates object"): a text is not escaped, and an absent
 * variable leaves nothing. So the template holds the object's ends, and a body without the authorizer's context stays JSON.
 */
function errorDataOf(refusal: Refusal): string {
  const { code } = refusal;
  const data = code === 'insufficient_scope' ? { code, required_scope: refusal.requiredScope } : { code };
  return JSON.stringify(data).slice(ERROR_DATA_START.length, -ERROR_DATA_END.length);
}

/** Reads what `authorizerContext` made; API Gateway passes every value on as a string. Throws a TypeError if a value is missing. */
export function verifiedCredentialOf(context: ReceivedContext): {
  readonly partnerId: string;
  readonly credential: VerifiedCredential;
} {
  const type = contextText(context, 'credential_type');
  if (type !== 'api_key' && type !== 'legacy_token') throw new TypeError('Unknown credential type.');
  const expiresAt = context?.credential_expires_at;
  const sunset = contextText(context, 'legacy_sunset');
  return {
    partnerId: contextText(context, 'partner_id'),
    credential: {
      type,
      id: contextText(context, 'credential_id'),
      name: context?.credential_name === undefined ? null : contextText(context, 'credential_name'),
      scopes: contextText(context, 'credential_scopes').split(' ').filter(Boolean),
      expiresAt: expiresAt === undefined ? null : Number(expiresAt),
      legacyOffAt: sunset === NONE ? null : Date.parse(sunset) / 1000,
    },
  };
}
