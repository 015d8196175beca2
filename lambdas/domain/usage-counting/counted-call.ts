import type { CallResource } from '../model/call-resource.ts';

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
  readonly resource: CallResource;
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

export function isCredentialId(text: string): boolean {
  return CREDENTIAL_ID.test(text);
}

export function isRequestId(text: string): boolean {
  return REQUEST_ID.test(text);
}
