import type { VerifiedIdToken } from '../../domain/staff/authorize-staff.ts';

type Claims = Readonly<Record<string, unknown>>;

export interface SignedToken {
  readonly header: Claims;
  readonly claims: Claims;
}

const MAX_AGE_SECONDS = 24 * 3600;
/** How far the provider's clock may be ahead. */
const LEEWAY_SECONDS = 60;
/** As OpenID Connect limits them. The number sign separates the parts of record keys. */
const SUBJECT = /^[!"$-~]{1,255}$/;

/**
 * Reads the claims of a token whose signature, issuer, audience and expiry are verified. Returns null unless it is an ID
 * token that was issued to this client within the last 24 hours, and tells when its user signed in.
 */
export function readIdToken(token: SignedToken, clientId: string, nowSeconds: number): VerifiedIdToken | null {
  const { iss, sub, auth_time: authTime } = token.claims;
  if (!isIdToken(token) || !wasIssuedTo(clientId, token.claims) || !isRecent(token.claims, nowSeconds)) return null;
  if (typeof iss !== 'string' || typeof sub !== 'string' || !SUBJECT.test(sub)) return null;
  // A time to come would outlive every sign-out.
  if (!isNumber(authTime) || authTime > nowSeconds + LEEWAY_SECONDS) return null;
  return { issuer: iss, subject: sub, email: verifiedEmail(token.claims), authTime };
}

/**
 * Requires a sign that the token is an ID token, because some providers sign access tokens with the same keys and for the
 * same audience. Cognito names the kind in `token_use`, Keycloak in `typ`; `nonce` and `at_hash` are claims of ID tokens
 * only, whereas access tokens have scopes, and those of RFC 9068 a `typ` of their own. `crit` names extensions that must
 * be understood (RFC 7515, 4.1.11), and none is.
 */
function isIdToken({ header, claims }: SignedToken): boolean {
  const { typ = 'JWT' } = header;
  if (String(typ).toUpperCase() !== 'JWT' || header.crit !== undefined) return false;
  const { token_use: use, typ: kind, nonce, at_hash: accessTokenHash, scope, scp } = claims;
  if ((use !== undefined && use !== 'id') || (kind !== undefined && kind !== 'ID')) return false;
  if (use === 'id' || kind === 'ID') return true;
  return scope === undefined && scp === undefined && (isText(nonce) || isText(accessTokenHash));
}

/** `azp` names the client that an ID token was issued to; with several audiences nothing else does. */
function wasIssuedTo(clientId: string, { aud, azp }: Claims): boolean {
  const several = Array.isArray(aud) && aud.length > 1;
  return azp === clientId || (azp === undefined && !several);
}

function isRecent({ iat, exp }: Claims, now: number): boolean {
  return (
    isNumber(iat) &&
    isNumber(exp) &&
    iat <= now + LEEWAY_SECONDS &&
    now - iat <= MAX_AGE_SECONDS &&
    exp - iat <= MAX_AGE_SECONDS
  );
}

function verifiedEmail({ email, email_verified: verified }: Claims): string | null {
  return verified === true && isText(email) ? email : null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
