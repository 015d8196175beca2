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
      return text.replace('{access}', () => accessText(refusal.requiredScope));
    default:
      return text;
  }
}

/** Names the preset of the Partner Hub for a call that belongs to no resource: nobody can choose its scope alone. */
function accessText(scope: Scope): string {
  switch (scope) {
    case '*':
      return 'Full access (the scope *)';
    case '*:read':
      return 'Read only (the scope *:read) or Full access';
    default:
      return `the scope ${scope}`;
  }
}
