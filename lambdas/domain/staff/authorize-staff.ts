import { isIP } from 'node:net';
import type { RequestHeaders } from '../authorize/request-headers.ts';
import type { Actor } from '../model/audit-event.ts';
import type { PartnerStaff } from '../partners/partner-staff.ts';

/** Who calls, by an ID token. */
export interface IdTokenVerifier {
  /** null for anything but a valid ID token of the hub's client. */
  verify(token: string): Promise<{ readonly subject: string } | null>;
}

/** Whether a value proves that a request came through the hub's distribution. */
export interface OriginProof {
  accepts(value: string): Promise<boolean>;
}

export type StaffAuthorization =
  | { readonly outcome: 'allowed'; readonly actor: Actor }
  /** The request did not come through the hub's distribution. */
  | { readonly outcome: 'forbidden_origin' }
  /** No ID token, or not a valid one. */
  | { readonly outcome: 'unauthenticated'; readonly ip: string | null }
  /** Somebody with an account at the identity provider who is no user, or no longer. */
  | { readonly outcome: 'not_a_partner_user'; readonly ip: string | null };

export interface StaffAuthorizationOptions {
  readonly origin: OriginProof;
  readonly tokens: IdTokenVerifier;
  readonly staff: PartnerStaff;
}

/** What the distribution adds, overwriting what a client sent. */
const ORIGIN_HEADER = 'x-origin-secret';
const VIEWER_HEADER = 'x-viewer-ip';
const BEARER = /^Bearer +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+) *$/i;

/** Decides a call of the Management API. The partner comes from the user's record, never from the request. */
export async function authorizeStaff(
  headers: RequestHeaders,
  { origin, tokens, staff }: StaffAuthorizationOptions,
): Promise<StaffAuthorization> {
  const proof = only(headers.get(ORIGIN_HEADER));
  if (proof === null || !(await origin.accepts(proof))) return { outcome: 'forbidden_origin' };
  const ip = viewerIp(headers);
  const token = BEARER.exec(only(headers.get('authorization')) ?? '')?.[1];
  if (token === undefined) return { outcome: 'unauthenticated', ip };
  const verified = await tokens.verify(token);
  if (verified === null) return { outcome: 'unauthenticated', ip };
  const user = await staff.findUser(verified.subject);
  if (user === null) return { outcome: 'not_a_partner_user', ip };
  const { subject, email, partnerId } = user;
  return { outcome: 'allowed', actor: { subject, email, partnerId, ip } };
}

/** Trusted only because the request has proved that the distribution set it. */
function viewerIp(headers: RequestHeaders): string | null {
  const ip = only(headers.get(VIEWER_HEADER));
  return ip !== null && isIP(ip) !== 0 ? ip : null;
}

/** A header that was sent twice says nothing. */
function only(values: readonly string[] | undefined): string | null {
  return values?.length === 1 ? (values[0] ?? null) : null;
}
