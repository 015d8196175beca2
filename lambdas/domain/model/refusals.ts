import { FORBIDDEN } from '../../contract/forbidden.ts';
import type { RefusalCode } from '../../contract/refusals.ts';
import type { Scope } from './scopes.ts';

/** Refusals whose text contains a detail: an IP address in its normal form, or a known scope. */
export type DetailedRefusal =
  | { readonly code: 'ip_not_allowed'; readonly ip: string }
  | { readonly code: 'insufficient_scope'; readonly requiredScope: Scope };

/** A refusal with status 403. */
export type Refusal = { readonly code: PlainRefusalCode } | DetailedRefusal;
export type PlainRefusalCode = Exclude<RefusalCode, DetailedRefusal['code']>;

/** Returns what is wrong and what to do. */
export function refusalText(refusal: Refusal): string {
  const { text } = FORBIDDEN[refusal.code];
  switch (refusal.code) {
    case 'ip_not_allowed':
      return text.replace('{ip_address}', () => refusal.ip);
    case 'insufficient_scope':
      return text.replace('{required_scope}', () => refusal.requiredScope);
    default:
      return text;
  }
}
