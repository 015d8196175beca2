import type { Authorization, VerifiedCredential } from '../../domain/authorize/authorize.ts';
import { type Refusal, refusalText } from '../../domain/model/refusals.ts';
import { httpDate } from './legacy-headers.ts';

/**
 * What the authorizer hands to the gateway. Mappings and gateway responses name the first seven, so they are always
 * there and never empty: a mapping whose source is absent is left out, and the client's own header would survive.
 */
export type AuthorizerContext = {
  readonly partner_id: string;
  readonly credential_type: string;
  readonly credential_id: string;
  readonly code: string;
  readonly message: string;
  /** The inside of `meta.error_data`, see errorDataOf. */
  readonly error_data: string;
  /** HTTP date from which on the credential will be refused by a scheduled switch-off (header `Sunset`, RFC 8594). */
  readonly legacy_sunset: string;
  /** For the access log: the caller's address, where that need not be the one that the gateway sees. `none`: it cannot be told. */
  readonly caller_ip?: string;
  readonly credential_name?: string;
  readonly credential_scopes?: string;
  readonly credential_expires_at?: number;
};

const NONE = 'none';

/** @param callerIp - left out where the gateway sees the caller itself; null where the address cannot be told */
export function authorizerContext(
  authorization: Exclude<Authorization, { outcome: 'unauthorized' }>,
  callerIp?: string | null,
): AuthorizerContext {
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
      ...caller,
    };
  }
  const { partnerId, credential } = authorization;
  return {
    partner_id: partnerId,
    credential_type: credential.type,
    credential_id: credential.id,
    code: 'allowed',
    message: NONE,
    error_data: NONE,
    legacy_sunset: credential.legacyOffAt === null ? NONE : httpDate(credential.legacyOffAt),
    ...caller,
    ...(credential.name === null ? {} : { credential_name: credential.name }),
    credential_scopes: credential.scopes.join(' '),
    ...(credential.expiresAt === null ? {} : { credential_expires_at: credential.expiresAt }),
  };
}

/** What the template of ACCESS_DENIED puts around the text (lib/partner-api/partner-api-responses.ts). */
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

/** The reverse, in a function behind the authorizer, where every value arrives as a string. Throws on a foreign shape. */
export function verifiedCredentialOf(context: Readonly<Record<string, unknown>> | null | undefined): {
  readonly partnerId: string;
  readonly credential: VerifiedCredential;
} {
  const type = textOf(context, 'credential_type');
  if (type !== 'api_key' && type !== 'legacy_token') throw new TypeError('Unknown credential type.');
  const expiresAt = context?.credential_expires_at;
  const sunset = textOf(context, 'legacy_sunset');
  return {
    partnerId: textOf(context, 'partner_id'),
    credential: {
      type,
      id: textOf(context, 'credential_id'),
      name: context?.credential_name === undefined ? null : textOf(context, 'credential_name'),
      scopes: textOf(context, 'credential_scopes').split(' ').filter(Boolean),
      expiresAt: expiresAt === undefined ? null : Number(expiresAt),
      legacyOffAt: sunset === NONE ? null : Date.parse(sunset) / 1000,
    },
  };
}

function textOf(context: Readonly<Record<string, unknown>> | null | undefined, name: string): string {
  const value = context?.[name];
  if (typeof value !== 'string' || value === '') throw new TypeError(`The authorizer context lacks ${name}.`);
  return value;
}
