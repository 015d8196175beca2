import { FORBIDDEN } from '../../contract/forbidden.ts';
import type { RefusalCode } from '../../contract/refusals.ts';
import type { Scope } from './scopes.ts';

/** The two whose text says what was seen or is missing: an IP address in its normal form, or a scope of our own list. */
export type DetailedRefusal =
  | { readonly code: 'ip_not_allowed'; readonly ip: string }
  | { readonly code: 'insufficient_scope'; readonly requiredScope: Scope };

/** A 403 of the authorizer. */
export type Refusal = { readonly code: PlainRefusalCode } | DetailedRefusal;
export type PlainRefusalCode = Exclude<RefusalCode, DetailedRefusal['code']>;

/** Says what is wrong and what to do. */
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
