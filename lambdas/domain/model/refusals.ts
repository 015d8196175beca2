import type { Scope } from './scopes.ts';

/**
 * Why the authorizer refuses. The sentences go into response bodies by plain substitution, so they hold no quotation
 * mark and no backslash, and nothing that a client sent.
 */
export const DENIALS = {
  reserved_header:
    'The request carries a header that only the gateway may set: remove x-partner-id, x-credential-id, x-credential-type, X-HTTP-Method-Override, X-Original-URL and X-Rewrite-URL.',
  invalid_path:
    'The path is not in its normal form: remove empty and dot segments, backslashes, semicolons, control characters and encoded slashes, backslashes and percent signs.',
  wrong_header: 'An API key was sent in the wrong header: send it as x-api-key, without a scheme such as Bearer.',
  partner_mismatch:
    'The credential belongs to another partner than the path names: use the partner ID of the credential, in exactly its spelling.',
  partner_suspended: 'The partner is suspended: contact support to have it reactivated.',
  legacy_token_disabled:
    'Legacy Token Authentication is switched off for this partner: send an API key as x-api-key instead of a Bearer token.',
  api_key_disabled: 'The API key is disabled: enable it in the Partner Hub, or send another one.',
  api_key_expired: 'The API key has expired: generate a new one in the Partner Hub and send that.',
} as const;

/** The two whose sentence says what was seen or is missing: an address in its normal form, and a scope of our own list. */
export type DetailedDenial =
  | { readonly code: 'ip_not_allowed'; readonly address: string }
  | { readonly code: 'insufficient_scope'; readonly requiredScope: Scope };

export type Denial = { readonly code: keyof typeof DENIALS } | DetailedDenial;
export type DenialCode = Denial['code'];

/** What is wrong and what to do. */
export function denialMessage(denial: Denial): string {
  switch (denial.code) {
    case 'ip_not_allowed':
      return `The call came from ${denial.address}, which is not on the allowlist: add this address in the Partner Hub, or call from one that is on it.`;
    case 'insufficient_scope':
      return `The API key lacks the scope ${denial.requiredScope}: give it that scope in the Partner Hub, or send another key.`;
    default:
      return DENIALS[denial.code];
  }
}

/** What the log says of a 401. Clients see one answer for all of these. */
export type UnauthorizedReason =
  | 'no_credential'
  | 'credential_repeated'
  | 'api_key_malformed'
  | 'api_key_environment'
  | 'api_key_unknown'
  | 'api_key_deleted'
  | 'token_malformed'
  | 'token_unknown'
  | 'token_revoked'
  | 'token_expired';
