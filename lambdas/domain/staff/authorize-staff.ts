import type { RequestHeaders } from '../authorize/request-headers.ts';
import type { Actor } from '../model/audit-event.ts';
import { normalIp } from '../model/ip-allowlist.ts';
import { findSignedInUser } from '../users/find-signed-in-user.ts';
import type { SignedInAccount } from '../users/identity.ts';
import type { SignInStore } from '../users/user-store.ts';

/** What a valid ID token says. Its subject has 1 to 255 visible ASCII characters without `#`. */
export interface VerifiedIdToken extends SignedInAccount {
  /** When the user signed in, in epoch seconds. A renewed token keeps it. */
  readonly authTime: number;
}

export interface IdTokenVerifier {
  /** Returns null unless this is a valid ID token of the hub's client. */
  verify(token: string): Promise<VerifiedIdToken | null>;
}

export interface OriginProof {
  /** Returns whether the value proves that a request came through the hub's distribution. */
  accepts(value: string): Promise<boolean>;
}

export type StaffAuthorization =
  | { readonly outcome: 'allowed'; readonly actor: Actor }
  /** The request did not come through the hub's distribution. */
  | { readonly outcome: 'forbidden_origin' }
  /** No ID token, or not a valid one. */
  | { readonly outcome: 'unauthenticated'; readonly ip: string | null }
  /** The caller has an account at the identity provider but is not, or no longer, a partner user. */
  | { readonly outcome: 'not_a_partner_user'; readonly ip: string | null };

export interface StaffAuthorizationOptions {
  readonly origin: OriginProof;
  readonly tokens: IdTokenVerifier;
  readonly users: SignInStore;
  readonly nowMs: number;
}

/** Headers that the distribution sets; it overwrites what a client sent. */
const ORIGIN_HEADER = 'x-origin-secret';
const VIEWER_HEADER = 'x-viewer-ip';
const BEARER = /^Bearer +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+) *$/i;

/** Authorizes a call of the Management API. The partner comes from the user's record, never from the request. */
export async function authorizeStaff(
  headers: RequestHeaders,
  { origin, tokens, users, nowMs }: StaffAuthorizationOptions,
): Promise<StaffAuthorization> {
  const proof = only(headers.get(ORIGIN_HEADER));
  if (proof === null || !(await origin.accepts(proof))) return { outcome: 'forbidden_origin' };
  const ip = viewerIp(headers);
  const token = BEARER.exec(only(headers.get('authorization')) ?? '')?.[1];
  if (token === undefined) return { outcome: 'unauthenticated', ip };
  const verified = await tokens.verify(token);
  if (verified === null) return { outcome: 'unauthenticated', ip };
  const user = await findSignedInUser(verified, users, nowMs);
  if (user === null) return { outcome: 'not_a_partner_user', ip };
  const { userId, email, partnerId, sessionsValidAfter } = user;
  // Not when the token was issued: a refresh would renew a session that has ended.
  if (sessionsValidAfter !== null && verified.authTime <= sessionsValidAfter) return { outcome: 'unauthenticated', ip };
  return { outcome: 'allowed', actor: { userId, email, partnerId, ip } };
}

/** Trusts the header: the request has proved that the distribution set it. */
function viewerIp(headers: RequestHeaders): string | null {
  return normalIp(only(headers.get(VIEWER_HEADER)) ?? '');
}

/** Returns the value of a header; null if it is missing or was sent more than once. */
function only(values: readonly string[] | undefined): string | null {
  return values?.length === 1 ? (values[0] ?? null) : null;
}
