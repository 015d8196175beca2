import { normalPathSegments } from '../authorize/request-path.ts';
import { requiredScope } from '../authorize/required-scope.ts';
import { RESOURCES, type Resource, type Scope } from '../model/scopes.ts';

/** The resources that calls are counted by. */
export const USAGE_RESOURCES = [...RESOURCES, 'whoami', 'other'] as const;

export type UsageResource = Resource | 'whoami' | 'other';

/** A Partner API call that counts for a partner (ADR 11). */
export interface CountedCall {
  /** Set by API Gateway; clients cannot choose it. */
  readonly requestId: string;
  readonly partnerId: string;
  /** null: an unverified key that names the partner. */
  readonly credential: VerifiedUse | null;
  readonly atMs: number;
  readonly status: number;
  /** Code of the refusal, or the reason of a 401; null for a call that was not refused. */
  readonly refusedFor: string | null;
  readonly resource: UsageResource;
  /** In normal form; null if it is unknown. */
  readonly ip: string | null;
  readonly latencyMs: number | null;
}

export interface VerifiedUse {
  readonly type: 'api_key' | 'legacy_token';
  /** Key ID, or the ID of the token's user. */
  readonly id: string;
}

/** Sort keys contain it: it has no `#`, and does not begin with `*`, which marks figures of several credentials. */
const CREDENTIAL_ID = /^[^*#"\s][^#"\s]{0,254}$/;
const REQUEST_ID = /^[A-Za-z0-9+/_=-]{6,128}$/;
const PARTNERS = ['api', 'v2', 'partners'];

export function isCredentialId(text: string): boolean {
  return CREDENTIAL_ID.test(text);
}

export function isRequestId(text: string): boolean {
  return REQUEST_ID.test(text);
}

/** Returns the resource of a scope. */
export function resourceOf(scope: Scope): UsageResource {
  return RESOURCES.find((resource) => scope.startsWith(`${resource}:`)) ?? 'other';
}

/** Returns the resource of a call. The logged path may begin with the stage or the base path of a domain. */
export function resourceOfPath(method: string, path: string): UsageResource {
  const segments = normalPathSegments(path);
  if (segments === null) return 'other';
  const at = segments.findIndex((_, index) => PARTNERS.every((part, offset) => segments[index + offset] === part));
  return at < 0 ? 'other' : resourceOf(requiredScope(method, segments.slice(at + PARTNERS.length + 1)));
}
